import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getJson } from '../support/get-json.js';
import { describeWithKafka, type OwnBroker, startOwnBroker } from '../support/kafka.js';
import { madeUpArticles, madeUpDossierYaml } from '../support/made-up-negotiation.js';
import { freePort, ParleyProcess } from '../support/parley-process.js';
import { type OwnPostgres, startOwnPostgres } from '../support/postgres.js';
import { countsOf } from '../support/record-of.js';
import { waitFor } from '../support/wait-for.js';

/** A running Parley in one process on servers that the test can take away. */
interface Site {
  readonly process: ParleyProcess;
  readonly url: string;
  readonly databaseUrl: string;
  /** Articles sent so far: each outage sends new ones. */
  sent: number;
}

async function startSite(databaseUrl: string, environment: NodeJS.ProcessEnv): Promise<Site> {
  const port = await freePort();
  const process = ParleyProcess.start(['dist/apps/standalone/src/main.js', '--no-samples', '--port', String(port)], {
    PARLEY_DATABASE_URL: databaseUrl,
    PARLEY_TOPIC_PARTITIONS: '2',
    ...environment,
  });
  const url = `http://127.0.0.1:${port}`;
  await process.says('Parley is running', 120_000);
  const response = await fetch(`${url}/v1/dossiers`, {
    method: 'POST',
    headers: { 'content-type': 'application/yaml' },
    body: madeUpDossierYaml(),
  });
  expect(response.status).toBe(201);
  return { process, url, databaseUrl, sent: 0 };
}

const nextArticles = (site: Site, count: number): string =>
  `${Array.from(madeUpArticles(23, count, site.sent), (article) => JSON.stringify(article)).join('\n')}\n`;

const push = (site: Site, body: string): Promise<Response> =>
  fetch(`${site.url}/v1/articles`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body });

const allTaken = async (response: Response): Promise<boolean> => {
  const text = await response.text();
  return response.status === 202 && !text.includes('"rejected"}') && !text.includes('"status":"rejected"');
};

async function sendAndWait(site: Site, body: string, count: number): Promise<void> {
  await waitFor('the articles to be taken', async () => allTaken(await push(site, body)), { withinMs: 60_000 });
  site.sent += count;
  await waitFor(
    `${site.sent} articles to have become positions`,
    async () =>
      (await getJson<{ caughtUp: boolean }>(`${site.url}/v1/pipeline`)).caughtUp &&
      (await countsOf(site.databaseUrl)).articles === site.sent,
    { withinMs: 60_000 },
  );
}

const isReady = async (site: Site): Promise<boolean> => (await fetch(`${site.url}/health/ready`)).ok;

/** Articles before, during and after: nothing that was acknowledged is lost, and the process is the same one. */
async function survives(site: Site, server: { pause(): Promise<void>; resume(): Promise<void> }): Promise<void> {
  await sendAndWait(site, nextArticles(site, 40), 40);
  await server.pause();
  await waitFor('readiness to say that something is missing', async () => !(await isReady(site)), { withinMs: 60_000 });
  const body = nextArticles(site, 40);
  const refused = await push(site, body);
  if (refused.status === 503) {
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect(await refused.json()).toMatchObject({ code: 'UNAVAILABLE' });
  } else {
    expect(await allTaken(refused)).toBe(false);
  }
  expect((await fetch(`${site.url}/health/live`)).status).toBe(200);
  await server.resume();
  await waitFor('readiness to come back', () => isReady(site), { withinMs: 90_000 });
  // The same lines again: what went in before the outage was noticed counts once.
  await sendAndWait(site, body, 40);
  expect(site.process.running).toBe(true);
  expect(await countsOf(site.databaseUrl)).toMatchObject({ articles: site.sent, revisions: site.sent, deadLetters: 0 });
}

describe('while Postgres is away, with the log embedded in it', () => {
  let postgres: OwnPostgres;
  let site: Site;

  beforeAll(async () => {
    postgres = await startOwnPostgres();
    site = await startSite(postgres.url, {});
  }, 180_000);
  afterAll(async () => {
    await site?.process.kill('SIGKILL');
    await postgres?.stop();
  }, 60_000);

  test('writes are refused with 503, and all goes on by itself when it is back', async () => {
    await survives(site, postgres);
    expect((await site.process.kill('SIGTERM')).code).toBe(0);
  }, 300_000);
});

await describeWithKafka(
  'while the broker is away',
  () => {
    let broker: OwnBroker;
    let postgres: OwnPostgres;
    let site: Site;

    beforeAll(async () => {
      broker = await startOwnBroker();
      postgres = await startOwnPostgres();
      site = await startSite(postgres.url, { PARLEY_KAFKA_BROKERS: broker.brokers.join(',') });
    }, 240_000);
    afterAll(async () => {
      await site?.process.kill('SIGKILL');
      await broker?.stop();
      await postgres?.stop();
    }, 60_000);

    test('writes are refused with 503, and all goes on by itself when it is back', async () => {
      await survives(site, { pause: () => broker.pause('kill'), resume: () => broker.resume() });
      await survives(site, postgres);
      expect((await site.process.kill('SIGTERM')).code).toBe(0);
    }, 600_000);
  },
  { own: true },
);
