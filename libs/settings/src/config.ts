import { availableParallelism } from 'node:os';
import { z } from 'zod';

const flag = z.stringbool();
const port = z.coerce.number().int().min(0).max(65_535);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part.length > 0),
);

/**
 * Every setting, in one place, read once at start. Nothing else looks at the environment.
 * docs/configuration.md is checked against this schema by a test.
 */
export const environmentSchema = z.object({
  PARLEY_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .meta({
      description: 'Postgres server (15 or later). Absent: an embedded Postgres in the data folder',
    }),
  PARLEY_DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(10)
    .meta({ description: 'Connections each service may hold' }),
  PARLEY_QUERY_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(600_000)
    .default(15_000)
    .meta({ description: 'Most time for one question of the API to the record' }),
  PARLEY_DATA_DIR: z
    .string()
    .min(1)
    .default('.parley')
    .meta({ description: 'Folder that holds all state of the embedded default' }),
  PARLEY_KAFKA_BROKERS: list
    .optional()
    .meta({ description: 'host:port, comma separated. Absent: the embedded log in Postgres' }),
  PARLEY_KAFKA_NAMESPACE: z
    .string()
    .regex(/^([a-zA-Z0-9_-][a-zA-Z0-9._-]*)?$/)
    .default('')
    .meta({ description: 'Prefix of topics, groups and transactional ids, to share a cluster' }),
  PARLEY_KAFKA_SSL: flag.default(false).meta({ description: 'Whether to speak TLS with the brokers' }),
  PARLEY_KAFKA_SASL_MECHANISM: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
    .optional()
    .meta({ description: 'SASL mechanism' }),
  PARLEY_KAFKA_SASL_USERNAME: z.string().optional().meta({ description: 'SASL user' }),
  PARLEY_KAFKA_SASL_PASSWORD: z.string().optional().meta({ description: 'SASL password (secret)' }),
  PARLEY_TOPIC_PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(6)
    .meta({ description: 'Partitions of topics that are created' }),
  PARLEY_TOPIC_REPLICATION: z.coerce
    .number()
    .int()
    .min(1)
    .max(10)
    .default(1)
    .meta({ description: 'Kafka: replicas of topics that are created' }),
  PARLEY_HTTP_HOST: z.string().default('127.0.0.1').meta({ description: 'Address to listen on' }),
  PARLEY_HTTP_PORT: port
    .optional()
    .meta({ description: 'Port to listen on; each service has its own default, 0 takes any' }),
  PARLEY_API_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://127.0.0.1:7700')
    .meta({ description: 'Where the parley command finds the API' }),
  PARLEY_INGEST_TOKEN: z.string().min(16).optional().meta({
    description:
      'If set, what writes (articles, dossiers, dead-letter retries) must carry it as a Bearer token (secret)',
  }),
  PARLEY_MAX_ARTICLE_BYTES: z.coerce
    .number()
    .int()
    .min(1_024)
    .max(4 * 1024 * 1024)
    .default(4 * 1024 * 1024)
    .meta({ description: 'Largest single article (a JSON body, or one NDJSON line), in bytes' }),
  PARLEY_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .meta({ description: 'Least level that is logged' }),
  PARLEY_STALL_AFTER_MS: z.coerce.number().int().min(1_000).default(120_000).meta({
    description: 'A delivery that shows no progress for longer ends the process, so that its supervisor starts it anew',
  }),
  PARLEY_EXTRACTOR: z.enum(['rules', 'model', 'cascade']).default('rules').meta({
    description: 'Who reads articles: the rules, a model, or the rules first and a model where they are in doubt',
  }),
  PARLEY_EXTRACTOR_WORKERS: z.coerce.number().int().min(0).max(256).optional().meta({
    description: 'Threads that read articles; 0 reads them in the main thread',
  }),
  PARLEY_CASCADE_BELOW: z.coerce.number().min(0).max(1).default(0.5).meta({
    description: 'Cascade: the model is asked where a statement of the rules has a lower confidence than this',
  }),
  PARLEY_MODEL_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .refine((text) => !/[?#@]/.test(text), 'must hold no user, password, query or fragment')
    .optional()
    .meta({ description: 'OpenAI-compatible endpoint, up to and without /chat/completions' }),
  PARLEY_MODEL_NAME: z
    .string()
    .max(190)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .optional()
    .meta({ description: 'Model to ask for, as the endpoint names it' }),
  PARLEY_MODEL_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')
    .optional()
    .meta({ description: 'Sent to the endpoint as a Bearer token (secret)' }),
  PARLEY_MODEL_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(600_000)
    .default(50_000)
    .meta({ description: 'Most time for one request to the model, in ms' }),
  PARLEY_MODEL_REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(60)
    .meta({ description: 'Most requests a process makes to the model in a minute, evenly spaced' }),
  PARLEY_MODEL_BUDGET_TOKENS_PER_DAY: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .meta({ description: 'Tokens, of prompts and answers, after which the model is not asked again on that UTC day' }),
});

export interface KafkaConfig {
  readonly brokers: readonly string[];
  readonly namespace: string;
  readonly ssl: boolean;
  readonly sasl: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  } | null;
}

/** An endpoint that speaks OpenAI's chat completions, and how much of it may be used. */
export interface ModelConfig {
  readonly baseUrl: string;
  readonly name: string;
  readonly key: string | null;
  readonly timeoutMs: number;
  readonly requestsPerMinute: number;
  /** null: no bound. */
  readonly tokensPerDay: number | null;
}

/** Who reads articles. */
export type ExtractorConfig = {
  /** Threads that run the rules; 0: none but the main one. */
  readonly workers: number;
} & (
  | { readonly kind: 'rules' }
  | { readonly kind: 'model'; readonly model: ModelConfig }
  | { readonly kind: 'cascade'; readonly model: ModelConfig; readonly below: number }
);

/** The validated configuration of a process. */
export interface ParleyConfig {
  /** null: the embedded Postgres in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly databasePool: number;
  /** Most time (ms) for one question of the API to the record. */
  readonly queryTimeoutMs: number;
  readonly dataDir: string;
  /** null: the embedded log. */
  readonly kafka: KafkaConfig | null;
  readonly topics: { readonly partitions: number; readonly replication: number };
  readonly http: { readonly host: string; readonly port: number | null };
  /** Where the CLI finds the API. */
  readonly apiUrl: string;
  readonly ingestToken: string | null;
  readonly maxArticleBytes: number;
  readonly logLevel: z.infer<typeof environmentSchema>['PARLEY_LOG_LEVEL'];
  readonly stallAfterMs: number;
  readonly extractor: ExtractorConfig;
}

/** Configuration that can't be used: every fault at once, by the name of its variable; values are never repeated. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';
  constructor(readonly faults: readonly { variable: string; message: string }[]) {
    super(`configuration can't be used:\n${faults.map((f) => `  ${f.variable}: ${f.message}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Reads the configuration from an environment. KAFKA_BROKERS serves where PARLEY_KAFKA_BROKERS is absent. Throws ConfigError. */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): ParleyConfig {
  const known = Object.keys(environmentSchema.shape);
  const present = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => known.includes(name) && value !== ''),
  );
  if (!present.PARLEY_KAFKA_BROKERS && environment.KAFKA_BROKERS)
    present.PARLEY_KAFKA_BROKERS = environment.KAFKA_BROKERS;
  const parsed = environmentSchema.safeParse(present);
  const faults = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ variable: String(issue.path[0] ?? ''), message: issue.message }));
  for (const name of Object.keys(environment)) {
    if (/^PARLEY_(?!TEST_)/.test(name) && !known.includes(name))
      faults.push({ variable: name, message: 'is no setting of Parley' });
  }
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  const env = parsed.data;
  const brokers = env.PARLEY_KAFKA_BROKERS ?? [];
  const mechanism = env.PARLEY_KAFKA_SASL_MECHANISM;
  if (mechanism && !(env.PARLEY_KAFKA_SASL_USERNAME && env.PARLEY_KAFKA_SASL_PASSWORD))
    throw new ConfigError([
      { variable: 'PARLEY_KAFKA_SASL_MECHANISM', message: 'needs a user and a password beside it' },
    ]);
  return {
    databaseUrl: env.PARLEY_DATABASE_URL ?? null,
    databasePool: env.PARLEY_DATABASE_POOL,
    queryTimeoutMs: env.PARLEY_QUERY_TIMEOUT_MS,
    dataDir: env.PARLEY_DATA_DIR,
    kafka:
      brokers.length === 0
        ? null
        : {
            brokers,
            namespace: env.PARLEY_KAFKA_NAMESPACE,
            ssl: env.PARLEY_KAFKA_SSL,
            sasl: mechanism
              ? {
                  mechanism,
                  username: env.PARLEY_KAFKA_SASL_USERNAME ?? '',
                  password: env.PARLEY_KAFKA_SASL_PASSWORD ?? '',
                }
              : null,
          },
    topics: { partitions: env.PARLEY_TOPIC_PARTITIONS, replication: env.PARLEY_TOPIC_REPLICATION },
    http: { host: env.PARLEY_HTTP_HOST, port: env.PARLEY_HTTP_PORT ?? null },
    apiUrl: env.PARLEY_API_URL,
    ingestToken: env.PARLEY_INGEST_TOKEN ?? null,
    maxArticleBytes: env.PARLEY_MAX_ARTICLE_BYTES,
    logLevel: env.PARLEY_LOG_LEVEL,
    stallAfterMs: env.PARLEY_STALL_AFTER_MS,
    extractor: extractorOf(env),
  };
}

