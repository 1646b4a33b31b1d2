import { PassThrough } from 'node:stream';
import {
  ARTICLES_TOPIC,
  type CloudEvent,
  createEvent,
  DOSSIERS_TOPIC,
  decodeEvent,
  type EventType,
  encodeEvent,
  MODEL_ANSWERS_TOPIC,
  type ParleyEvent,
  STATEMENTS_TOPIC,
} from '@parley/contracts';
import type { EventLog } from '@parley/event-log';
import { type Clock, loadConfig } from '@parley/platform';
import { type DossierInForce } from '@parley/reading';
import { openRuntime, type RunningApplication, type Runtime, startApplication } from '@parley/service';
import { pino } from 'pino';
import { NOW } from '../../../libs/reading/src/test-articles.test-support.js';
import { waitFor } from '../../../test/support/wait-for.js';
import { extractorService } from './service.js';

/** The extractor as a service runs it, on a database and an endpoint of the test's. */
export interface ExtractorUnderTest {
  readonly log: EventLog;
  publish(dossier: DossierInForce): Promise<void>;
  observe(...events: readonly CloudEvent<'parley.article.observed'>[]): Promise<void>;
  /** Waits until there are so many, and gives them in the order of the articles' addresses. */
  statements(count: number): Promise<readonly CloudEvent<'parley.statements.extracted'>[]>;
  answers(): Promise<readonly CloudEvent<'parley.model.answered'>[]>;
  metric(name: string): Promise<number>;
  /** What was logged, as JSON lines. */
  logged(): string;
  close(): Promise<void>;
}

export async function startExtractor(options: {
  readonly databaseUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** Puts faults into the log the service sees. */
  readonly through?: (log: EventLog) => EventLog;
}): Promise<ExtractorUnderTest> {
  let lines = '';
  const sink = new PassThrough().on('data', (chunk: Buffer) => {
    lines += chunk.toString('utf8');
  });
  const logger = pino({ level: 'debug' }, sink);
  const config = loadConfig({
    PARLEY_DATABASE_URL: options.databaseUrl,
    PARLEY_TOPIC_PARTITIONS: '2',
    // Threads have a test of their own; jest can't start them from sources by itself.
    PARLEY_EXTRACTOR_WORKERS: '0',
    ...options.environment,
  });
  const opened = await openRuntime({
    config,
    service: 'extractor',
    logger,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  const runtime: Runtime = { ...opened, log: options.through?.(opened.log) ?? opened.log };
  const { log } = opened;
  let application: RunningApplication;
  try {
    application = await startApplication(runtime, [extractorService], { port: 0, onFatal: () => undefined });
  } catch (error) {
    await opened.close();
    throw error;
  }

  const all = async <Type extends EventType>(topic: string, type: Type): Promise<readonly CloudEvent<Type>[]> => {
    const events: ParleyEvent[] = [];
    for await (const { records } of log.read(topic, { from: { at: 'beginning' }, until: 'end' }))
      for (const { headers, value } of records) if (value) events.push(decodeEvent({ headers, value }, topic));
    // One topic, one type: the catalogue says so of both topics that are read here.
    return events.filter((event) => event.type === type) as unknown as CloudEvent<Type>[];
  };
  return {
    log,
    async publish({ dossier, version }) {
      const data = {
        id: dossier.dossier,
        version,
        number: 1,
        title: dossier.title,
        document: { ...dossier },
        policy: null,
        publishedBy: 'tests',
        publishedAt: NOW.toISOString(),
      };
      const event = createEvent('parley.dossier.published', data, { source: '/parley/api', time: NOW });
      await log.append(DOSSIERS_TOPIC, [encodeEvent(event)]);
    },
    async observe(...events) {
      await log.append(ARTICLES_TOPIC, events.map(encodeEvent));
    },
    async statements(count) {
      const found = await waitFor(`${count} sets of statements`, async () => {
        const events = await all(STATEMENTS_TOPIC, 'parley.statements.extracted');
        return events.length >= count && events;
      });
      return [...found].sort((a, b) => (a.data.article.url < b.data.article.url ? -1 : 1));
    },
    answers: () => all(MODEL_ANSWERS_TOPIC, 'parley.model.answered'),
    async metric(name) {
      const text = await (await fetch(`${application.url}/metrics`)).text();
      const line = text.split('\n').find((each) => each.startsWith(`${name} `));
      return Number(line?.slice(name.length) ?? 0);
    },
    logged: () => lines,
    async close() {
      await application.close();
      await opened.close();
    },
  };
}
