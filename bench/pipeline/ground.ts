import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { DOSSIERS_TOPIC } from '@parley/contracts';
import { parseDossier } from '@parley/dossier';
import { type EmbeddedPostgres, loadConfig, silentLogger, startEmbeddedPostgres } from '@parley/platform';
import { openRuntime, prepareTopics, type Runtime } from '@parley/service';
import { publishDossier } from '@parley/store';
import pg from 'pg';
import { makeTestFolder } from '../../test/support/data-folder.js';
import { kafkaAvailability, startOwnBroker } from '../../test/support/kafka.js';
import { madeUpDossierYaml } from '../../test/support/made-up-negotiation.js';
import type { Adapter } from './figures.js';

/** A Postgres that keeps what it commits, as in production, and a Kafka where there can be one. */
export interface Servers {
  readonly postgresVersion: string;
  readonly kafka: { readonly brokers: readonly string[]; readonly version: string } | null;
  /** Why there is no Kafka; null where there is one, or none was asked for. */
  readonly noKafka: string | null;
  /** A fresh database and, on Kafka, fresh topics. */
  openGround(adapter: Adapter): Promise<Ground>;
  stop(): Promise<void>;
}

/** What one measurement runs on; nothing is shared with another but the servers. */
export interface Ground {
  readonly adapter: Adapter;
  readonly runtime: Runtime;
  /** Settings of a service that runs here. */
  readonly environment: Readonly<Record<string, string>>;
  /** Brokers and prefix of topics; null on the embedded log. */
  readonly kafka: { readonly brokers: readonly string[]; readonly namespace: string } | null;
  publishDossier(): Promise<void>;
  close(): Promise<void>;
}

/** Starts what the adapters need. A Kafka that can't be had is no error: see `noKafka`. */
export async function startServers(adapters: readonly Adapter[]): Promise<Servers> {
  const folder = await makeTestFolder();
  const postgres = await startEmbeddedPostgres({ dataDir: folder, durability: 'full' });
  const stopPostgres = async (): Promise<void> => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  };
  try {
    const { kafka, reason } = adapters.includes('kafka') ? await findKafka() : { kafka: null, reason: null };
    return {
      postgresVersion: await askVersion(postgres),
      kafka,
      noKafka: reason,
      openGround: (adapter) => openGround(adapter, postgres, kafka?.brokers ?? []),
      async stop() {
        await kafka?.stop();
        await stopPostgres();
      },
    };
  } catch (error) {
    await stopPostgres();
    throw error;
  }
}

type Kafka = NonNullable<Servers['kafka']> & { stop(): Promise<void> };

async function findKafka(): Promise<{ kafka: Kafka; reason: null } | { kafka: null; reason: string }> {
  const found = await kafkaAvailability();
  if (!found.available) return { kafka: null, reason: found.reason };
  if (found.via === 'maven') return { kafka: await startOwnBroker(), reason: null };
  const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
  return { kafka: { brokers, version: 'as KAFKA_BROKERS has it', stop: async () => undefined }, reason: null };
}

const askVersion = (postgres: EmbeddedPostgres): Promise<string> =>
  withClient(postgres.url, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? 'unknown';
  });

async function openGround(adapter: Adapter, postgres: EmbeddedPostgres, brokers: readonly string[]): Promise<Ground> {
  const name = `bench_${randomBytes(5).toString('hex')}`;
  await withClient(postgres.url, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  const kafka = adapter === 'kafka' ? { brokers, namespace: `${name}.` } : null;
  const environment = {
    PARLEY_DATABASE_URL: url.href,
    PARLEY_LOG_LEVEL: 'warn',
    ...(kafka ? { PARLEY_KAFKA_BROKERS: kafka.brokers.join(','), PARLEY_KAFKA_NAMESPACE: kafka.namespace } : {}),
  };
  const runtime = await openRuntime({ config: loadConfig(environment), service: 'bench', logger: silentLogger });
  await prepareTopics(runtime.log, silentLogger);
  return {
    adapter,
    runtime,
    environment,
    kafka,
    async publishDossier() {
      const parsed = parseDossier(madeUpDossierYaml());
      if (!parsed.ok) throw new Error(`the made-up dossier is not valid for ${DOSSIERS_TOPIC}`);
      const by = { publishedBy: 'bench', source: '/parley/api', now: new Date() };
      await publishDossier(runtime.log, runtime.pool, parsed.dossier, by);
    },
    async close() {
      await runtime.close();
      await withClient(postgres.url, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Opens a ground, works on it, and closes it whatever happens. */
export async function onGround<Result>(
  servers: Servers,
  adapter: Adapter,
  work: (ground: Ground) => Promise<Result>,
): Promise<Result> {
  const ground = await servers.openGround(adapter);
  try {
    return await work(ground);
  } finally {
    await ground.close();
  }
}
