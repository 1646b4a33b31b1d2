/** A topic and how it must be set up. Partition counts are the deployment's choice, see `TopicSettings`. */
export interface TopicSpec {
  readonly name: string;
  /** `all`: nothing is ever removed. `latest-per-key`: compacted. */
  readonly keeps: 'all' | 'latest-per-key';
  /** `configured`: as many as the deployment sets; a number: always that many. */
  readonly partitions: 'configured' | number;
  /** Largest record, in bytes, the topic must take. */
  readonly maxRecordBytes: number;
}

/** An article of the largest accepted size, with its original beside its text, fits. */
export const MAX_RECORD_BYTES = 10 * 1024 * 1024;

export const ARTICLES_TOPIC = 'parley.articles.v1';
export const MODEL_ANSWERS_TOPIC = 'parley.model-answers.v1';
export const STATEMENTS_TOPIC = 'parley.statements.v1';
export const CURATIONS_TOPIC = 'parley.curations.v1';
export const POSITIONS_TOPIC = 'parley.positions.v1';
export const DOSSIERS_TOPIC = 'parley.dossiers.v1';

const keepsAll = (name: string): TopicSpec => ({
  name,
  keeps: 'all',
  partitions: 'configured',
  maxRecordBytes: MAX_RECORD_BYTES,
});

export const TOPICS = [
  keepsAll(ARTICLES_TOPIC),
  keepsAll(MODEL_ANSWERS_TOPIC),
  keepsAll(STATEMENTS_TOPIC),
  keepsAll(CURATIONS_TOPIC),
  keepsAll(POSITIONS_TOPIC),
  { name: DOSSIERS_TOPIC, keeps: 'latest-per-key', partitions: 1, maxRecordBytes: MAX_RECORD_BYTES },
] as const satisfies readonly TopicSpec[];
export type TopicName = (typeof TOPICS)[number]['name'];

/** Services that consume the log and so can dead-letter what they can't process. */
export const CONSUMING_SERVICES = ['ingest', 'extractor', 'tracker', 'projector'] as const;
export type ConsumingService = (typeof CONSUMING_SERVICES)[number];

/**
 * Which topics each service consumes as a group; the dead-letter topics follow from it. (The extractor also reads the
 * dossiers, each time as a whole; the projector and the tracker are who set an unreadable one aside. And it reads the model answers,
 * which none but itself writes.)
 */
export const CONSUMED_TOPICS = {
  ingest: [ARTICLES_TOPIC],
  extractor: [ARTICLES_TOPIC],
  tracker: [STATEMENTS_TOPIC, ARTICLES_TOPIC, CURATIONS_TOPIC, DOSSIERS_TOPIC],
  projector: [ARTICLES_TOPIC, STATEMENTS_TOPIC, CURATIONS_TOPIC, POSITIONS_TOPIC, DOSSIERS_TOPIC],
} as const satisfies Record<ConsumingService, readonly TopicName[]>;

export const deadLetterTopicOf = (topic: string, service: string): string => `${topic}.dlq.${service}`;

export const DEAD_LETTER_TOPICS: readonly TopicSpec[] = CONSUMING_SERVICES.flatMap((service) =>
  CONSUMED_TOPICS[service].map((topic) => ({
    name: deadLetterTopicOf(topic, service),
    keeps: 'all' as const,
    partitions: 1,
    // The original bytes and the reason beside them.
    maxRecordBytes: MAX_RECORD_BYTES + 64 * 1024,
  })),
);

export const ALL_TOPICS: readonly TopicSpec[] = [...TOPICS, ...DEAD_LETTER_TOPICS];
