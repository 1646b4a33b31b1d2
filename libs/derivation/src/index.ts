export * from './derivation-error.js';
export * from './difference/difference.js';
export * from './outdated-readings.js';
export * from './rederive/rederive.js';
export type { ReadingCounts } from './reextract/read-anew.js';
export type { ArticleSelection } from './reextract/readings.sql.js';
export * from './reextract/reextract.js';
