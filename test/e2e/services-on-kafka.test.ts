import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { decodeEvent, POSITIONS_TOPIC } from '@parley/contracts';
import { createKafkaEventLog } from '@parley/event-log';
import { makeTestFolder, removeTestFolder } from '../support/data-folder.js';
import { getJson } from '../support/get-json.js';
import { describeWithKafka, sharedBroker } from '../support/kafka.js';
import { madeUpArticles, madeUpDossierYaml } from '../support/made-up-negotiation.js';
import { freePort, ParleyProcess } from '../support/parley-process.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { countsOf, type HeldPosition, positionsHeld } from '../support/record-of.js';
import { waitFor } from '../support/wait-for.js';

const LOADED = /Parley is running: (http:\/\/\S+)/;
const NAMES = ['ingest', 'extractor', 'tracker', 'projector', 'api'] as const;
type Name = (typeof NAMES)[number];

/** Every service as its own process, on one broker and one database. */
class Deployment {
  private readonly ports = new Map<string, number>();
  private readonly processes = new Map<string, ParleyProcess>();

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  async start(name: Name, instance = name as string): Promise<void> {
    const port = this.ports.get(instance) ?? (await freePort());
    this.ports.set(instance, port);
    const process = ParleyProcess.service(name, { ...this.environment, PARLEY_HTTP_PORT: String(port) });
    this.processes.set(instance, process);
    await process.ready(this.url(instance), 90_000);
  }

  url(instance: string): string {
    return `http://127.0.0.1:${this.ports.get(instance)}`;
  }

  async killAndRestart(name: Name): Promise<void> {
    await this.processes.get(name)?.kill('SIGKILL');
    await this.start(name);
  }

