export type { ConsumerLag } from './checkpoints.js';
export { FINDING_CODES, type Finding, type FindingCode, type Where } from './finding.js';
export * from './verify-error.js';
export * from './verify-record.js';
