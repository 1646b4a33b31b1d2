export * from './create-pool.js';
export * from './dossiers/publish-dossier.js';
export * from './record/create-record-data-source.js';
export * from './record/entities/index.js';
export * from './record/migrate-record.js';
export * from './record/record-reader.js';
export * from './record/record-schema.sql.js';
export * from './record/schema-shape.js';
