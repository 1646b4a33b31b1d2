import type { AddressInfo } from 'node:net';
import { ARTICLES_TOPIC, type ArticleObserved, decodeEvent } from '@parley/contracts';
import { createEmbeddedEventLog, type EventLog, migrateEmbeddedLog } from '@parley/event-log';
import { loadConfig, type ParleyConfig, silentLogger } from '@parley/platform';
import { createPool } from '@parley/postgres';
import { type RunningApplication, type Runtime, startApplication } from '@parley/service';
import type { Pool } from 'pg';
import { ingestService } from './service.js';

export interface TestIngest {
  readonly url: string;
  readonly pool: Pool;
  readonly log: EventLog;
  readonly running: RunningApplication;
  readonly port: number;
  /** Everything in the articles topic, in the order of the log for each article. */
  recorded(): Promise<(ArticleObserved & { readonly eventId: string })[]>;
  close(): Promise<void>;
}

/** Fixed, so that dates in tests stay in the past. */
export const NOW = new Date('2025-09-01T12:00:00.000Z');

/** The ingest service as it runs, on a database of a test, with real HTTP and the embedded log. */
export async function startTestIngest(
  databaseUrl: string,
  settings: Record<string, string> = {},
  around: (log: EventLog) => EventLog = (log) => log,
): Promise<TestIngest> {
  const config: ParleyConfig = loadConfig({ PARLEY_LOG_LEVEL: 'silent', PARLEY_TOPIC_PARTITIONS: '3', ...settings });
  const pool = createPool(databaseUrl);
  const client = await pool.connect();
  try {
    await migrateEmbeddedLog(client);
  } finally {
    client.release();
  }
  const log = createEmbeddedEventLog({ pool, connectionString: databaseUrl, partitions: config.topics.partitions });
  const runtime: Runtime = {
    service: 'ingest',
    config,
    logger: silentLogger,
    databaseUrl,
    pool,
    log: around(log),
    clock: () => NOW,
    close: async () => undefined,
  };
  const running = await startApplication(runtime, [ingestService], { port: 0, onFatal: () => undefined });
  return {
    url: running.url,
    pool,
    log,
    running,
    port: (running.app.getHttpServer().address() as AddressInfo).port,
    async recorded() {
      const found: (ArticleObserved & { eventId: string })[] = [];
      for await (const batch of log.read(ARTICLES_TOPIC, { from: { at: 'beginning' }, until: 'end' })) {
        for (const { headers, value } of batch.records) {
          const event = decodeEvent({ headers, value: value ?? Buffer.alloc(0) });
          if (event.type === 'parley.article.observed') found.push({ ...event.data, eventId: event.id });
        }
      }
      return found;
    },
    async close() {
      await running.close();
      await log.close();
      await pool.end();
    },
  };
}
