export * from '@parley/settings';
export * from './embedded-postgres/index.js';
export * from './http/index.js';
export * from './logger.js';
export * from './tokens.js';
