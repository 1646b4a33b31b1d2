export { checkpointSource, checkpointTableSql, moveCheckpoint } from './checkpoint.js';
export { classifyError, type ErrorWord } from './classify-error.js';
export { DEAD_LETTER_HEADERS, type DeadLetterReason, originalHeaders, withoutSecrets } from './dead-letter-record.js';
export {
  type DeadLetter,
  type DeadLetterFilter,
  type DeadLetterRef,
  listDeadLetters,
  retryDeadLetter,
} from './dead-letters.js';
export type { EventBatch, RecordedEvent, RemovedKey } from './event-batch.js';
export { type BatchConsumerOptions, type DeadLetterPolicy, startBatchConsumer } from './start-batch-consumer.js';
