/** What can go wrong with the log. The list is closed; docs/errors.md explains each. */
export type LogErrorCode =
  | 'LOG_UNAVAILABLE'
  | 'LOG_TOPIC_MISSING'
  | 'LOG_TOPIC_DIFFERENT'
  | 'LOG_RECORD_TOO_LARGE'
  | 'LOG_OFFSET_OUT_OF_RANGE'
  | 'LOG_APPENDER_FENCED'
  | 'LOG_CONSUMER_STALLED'
  | 'LOG_EVENT_UNPROCESSABLE'
  | 'LOG_CLOSED';

export class LogError extends Error {
  constructor(
    readonly code: LogErrorCode,
    message: string,
    options?: ErrorOptions & {
      /** Whether the same call may succeed later without anybody doing anything. */
      readonly retryable?: boolean;
    },
  ) {
    super(message, options);
    this.name = 'LogError';
    this.retryable = options?.retryable ?? code === 'LOG_UNAVAILABLE';
  }
  readonly retryable: boolean;
}

/**
 * Thrown by a handler whose checkpoint was not where the batch began (another consumer moved it, or a rebuild swapped
 * it): the transaction is rolled back, the partition goes on from the checkpoint as it is now.
 */
export class CheckpointMovedError extends Error {
  constructor(
    readonly topic: string,
    readonly partition: number,
    /** null: it was expected that there is none yet. */
    readonly expected: bigint | null,
    readonly found: bigint | null,
  ) {
    super(`checkpoint of ${topic}/${partition} is ${describe(found)}, not ${describe(expected)}`);
    this.name = 'CheckpointMovedError';
  }
}

const describe = (checkpoint: bigint | null): string => (checkpoint === null ? 'absent' : `at ${checkpoint}`);
