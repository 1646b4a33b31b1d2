export * from './articles.js';
export * from './changes.js';
export * from './dead-letters.js';
export * from './dossiers.js';
export * from './page.js';
export * from './positions.js';
export * from './query-fields.js';
export * from './statements.js';
