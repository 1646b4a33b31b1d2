/**
 * A consumer in a process of its own, for tests that kill it: `<module that opens the log> <its argument> <settings>`.
 * With `hangAt`, it does the effects of the batch that holds that number and then never commits. It says on standard
 * output, a JSON object a line, what it does.
 */
import { decodeEvent } from '@parley/contracts';
import { type EventLog, startBatchConsumer } from '../../libs/event-log/src/index.js';
import { Effects } from './effects.js';
import { numberOf } from './test-events.js';

interface Settings {
  readonly effectsUrl: string;
  readonly group: string;
  readonly topic: string;
  readonly hangAt: number | null;
}

const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);

const [, , module, argument, settingsJson] = process.argv;
if (module === undefined || argument === undefined || settingsJson === undefined) throw new Error('three arguments');
const { openLog } = (await import(module)) as { openLog: (argument: string) => Promise<EventLog> };
const settings = JSON.parse(settingsJson) as Settings;
const effects = new Effects(settings.effectsUrl);
const log = await openLog(argument);
const consumption = await startBatchConsumer({
  log,
  service: 'test',
  group: settings.group,
  topics: [settings.topic],
  checkpoints: effects.checkpoints(settings.group),
  decode: (record) => decodeEvent(record),
  maxRecords: 10,
  handler: (batch) =>
    effects.apply(settings.group, batch, async () => {
      if (settings.hangAt === null || !batch.events.some(({ event }) => numberOf(event) === settings.hangAt)) return;
      say({ hanging: true });
      await new Promise(() => setInterval(() => undefined, 60_000));
    }),
});
await consumption.ready();
say({ ready: true, assignment: consumption.assignment() });
