export { createEmbeddedEventLog, EmbeddedEventLog, type EmbeddedEventLogOptions } from './embedded-event-log.js';
export { migrateEmbeddedLog } from './schema.js';