  /** Services that ended though nobody told them to, each with the last it said. */
  endedByThemselves(): readonly string[] {
    return [...this.processes]
      .filter(([, process]) => !process.running)
      .map(
        ([instance, { child, stderr }]) =>
          `${instance} (${child.exitCode ?? child.signalCode}): ${stderr.slice(-4_000)}`,
      );
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<readonly (number | null)[]> {
    const ends = await Promise.all([...this.processes.values()].map((process) => process.kill(signal)));
    return ends.map((end) => end.code);
  }
}

interface Setting {
  readonly database: TestDatabase;
  readonly deployment: Deployment;
  readonly brokers: readonly string[];
  readonly namespace: string;
}

async function deploy(): Promise<Setting> {
  const { brokers } = await sharedBroker();
  const database = await createTestDatabase();
  const namespace = `t-${randomUUID().slice(0, 8)}.`;
  const deployment = new Deployment({
    PARLEY_DATABASE_URL: database.url,
    PARLEY_KAFKA_BROKERS: brokers.join(','),
    PARLEY_KAFKA_NAMESPACE: namespace,
    PARLEY_TOPIC_PARTITIONS: '4',
    PARLEY_DATABASE_POOL: '4',
    PARLEY_LOG_LEVEL: 'info',
  });
  return { database, deployment, brokers, namespace };
}

async function push(url: string, body: string): Promise<readonly { status?: string; line?: number }[]> {
  const response = await fetch(`${url}/v1/articles`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function publish(url: string, yaml: string): Promise<void> {
  const response = await fetch(`${url}/v1/dossiers`, {
    method: 'POST',
    headers: { 'content-type': 'application/yaml' },
    body: yaml,
  });
  expect([200, 201]).toContain(response.status);
}

/** Waits until all is read to the end; in vain, it says who stands still where, or ended by itself. */
async function caughtUp(setting: Setting, articles: number): Promise<void> {
  const ended = await waitFor(
    `${articles} articles to be read to the end`,
    async () => {
      const ended = setting.deployment.endedByThemselves();
      if (ended.length > 0) return ended;
      const { caughtUp, ...behind } = await getJson<{ caughtUp: boolean }>(
        `${setting.deployment.url('api')}/v1/pipeline`,
      );
      const read = (await countsOf(setting.database.url)).articles;
      if (caughtUp && read === articles) return [];
      throw new Error(`${read} articles in the record; behind: ${JSON.stringify(behind)}`);
    },
    { withinMs: 480_000 },
  );
  expect(ended).toEqual([]);
}

/** Ids of the events in the positions topic, in the order of reading. */
async function publishedIds(setting: Setting): Promise<readonly string[]> {
  const log = createKafkaEventLog({
    brokers: setting.brokers,
    namespace: setting.namespace,
    ssl: false,
    sasl: null,
    clientId: 'test',
    partitions: 4,
    replication: 1,
  });
  const ids: string[] = [];
  try {
    for await (const batch of log.read(POSITIONS_TOPIC, { from: { at: 'beginning' }, until: 'end' }))
      for (const { headers, value } of batch.records)
        ids.push(decodeEvent({ headers, value: value ?? Buffer.alloc(0) }, POSITIONS_TOPIC).id);
  } finally {
    await log.close();
  }
  return ids;
}

/** The same input on the embedded default, in one process and in peace. */
async function standaloneRecord(
  words: readonly string[],
  load: (url: string) => Promise<number>,
): Promise<readonly HeldPosition[]> {
  const folder = await makeTestFolder();
  const process = ParleyProcess.start([
    'dist/apps/standalone/src/main.js',
    '--data-dir',
    folder,
    '--port',
    '0',
    ...words,
  ]);
  try {
    const url = (await process.says(LOADED, 90_000))[1] as string;
    const database = JSON.parse(await readFile(join(folder, 'runtime.json'), 'utf8')).url as string;
    const articles = await load(url);
    await waitFor(
      'the standalone to catch up',
      async () => {
        const pipeline = await getJson<{ caughtUp: boolean }>(`${url}/v1/pipeline`);
        return pipeline.caughtUp && (articles === 0 || (await countsOf(database)).articles === articles);
      },
      { withinMs: 480_000 },
    );
    const held = await positionsHeld(database);
    expect((await process.kill('SIGINT')).code).toBe(0);
    return held;
  } finally {
    await process.kill('SIGKILL');
    await removeTestFolder(folder);
  }
}

await describeWithKafka('separate services on Apache Kafka and a Postgres server', () => {
  let setting: Setting;

  beforeAll(async () => {
    setting = await deploy();
    for (const name of NAMES) await setting.deployment.start(name);
    await setting.deployment.start('extractor', 'extractor-2');
  }, 240_000);

  afterAll(async () => {
    await setting?.deployment.stop('SIGKILL');
    await setting?.database.drop();
  }, 60_000);

  test('give the same positions from the samples as the standalone', async () => {
    const samples = 'samples/';
    for (const name of ['ukraine-peace-talks', 'us-china-trade'])
      await publish(setting.deployment.url('api'), await readFile(`${samples}dossiers/${name}.yaml`, 'utf8'));
    let articles = 0;
    for (const name of ['ukraine-peace-talks', 'us-china-trade']) {
      const results = await push(
        setting.deployment.url('ingest'),
        await readFile(`${samples}articles/${name}.ndjson`, 'utf8'),
      );
      articles += results.filter((result) => result.status === 'accepted').length;
    }
    expect(articles).toBe(34);
    await caughtUp(setting, articles);
    const expected = await standaloneRecord([], async () => 0);
    expect(expected.length).toBeGreaterThan(10);
    expect(await positionsHeld(setting.database.url)).toEqual(expected);
  }, 300_000);

  test('give the same record after each was killed in turn while 5,000 articles came in', async () => {
    const count = 5_000;
    const batch = 250;
    const lines = Array.from(madeUpArticles(11, count), (article) => JSON.stringify(article));
    await publish(setting.deployment.url('api'), madeUpDossierYaml());

    let sent = 0;
    const feed = async (): Promise<void> => {
      for (let from = 0; from < count; from += batch) {
        const body = `${lines.slice(from, from + batch).join('\n')}\n`;
        // A client that was cut off, or told to come again, sends the same lines again.
        await waitFor(
          `articles ${from} and on to be taken`,
          async () => {
            const answered = (await push(setting.deployment.url('ingest'), body)).filter(
              ({ line }) => line !== undefined,
            );
            return answered.length === batch && answered.every(({ status }) => status !== 'rejected');
          },
          { withinMs: 120_000 },
        );
        sent = from + batch;
      }
    };
    const feeding = feed();
    let victims = 0;
    for (const name of NAMES) {
      const reached = Math.min(count - batch, 500 + victims * 800);
      await waitFor(`${reached} articles to be sent`, () => sent >= reached, { withinMs: 120_000 });
      await setting.deployment.killAndRestart(name);
      victims++;
    }
    await feeding;
    await caughtUp(setting, 34 + count);

    const ofTheMadeUp = (held: readonly HeldPosition[]) => held.filter((p) => p.timeline.startsWith('lakeside-talks/'));
    const expected = await standaloneRecord(['--no-samples'], async (url) => {
      await publish(url, madeUpDossierYaml());
      await push(url, `${lines.join('\n')}\n`);
      return count;
    });
    const counts = await countsOf(setting.database.url);
    expect(counts).toMatchObject({ articles: 34 + count, revisions: 34 + count, deadLetters: 0 });
    expect(ofTheMadeUp(await positionsHeld(setting.database.url))).toEqual(expected);

    const ids = await publishedIds(setting);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(count / 2);
  }, 1_200_000);

  test('share the load between two extractors, and stop cleanly', async () => {
    for (const instance of ['extractor', 'extractor-2']) {
      const metrics = await (await fetch(`${setting.deployment.url(instance)}/metrics`)).text();
      const handled = /^parley_consumer_events_total\{consumer="extractor",topic="parley.articles.v1"\} (\d+)$/m.exec(
        metrics,
      );
      expect(Number(handled?.[1])).toBeGreaterThan(100);
    }
    const codes = await setting.deployment.stop('SIGTERM');
    expect(codes.every((code) => code === 0)).toBe(true);
  }, 120_000);
});
