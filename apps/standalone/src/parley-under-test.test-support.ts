import { createEmbeddedEventLog, type EventLog, migrateEmbeddedLog } from '@parley/event-log';
import { type Clock, silentLogger, systemClock } from '@parley/platform';
import { createPool } from '@parley/postgres';
import { isCaughtUp, pipelineLag, startApplication } from '@parley/service';
import { loadConfig } from '@parley/settings';
import type { Pool } from 'pg';
import type { z } from 'zod';
import { createTestDatabase } from '../../../test/support/postgres.js';
import { waitFor } from '../../../test/support/wait-for.js';
import { ALL_SERVICES } from './services.js';

/** What a request was answered; the body of a stream of lines is left out. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** All services in one process, on an embedded log unless another is given. */
export interface ParleyUnderTest {
  readonly url: string;
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly log: EventLog;
  /** Sends a body with POST: text as it is, anything else as JSON. */
  send(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** As `send`; gives the body, and throws where it is refused. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Record<string, unknown>>;
  /** The answer of a GET, which must be 200 and fit the schema. */
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>>;
  /** When all that was appended is in the record. */
  caughtUp(options?: { readonly withinMs?: number }): Promise<void>;
  /** Ends all of it, with its database unless that is somebody else's. */
  close(): Promise<void>;
}

export interface ParleyUnderTestOptions {
  /** A database that somebody else made and drops; one of its own unless told. */
  readonly databaseUrl?: string;
  /** 2 unless told. */
  readonly partitions?: number;
  /** The system's unless told. */
  readonly clock?: Clock;
  /** Another log than the embedded one. */
  readonly openLog?: (partitions: number) => EventLog;
}

/** Moves with every look, so that what one makes right after the other is later. */
export function movingClock(from = '2026-12-01T00:00:00Z'): Clock {
  let now = Date.parse(from);
  return () => {
    now += 1_000;
    return new Date(now);
  };
}

export async function startParleyUnderTest({
  databaseUrl: given,
  partitions = 2,
  clock = systemClock,
  openLog,
}: ParleyUnderTestOptions = {}): Promise<ParleyUnderTest> {
  const own = given === undefined ? await createTestDatabase() : null;
  const databaseUrl = given ?? own?.url ?? '';
  const pool = createPool(databaseUrl);
  const client = await pool.connect();
  try {
    await migrateEmbeddedLog(client);
  } finally {
    client.release();
  }
  const config = loadConfig({
    PARLEY_LOG_LEVEL: 'silent',
    PARLEY_TOPIC_PARTITIONS: String(partitions),
    PARLEY_EXTRACTOR_WORKERS: '0',
  });
  const log = openLog?.(partitions) ?? createEmbeddedEventLog({ pool, connectionString: databaseUrl, partitions });
  const runtime = {
    service: 'standalone',
    config,
    logger: silentLogger,
    databaseUrl,
    pool,
    log,
    clock,
    close: async () => undefined,
  };
  const { url, close } = await startApplication(runtime, ALL_SERVICES, { port: 0, onFatal: () => undefined });
  const send: ParleyUnderTest['send'] = async (path, body, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const lines = response.headers.get('content-type')?.includes('ndjson');
    return { status: response.status, body: lines ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
  return {
    url,
    databaseUrl,
    pool,
    log,
    send,
    async post(path, body, headers) {
      const answer = await send(path, body, headers);
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    async get(path, schema) {
      const response = await fetch(`${url}${path}`);
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return schema.parse(await response.json());
    },
    async caughtUp(options) {
      const held = async () => isCaughtUp(await pipelineLag({ log, pool }));
      await waitFor('the record to hold all there is', held, options);
    },
    async close() {
      await close();
      await log.close();
      await pool.end();
      await own?.drop();
    },
  };
}
