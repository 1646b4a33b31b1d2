export * from './decide-changes.js';
export * from './fold-changes.js';
export { byWhenStated, type LedgerStatement, sameReading } from './ledger-statement.js';
export * from './policy.js';
export * from './running-timeline.js';
export { timelineOf } from './timeline.js';
