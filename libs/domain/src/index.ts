export * from './curate.js';
export * from './decide-changes.js';
export * from './fold-changes.js';
export { byWhenStated, type LedgerStatement, outletSource, sameReading, storySource } from './ledger-statement.js';
export * from './policy.js';
export * from './running-timeline.js';
export * from './sides.js';
export * from './speaks-for.js';
export { addDays, timelineOf } from './timeline.js';
