export * from './create-pool.js';
export * from './in-transaction.js';
export * from './migrate-schema.js';
