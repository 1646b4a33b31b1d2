import { createEmbeddedEventLog, type EventLog, migrateEmbeddedLog } from '@parley/event-log';
import { silentLogger } from '@parley/platform';
import { isCaughtUp, pipelineLag, type RunningApplication, type Runtime, startApplication } from '@parley/service';
import { loadConfig } from '@parley/settings';
import { createPool } from '@parley/store';
import type { Pool } from 'pg';
import { createTestDatabase } from '../../../test/support/postgres.js';
import { waitFor } from '../../../test/support/wait-for.js';
import { ALL_SERVICES } from './services.js';

/** All services in one process, on a database of their own. */
export interface ParleyUnderTest {
  readonly url: string;
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly log: EventLog;
  /** Sends a body with POST; throws where it is refused. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<void>;
  /** When all that was appended is in the record. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export async function startParleyUnderTest(): Promise<ParleyUnderTest> {
  const database = await createTestDatabase();
  const pool = createPool(database.url);
  const client = await pool.connect();
  try {
    await migrateEmbeddedLog(client);
  } finally {
    client.release();
  }
  const log = createEmbeddedEventLog({ pool, connectionString: database.url, partitions: 2 });
  const config = loadConfig({
    PARLEY_LOG_LEVEL: 'silent',
    PARLEY_TOPIC_PARTITIONS: '2',
    PARLEY_EXTRACTOR_WORKERS: '0',
  });
  // Moves with every look, so that what one makes right after the other is later.
  let now = Date.parse('2026-12-01T00:00:00Z');
  const runtime: Runtime = {
    service: 'standalone',
    config,
    logger: silentLogger,
    databaseUrl: database.url,
    pool,
    log,
    clock: () => {
      now += 1_000;
      return new Date(now);
    },
    close: async () => undefined,
  };
  const running: RunningApplication = await startApplication(runtime, ALL_SERVICES, {
    port: 0,
    onFatal: () => undefined,
  });
  return {
    url: running.url,
    databaseUrl: database.url,
    pool,
    log,
    async post(path, body, headers = {}) {
      const response = await fetch(`${running.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const answer = await response.text();
      if (!response.ok) throw new Error(`${path}: ${response.status} ${answer}`);
    },
    async caughtUp() {
      await waitFor('the record to hold all there is', async () => isCaughtUp(await pipelineLag({ log, pool })));
    },
    async close() {
      await running.close();
      await log.close();
      await pool.end();
      await database.drop();
    },
  };
}
