export * from './record/record-schema.sql.js';
