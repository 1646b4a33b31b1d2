export * from './config.js';
export * from './problem.js';
