import { LogError, type LogErrorCode } from '../errors.js';

/** What is looked at of an error of kafkajs: its name, Kafka's own name for it (`type`), and what it wraps. */
interface KafkaErrorLike {
  readonly name?: string;
  readonly type?: string;
  readonly message?: string;
  readonly retriable?: boolean;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
  readonly code?: unknown;
  readonly host?: string;
  readonly port?: number;
}

const FENCED: ReadonlySet<string> = new Set([
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
  'TRANSACTION_COORDINATOR_FENCED',
]);

const CODE_OF_TYPE: Readonly<Record<string, LogErrorCode>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'LOG_TOPIC_MISSING',
  MESSAGE_TOO_LARGE: 'LOG_RECORD_TOO_LARGE',
  RECORD_LIST_TOO_LARGE: 'LOG_RECORD_TOO_LARGE',
  OFFSET_OUT_OF_RANGE: 'LOG_OFFSET_OUT_OF_RANGE',
};

/** Errors that pass by themselves though kafkajs or Kafka's table calls them final. */
const PASSING_TYPES: ReadonlySet<string> = new Set([
  'CONCURRENT_TRANSACTIONS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_LOAD_IN_PROGRESS',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NOT_CONTROLLER',
  'KAFKA_STORAGE_ERROR',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'BROKER_NOT_AVAILABLE',
]);
const PASSING_NAMES: ReadonlySet<string> = new Set([
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSLockTimeout',
  'KafkaJSBrokerNotFound',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSTopicMetadataNotLoaded',
  'KafkaJSTimeout',
]);

/** Kafka's own names of the error and of all it wraps, the outermost first. */
function chainOf(error: unknown): KafkaErrorLike[] {
  const chain: KafkaErrorLike[] = [];
  let current = error;
  while (typeof current === 'object' && current !== null && chain.length < 10) {
    // Any object may be asked for these; what it lacks is undefined.
    const link = current as KafkaErrorLike;
    chain.push(link);
    current = link.cause ?? link.errors?.[0];
  }
  return chain;
}

/** Kafka's name for the error (`NOT_LEADER_FOR_PARTITION`), null where it isn't one that a broker answered. */
export const kafkaTypeOf = (error: unknown): string | null =>
  chainOf(error).find(({ type }) => typeof type === 'string')?.type ?? null;

export const isFenced = (error: unknown): boolean => FENCED.has(kafkaTypeOf(error) ?? '');

/** The broker whose connection this error says has closed. */
export function closedBrokerOf(error: unknown): { host: string; port: number } | null {
  const closed = chainOf(error).find(({ name }) => name === 'KafkaJSConnectionClosedError');
  return closed?.host !== undefined && closed.port !== undefined ? { host: closed.host, port: closed.port } : null;
}

/** Whether the same request may succeed later without anybody doing anything. */
export function isPassing(error: unknown): boolean {
  if (error instanceof LogError) return error.retryable;
  const chain = chainOf(error);
  const type = kafkaTypeOf(error);
  if (type !== null && PASSING_TYPES.has(type)) return true;
  const innermost = chain.at(-1);
  return chain.some(({ name }) => PASSING_NAMES.has(name ?? '')) || innermost?.retriable === true;
}

/** The LogError that says the same; `doing` completes "could not …". Keeps the original as its cause. */
export function toLogError(error: unknown, doing: string): LogError {
  if (error instanceof LogError) return error;
  const type = kafkaTypeOf(error);
  const message = chainOf(error).at(-1)?.message ?? String(error);
  const text = `could not ${doing}: ${message}${type === null ? '' : ` (${type})`}`;
  if (isFenced(error)) return new LogError('LOG_APPENDER_FENCED', text, { cause: error });
  const code = type === null ? undefined : CODE_OF_TYPE[type];
  if (code !== undefined) return new LogError(code, text, { cause: error });
  return new LogError('LOG_UNAVAILABLE', text, { cause: error, retryable: isPassing(error) });
}
