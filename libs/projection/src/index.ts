export * from './dead-letters/project-dead-letters.js';
export * from './placed-event.js';
export * from './project-batch.js';
export * from './projection-error.js';
export { PROJECTOR } from './rebuild/fold-topic.js';
export type { SkippedRecord } from './rebuild/known-dead-letters.js';
export * from './rebuild/rebuild-error.js';
export * from './rebuild/rebuild-record.js';
export * from './record-fingerprint.js';
