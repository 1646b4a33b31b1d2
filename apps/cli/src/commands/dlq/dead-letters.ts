import { CONSUMING_SERVICES } from '@parley/contracts';
import {
  type DeadLetter,
  type DeadLetterRef,
  type EventLog,
  listDeadLetters,
  retryDeadLetter,
} from '@parley/event-log';
import { CommandError, EXIT } from '../../exit-codes.js';
import { inkOf } from '../../output/ink.js';
import { counted } from '../../output/render-change.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { shorten, terminalText } from '../../output/terminal-text.js';
import { configuration, type OutputOptions, standardOutput } from '../command-context.js';
import { withLog } from '../with-runtime.js';

interface Filter {
  readonly service?: string;
  readonly topic?: string;
}
export interface ListOptions extends OutputOptions, Filter {
  readonly retried?: boolean;
  readonly limit: number;
}
export interface RetryOptions extends OutputOptions, Filter {
  readonly all?: boolean;
}

/** Throws CommandError (usage) for a service that does not exist, which would find nothing without a word. */
function filterOf({ service, topic }: Filter): Filter {
  if (service !== undefined && !CONSUMING_SERVICES.some((name) => name === service))
    throw new CommandError(
      `no service is called ${terminalText(service)}: ${CONSUMING_SERVICES.join(', ')}`,
      EXIT.usage,
    );
  return { ...(service === undefined ? {} : { service }), ...(topic === undefined ? {} : { topic }) };
}

/** Lists dead letters, oldest first within each topic. */
export async function list(options: ListOptions): Promise<void> {
  const filter = filterOf(options);
  const { width, color } = standardOutput(options);
  const ink = inkOf(color);
  const most = options.limit;
  let shown = 0;
  await withLog(configuration(), async (log) => {
    for await (const letter of listDeadLetters(log, filter)) {
      if (letter.status === 'retried' && !options.retried) continue;
      if (shown++ >= most) {
        note('there are more: raise --limit, or --limit all');
        return;
      }
      if (options.json) await writeJsonLine(headOf(letter));
      else {
        const status = letter.status === 'retried' ? ink.faint(' retried') : '';
        const reason = shorten(terminalText(letter.reason), Math.max(20, width - 4 - letter.code.length));
        await writeOut(
          `${ink.strong(nameOf(letter.ref))}${status}\n  ${letter.at.toISOString()}\n  ${ink.warn(terminalText(letter.code))} ${reason}\n`,
        );
      }
    }
  });
  if (shown === 0 && !options.json) await writeOut('No dead letters.\n');
}

/** Shows one dead letter whole. */
export async function show(name: string, options: OutputOptions): Promise<void> {
  const ref = refOf(name);
  const letter = await withLog(configuration(), (log) => find(log, ref));
  if (options.json) return writeJsonLine({ ...headOf(letter), headers: letter.headers, ...contentOf(letter.value) });
  const ink = inkOf(standardOutput(options).color);
  const lines = [
    `${ink.strong(nameOf(letter.ref))} (${letter.status})`,
    `service   ${letter.service}`,
    `original  ${letter.topic}/${letter.partition}/${letter.offset}, recorded ${letter.recordedAt.toISOString()}`,
    `set aside ${letter.at.toISOString()}`,
    `why       ${ink.warn(terminalText(letter.code))} ${terminalText(letter.reason)}`,
    `key       ${terminalText(letter.key ?? '(none)')}`,
    ...Object.entries(letter.headers).map(([header, value]) => `  ${terminalText(header)}: ${terminalText(value)}`),
    '',
    printable(letter.value),
  ];
  await writeOut(`${lines.join('\n')}\n`);
}

/** Has letters tried again: those that are named, or all that are open. */
export async function retry(names: readonly string[], options: RetryOptions): Promise<void> {
  if (names.length === 0 && !options.all)
    throw new CommandError('name the letters to try again, or say --all', EXIT.usage);
  if (names.length > 0 && (options.all || options.service !== undefined || options.topic !== undefined))
    throw new CommandError('either name letters, or choose them with --all, --service and --topic', EXIT.usage);
  const refs = names.map(refOf);
  const filter = filterOf(options);
  let retried = 0;
  await withLog(configuration(), async (log) => {
    for (const ref of options.all ? await openLetters(log, filter) : refs) {
      const { partition, offset } = await retryDeadLetter(log, ref);
      retried++;
      if (options.json) await writeJsonLine({ letter: nameOf(ref), appendedTo: { partition, offset: String(offset) } });
    }
  });
  if (!options.json) await writeOut(`${counted(retried, 'event')} appended again; what fails again comes back here\n`);
}

/** Gathered first: a letter that fails again meanwhile would be found again, without end. */
async function openLetters(log: EventLog, filter: Filter): Promise<readonly DeadLetterRef[]> {
  const refs: DeadLetterRef[] = [];
  for await (const { status, ref } of listDeadLetters(log, filter)) if (status === 'open') refs.push(ref);
  return refs;
}

async function find(log: EventLog, ref: DeadLetterRef): Promise<DeadLetter> {
  for await (const letter of listDeadLetters(log)) {
    const { deadLetterTopic, partition, offset } = letter.ref;
    if (deadLetterTopic === ref.deadLetterTopic && partition === ref.partition && offset === ref.offset) return letter;
  }
  throw new CommandError(`no dead letter stands at ${terminalText(nameOf(ref))}: "parley dlq list" shows which do`);
}

const nameOf = ({ deadLetterTopic, partition, offset }: DeadLetterRef): string =>
  `${deadLetterTopic}/${partition}/${offset}`;

function refOf(name: string): DeadLetterRef {
  const match = /^([\w.-]+)\/(\d{1,9})\/(\d{1,18})$/.exec(name);
  if (!match?.[1])
    throw new CommandError(
      `${terminalText(name)} names no dead letter: write topic/partition/offset, as "parley dlq list" does`,
      EXIT.usage,
    );
  return { deadLetterTopic: match[1], partition: Number(match[2]), offset: BigInt(match[3] ?? '0') };
}

const headOf = (letter: DeadLetter) => ({
  letter: nameOf(letter.ref),
  status: letter.status,
  service: letter.service,
  original: { topic: letter.topic, partition: letter.partition, offset: String(letter.offset) },
  code: letter.code,
  reason: letter.reason,
  at: letter.at.toISOString(),
  recordedAt: letter.recordedAt.toISOString(),
  key: letter.key,
});

function contentOf(value: Buffer | null): { value: string | null } | { valueBase64: string } {
  if (value === null) return { value: null };
  const text = value.toString('utf8');
  return Buffer.from(text).equals(value) ? { value: text } : { valueBase64: value.toString('base64') };
}

function printable(value: Buffer | null): string {
  if (value === null) return '(no value)';
  const text = value.toString('utf8');
  try {
    return JSON.stringify(JSON.parse(text), null, 2).split('\n').map(terminalText).join('\n');
  } catch {
    // What is no JSON may be why it was set aside.
    return terminalText(text);
  }
}
