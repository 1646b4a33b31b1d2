import { access } from 'node:fs/promises';
import { createKafkaEventLog, type EventLog } from '@parley/event-log';
import {
  createLogger,
  type EmbeddedPostgres,
  type Logger,
  type ParleyConfig,
  readRuntime,
  silentLogger,
  startEmbeddedPostgres,
} from '@parley/platform';
import { openRuntime, type Runtime } from '@parley/service';
import { CommandError, EXIT } from '../exit-codes.js';

/** A person waits: whatever does not answer by now (ms) is down. */
const PATIENCE_MS = 10_000;

/** Commands say themselves what they do; the log's lines are for those who ask for them. */
export const commandLogger = (config: ParleyConfig): Logger =>
  config.logLevel === 'debug' || config.logLevel === 'trace' ? createLogger(config, 'cli') : silentLogger;

/**
 * Does something on the database and the log themselves. Works beside a running Parley; where none runs, the embedded
 * Postgres of the data folder is started for as long as it takes. Throws RuntimeError, EmbeddedPostgresError, LogError,
 * or CommandError where there is no data folder.
 */
export async function withRuntime<Result>(
  config: ParleyConfig,
  work: (runtime: Runtime) => Promise<Result>,
): Promise<Result> {
  const logger = commandLogger(config);
  const postgres = await startWhereNoneRuns(config);
  try {
    const runtime = await openRuntime({
      config: postgres ? { ...config, databaseUrl: postgres.url } : config,
      service: 'cli',
      logger,
      patienceMs: PATIENCE_MS,
    });
    try {
      return await work(runtime);
    } finally {
      await runtime.close();
    }
  } finally {
    await postgres?.stop();
  }
}

/** Does something on the log alone; on Kafka no database is needed for it. */
export async function withLog<Result>(config: ParleyConfig, work: (log: EventLog) => Promise<Result>): Promise<Result> {
  if (!config.kafka) return withRuntime(config, ({ log }) => work(log));
  const log = createKafkaEventLog({
    ...config.kafka,
    clientId: 'parley-cli',
    partitions: config.topics.partitions,
    replication: config.topics.replication,
    logger: commandLogger(config),
  });
  try {
    await log.ping();
    return await work(log);
  } finally {
    await log.close();
  }
}

async function startWhereNoneRuns(config: ParleyConfig): Promise<EmbeddedPostgres | null> {
  if (config.databaseUrl !== null || (await readRuntime(config.dataDir))) return null;
  await access(config.dataDir).catch((cause: unknown) => {
    throw new CommandError(
      `there is no record in ${config.dataDir} yet: "parley start" makes one; PARLEY_DATA_DIR or PARLEY_DATABASE_URL names another`,
      EXIT.unreachable,
      { cause },
    );
  });
  return startEmbeddedPostgres({ dataDir: config.dataDir });
}
