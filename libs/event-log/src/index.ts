export * from './consumer/index.js';
export * from './embedded/index.js';
export * from './errors.js';
export * from './event-log.js';
export * from './kafka/index.js';
export * from './logger.js';
export * from './nest/index.js';
export { murmur2, partitionOfKey } from './partitioner.js';
export { isTransientError } from './transient-errors.js';
