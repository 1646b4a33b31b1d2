export * from './config.js';
export * from './embedded-postgres/index.js';
export * from './http/index.js';
export * from './logger.js';
export * from './problem.js';
export * from './tokens.js';
