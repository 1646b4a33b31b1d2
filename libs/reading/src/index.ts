export * from './dossiers/dossier-registry.js';
export * from './extract/create-statement-reader.js';
export * from './extract/extractors-of.js';
export * from './extract/read-article.js';
export * from './extract/statement-reader.js';
export * from './model/migrate-extractor.js';
export * from './rules/read-by-rules.js';
