import 'reflect-metadata';
import { Global, Module } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ALL_TOPICS } from '@parley/contracts';
import { createEmbeddedEventLog, EVENT_LOG, type EventLog, migrateEmbeddedLog } from '@parley/event-log';
import {
  CLOCK,
  createHttpAdapter,
  DATABASE_URL,
  HTTP_APP_OPTIONS,
  LOGGER,
  loadConfig,
  PARLEY_CONFIG,
  PG_POOL,
  problemSchema,
  type RouteContract,
  routeContractOf,
  silentLogger,
} from '@parley/platform';
import { createPool } from '@parley/postgres';
import { migrateRecord } from '@parley/store';
import type { Response as InjectResponse } from 'light-my-request';
import pg, { type Pool } from 'pg';
import { ApiModule } from '../../../apps/api/src/api.module.js';
import { createTemplate, createTestDatabase } from '../postgres.js';

export const TEST_TOKEN = 'a-token-for-tests-only';
export const TEST_NOW = new Date('2025-09-01T12:00:00Z');

export interface ApiUnderTest {
  readonly app: NestFastifyApplication;
  readonly pool: Pool;
  readonly log: EventLog;
  readonly contracts: readonly RouteContract[];
  /** GET; the answer must fit the schema that its route's contract gives for its status. */
  get(url: string, headers?: Record<string, string>): Promise<InjectResponse>;
  /** The body of a GET that must succeed. The caller says what it is; `get` has checked it. */
  body<Body>(url: string): Promise<Body>;
  /** The code and pointers of the problem a GET must answer with. */
  problem(url: string): Promise<{ status: number; code: string; pointers: string[]; retryAfter: unknown }>;
  close(): Promise<void>;
}

/** A whole API on a database of its own, with the record and the embedded log set up and empty. */
export async function startApi(options: { readonly url?: string } = {}): Promise<ApiUnderTest> {
  const database = options.url === undefined ? await createTestDatabase({ template: await template() }) : null;
  const url = options.url ?? database?.url ?? '';
  if (options.url !== undefined) await prepare(url);
  const pool = createPool(url, { max: 4, applicationName: 'api test' });
  const log = createEmbeddedEventLog({ pool, connectionString: url, partitions: 2, logger: silentLogger });
  await log.ensureTopics(ALL_TOPICS);
  const values: readonly [symbol, unknown][] = [
    [PARLEY_CONFIG, { ...loadConfig({}), ingestToken: TEST_TOKEN, databasePool: 4, queryTimeoutMs: 5_000 }],
    [LOGGER, silentLogger],
    [CLOCK, () => TEST_NOW],
    [PG_POOL, pool],
    [DATABASE_URL, url],
    [EVENT_LOG, log],
  ];
  @Global()
  @Module({
    providers: values.map(([provide, useValue]) => ({ provide, useValue })),
    exports: values.map(([provide]) => provide),
  })
  class SurroundingsModule {}
  @Module({ imports: [SurroundingsModule, ApiModule.register()] })
  class RootModule {}
  const app = await NestFactory.create<NestFastifyApplication>(
    RootModule,
    createHttpAdapter({ maxBodyBytes: 4 * 1024 * 1024 }),
    { ...HTTP_APP_OPTIONS, logger: false, abortOnError: false },
  );
  await app.init();
  const contracts = contractsOf(app);

  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await app.inject({ method: 'GET', url: path, headers });
    expectFitting(contracts, path, answer);
    return answer;
  };
  return {
    app,
    pool,
    log,
    contracts,
    get,
    async body<Body>(path: string) {
      const answer = await get(path);
      if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${answer.body}`);
      return answer.json<Body>();
    },
    async problem(path) {
      const answer = await get(path);
      const problem = problemSchema.parse(answer.json());
      return {
        status: answer.statusCode,
        code: problem.code,
        pointers: (problem.errors ?? []).map((fault) => fault.pointer),
        retryAfter: answer.headers['retry-after'],
      };
    },
    async close() {
      await app.close();
      await log.close();
      await pool.end();
      await database?.drop();
    },
  };
}

const template = () => createTemplate('api', prepare);

async function prepare(url: string): Promise<void> {
  await migrateRecord(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await migrateEmbeddedLog(client);
  } finally {
    await client.end();
  }
}

function contractsOf(app: NestFastifyApplication): RouteContract[] {
  const scanner = new MetadataScanner();
  return app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .flatMap(({ metatype }) => {
      const prototype: object = metatype?.prototype ?? {};
      return scanner
        .getAllMethodNames(prototype)
        .flatMap((name) => routeContractOf(Reflect.get(prototype, name)) ?? []);
    });
}

/** Fails where an answer is not what the contract of its route says. */
export function expectFitting(contracts: readonly RouteContract[], url: string, answer: InjectResponse): void {
  const type = String(answer.headers['content-type'] ?? '');
  if (answer.statusCode >= 400) {
    expect(type).toBe('application/problem+json; charset=utf-8');
    problemSchema.parse(answer.json());
    return;
  }
  const path = (url.split('?')[0] ?? '').split('/');
  const fits = contracts
    .filter((contract) => {
      const parts = contract.path.split('/');
      return parts.length === path.length && parts.every((part, i) => part.startsWith('{') || part === path[i]);
    })
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  const described = fits.map((contract) => contract.responses[answer.statusCode]).find((found) => found !== undefined);
  if (
    described?.schema &&
    (described.mediaType ?? 'application/json') === 'application/json' &&
    answer.statusCode !== 304
  ) {
    expect(type).toBe('application/json; charset=utf-8');
    described.schema.parse(answer.json());
  }
}
