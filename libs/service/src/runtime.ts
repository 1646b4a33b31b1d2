import { ALL_TOPICS } from '@parley/contracts';
import { createEmbeddedEventLog, createKafkaEventLog, type EventLog, migrateEmbeddedLog } from '@parley/event-log';
import { type Clock, type Logger, type ParleyConfig, readRuntime, systemClock } from '@parley/platform';
import { createPool } from '@parley/postgres';
import type { Pool } from 'pg';
import { RuntimeError } from './runtime-error.js';

/** What a process of Parley runs on: its database, its log, its clock. */
export interface Runtime {
  readonly service: string;
  readonly config: ParleyConfig;
  readonly logger: Logger;
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly log: EventLog;
  readonly clock: Clock;
  /** Closes the log, then the pool. Does not stop an embedded Postgres, which belongs to whoever started it. */
  close(): Promise<void>;
}

/** The configured server, or the embedded Postgres that runs in the data folder. Throws RuntimeError NO_DATABASE. */
export async function locateDatabase(config: ParleyConfig): Promise<string> {
  if (config.databaseUrl !== null) return config.databaseUrl;
  const running = await readRuntime(config.dataDir);
  if (running) return running.url;
  throw new RuntimeError(
    'NO_DATABASE',
    `no Postgres is configured, and none runs in ${config.dataDir}: set PARLEY_DATABASE_URL, or run "parley start"`,
  );
}

/**
 * Opens what a service runs on. The database and the log may still be starting, so both are waited for, with a line in
 * the log for each try. Throws RuntimeError NO_DATABASE or NOT_REACHED once `patienceMs` is over.
 */
export async function openRuntime(options: {
  config: ParleyConfig;
  service: string;
  logger: Logger;
  clock?: Clock;
  patienceMs?: number;
}): Promise<Runtime> {
  const { config, service, logger } = options;
  const databaseUrl = await locateDatabase(config);
  const pool = createPool(databaseUrl, { max: config.databasePool, applicationName: `parley-${service}` });
  try {
    const patienceMs = options.patienceMs ?? 120_000;
    await patiently('Postgres', patienceMs, logger, () => pool.query('SELECT 1'));
    const log = await openLog({ config, service, logger, pool, databaseUrl });
    try {
      await patiently('the log', patienceMs, logger, () => log.ping());
    } catch (error) {
      await log.close();
      throw error;
    }
    return {
      service,
      config,
      logger,
      databaseUrl,
      pool,
      log,
      clock: options.clock ?? systemClock,
      async close() {
        await log.close();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** The log as configured: Kafka wherever brokers are, else the embedded one in the same database. */
async function openLog(options: {
  config: ParleyConfig;
  service: string;
  logger: Logger;
  pool: Pool;
  databaseUrl: string;
}): Promise<EventLog> {
  const { config, service, logger, pool, databaseUrl } = options;
  if (config.kafka) {
    return createKafkaEventLog({
      ...config.kafka,
      clientId: `parley-${service}`,
      partitions: config.topics.partitions,
      replication: config.topics.replication,
      logger,
    });
  }
  const client = await pool.connect();
  try {
    await migrateEmbeddedLog(client);
  } finally {
    client.release();
  }
  return createEmbeddedEventLog({ pool, connectionString: databaseUrl, partitions: config.topics.partitions, logger });
}

/** Creates the topics that are missing and says where existing ones are not as they should be. */
export async function prepareTopics(log: EventLog, logger: Logger): Promise<void> {
  for (const report of await log.ensureTopics(ALL_TOPICS)) {
    if (report.status === 'created')
      logger.info({ topic: report.name, partitions: report.partitions }, 'topic created');
    if (report.status === 'different')
      logger.warn({ topic: report.name, differences: report.differences }, 'topic is not set up as it should be');
  }
}

async function patiently(
  what: string,
  patienceMs: number,
  logger: Logger,
  attempt: () => Promise<unknown>,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let pause = 200; ; pause = Math.min(pause * 2, 5_000)) {
    try {
      await attempt();
      return;
    } catch (cause) {
      if (Date.now() + pause > deadline)
        throw new RuntimeError(
          'NOT_REACHED',
          `${what} did not answer within ${patienceMs / 1_000} s: ${(cause as Error).message}`,
          {
            cause,
          },
        );
      logger.warn({ reason: (cause as Error).message, retryInMs: pause }, `${what} does not answer yet`);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
