import { randomBytes } from 'node:crypto';
import { type Difference, rederive, reextract } from '@parley/derivation';
import { createKafkaEventLog } from '@parley/event-log';
import { silentLogger, systemClock } from '@parley/platform';
import { DossierRegistry } from '@parley/reading';
import { openRuntime, type Runtime } from '@parley/service';
import { loadConfig } from '@parley/settings';
import { verifyRecord } from '@parley/verification';
import { describeWithKafka, sharedBroker } from '../../../test/support/kafka.js';
import { madeUpArticles, madeUpDossierYaml } from '../../../test/support/made-up-negotiation.js';
import { OtherRules } from './other-rules.test-support.js';
import { movingClock, type ParleyUnderTest, startParleyUnderTest } from './parley-under-test.test-support.js';
import { changesOf, recordOf } from './record-as-it-is.test-support.js';

/*
 * What operators call beside the services (reextract, rederive, verify), each once on a log on Kafka, opened as the
 * command line opens it. The embedded log, on which their own tests run, says what must come out.
 */

const YAML = { 'content-type': 'application/yaml' };
const STRICT = { leastConfidence: 0.6, shiftWeight: 0.9, conflictWindowDays: 20 };
const ARTICLES = 30;
const PATIENCE = { withinMs: 90_000 };

type LogOf = Pick<Runtime, 'log' | 'pool' | 'databaseUrl'>;

async function tell(parley: ParleyUnderTest): Promise<void> {
  await parley.post('/v1/dossiers', madeUpDossierYaml(), YAML);
  const lines = [...madeUpArticles(1, ARTICLES)].map((article) => JSON.stringify(article)).join('\n');
  await parley.post('/v1/articles', lines, { 'content-type': 'application/x-ndjson' });
  await parley.caughtUp(PATIENCE);
}

async function readAnew(on: LogOf) {
  const dossiers = new DossierRegistry(on.log, silentLogger);
  await dossiers.catchUp();
  const reader = new OtherRules('other');
  const differences: Difference[] = [];
  try {
    const { seconds: _, ...report } = await reextract({
      log: on.log,
      databaseUrl: on.databaseUrl,
      clock: systemClock,
      logger: silentLogger,
      reader,
      extractors: [reader.extractor],
      dossiers: dossiers.all(),
      selection: { publisher: null, since: null, until: null },
      atOnce: 10,
      apply: true,
      onDifference: async (difference) => {
        differences.push(difference);
      },
    });
    return { report, differences };
  } finally {
    await reader.close();
  }
}

async function decideAnew(on: LogOf) {
  const differences: Difference[] = [];
  const { seconds: _, ...report } = await rederive({
    log: on.log,
    pool: on.pool,
    databaseUrl: on.databaseUrl,
    dossier: 'lakeside-talks',
    policy: null,
    apply: true,
    publishedBy: 'ann',
    now: new Date('2026-12-24T00:00:00Z'),
    onDifference: async (difference) => {
      differences.push(difference);
    },
  });
  return { report, differences };
}

/** How often a timeline was corrected on the way depends on what came in which batch, and so do other counts. */
async function verify(on: LogOf) {
  const findings: unknown[] = [];
  const { agrees, counts } = await verifyRecord({
    log: on.log,
    databaseUrl: on.databaseUrl,
    onFinding: (finding) => findings.push(finding),
  });
  const { revisions, readings, statements, timelines, recomputed } = counts;
  return { agrees, counts: { revisions, readings, statements, timelines, recomputed }, findings };
}

/** All three in turn, with the record as each leaves it. */
async function runAll(parley: ParleyUnderTest, on: LogOf) {
  await tell(parley);
  const told = await recordOf(parley);
  const reextraction = await readAnew(on);
  await parley.caughtUp(PATIENCE);
  const readByOthers = await recordOf(parley);
  await parley.post('/v1/dossiers', `${madeUpDossierYaml()}policy: ${JSON.stringify(STRICT)}\n`, YAML);
  await parley.caughtUp(PATIENCE);
  const rederivation = await decideAnew(on);
  await parley.caughtUp(PATIENCE);
  const decidedByOther = await recordOf(parley);
  const causes = new Set((await changesOf(parley)).map(({ derivation }) => derivation?.cause ?? 'news'));
  return { told, reextraction, readByOthers, rederivation, decidedByOther, causes, verified: await verify(on) };
}

await describeWithKafka('on a log on Kafka', () => {
  test('reextract, rederive and verify do what they do on the embedded log', async () => {
    const embedded = await startParleyUnderTest({ clock: movingClock() });
    const expected = await runAll(embedded, embedded).finally(() => embedded.close());
    expect(expected.reextraction.report).toMatchObject({ applied: ARTICLES, articles: { read: ARTICLES } });
    expect(expected.readByOthers).not.toEqual(expected.told);
    expect(expected.decidedByOther).not.toEqual(expected.readByOthers);
    expect(expected.causes).toEqual(new Set(['news', 'reextraction', 'rederivation']));
    expect(expected.verified).toMatchObject({ agrees: true, findings: [] });

    const { brokers } = await sharedBroker();
    const namespace = `test-${randomBytes(6).toString('hex')}.`;
    const parley = await startParleyUnderTest({
      clock: movingClock(),
      openLog: (partitions) => createKafkaEventLog({ brokers, namespace, partitions, replication: 1 }),
    });
    try {
      const config = loadConfig({
        PARLEY_DATABASE_URL: parley.databaseUrl,
        PARLEY_KAFKA_NAMESPACE: namespace,
        KAFKA_BROKERS: brokers.join(','),
        PARLEY_LOG_LEVEL: 'silent',
      });
      const operator = await openRuntime({ config, service: 'cli', logger: silentLogger });
      expect(operator.log.adapter).toBe('kafka');
      expect(await runAll(parley, operator).finally(() => operator.close())).toEqual(expected);
    } finally {
      await parley.close();
    }
  }, 300_000);
});
