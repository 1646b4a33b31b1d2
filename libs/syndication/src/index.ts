export * from './cluster-articles.js';
export * from './signature.js';