function extractorOf(env: z.infer<typeof environmentSchema>): ExtractorConfig {
  // One core is left to what feeds the threads and appends what they find.
  const workers = env.PARLEY_EXTRACTOR_WORKERS ?? Math.max(1, availableParallelism() - 1);
  if (env.PARLEY_EXTRACTOR === 'rules') return { kind: 'rules', workers };
  const { PARLEY_MODEL_BASE_URL: baseUrl, PARLEY_MODEL_NAME: name } = env;
  const faults: { variable: string; message: string }[] = [];
  const missing = `is needed where PARLEY_EXTRACTOR is ${env.PARLEY_EXTRACTOR}`;
  if (baseUrl === undefined) faults.push({ variable: 'PARLEY_MODEL_BASE_URL', message: missing });
  if (name === undefined) faults.push({ variable: 'PARLEY_MODEL_NAME', message: missing });
  // A request must be over, and what it gave appended, well before its delivery counts as stalled.
  if (env.PARLEY_MODEL_TIMEOUT_MS > env.PARLEY_STALL_AFTER_MS / 2)
    faults.push({ variable: 'PARLEY_MODEL_TIMEOUT_MS', message: 'must be at most half of PARLEY_STALL_AFTER_MS' });
  if (baseUrl === undefined || name === undefined || faults.length > 0) throw new ConfigError(faults);
  const model: ModelConfig = {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    name,
    key: env.PARLEY_MODEL_KEY ?? null,
    timeoutMs: env.PARLEY_MODEL_TIMEOUT_MS,
    requestsPerMinute: env.PARLEY_MODEL_REQUESTS_PER_MINUTE,
    tokensPerDay: env.PARLEY_MODEL_BUDGET_TOKENS_PER_DAY ?? null,
  };
  return env.PARLEY_EXTRACTOR === 'model'
    ? { kind: 'model', workers, model }
    : { kind: 'cascade', workers, model, below: env.PARLEY_CASCADE_BELOW };
}
