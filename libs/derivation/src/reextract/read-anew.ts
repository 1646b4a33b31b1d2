import {
  ARTICLES_TOPIC,
  type ArticleObserved,
  ContractError,
  decodeEvent,
  type StatementsExtracted,
} from '@parley/contracts';
import type { EventLog, LogRecord } from '@parley/event-log';
import {
  type DossierInForce,
  type ObservedEvent,
  relevantTo,
  type StatementReader,
  sameExtractor,
  statementsExtractedOf,
} from '@parley/reading';
import { loadArticleSets, loadWithdrawals } from '@parley/tracking';
import type { ClientBase } from 'pg';
import { DerivationError, throwIfStopped } from '../derivation-error.js';
import { type ArticleSelection, findReadings, putReadings } from './readings.sql.js';

type ExtractorRef = StatementsExtracted['extractor'];

/** How reading the articles goes. Articles under two dossiers count twice. */
export interface ReadingCounts {
  /** Read in this run. */
  read: number;
  /** Read by an earlier run that did not come to its end, or whose result was not applied. */
  readBefore: number;
  /** Read already by these rules or this model, under this version of the dossier: there is nothing to do. */
  upToDate: number;
  /** Taken back by their outlets: what they say does not count. */
  withdrawn: number;
  /** Could not be read; what was read of them before stays. */
  failed: number;
}

export interface ReadAnewOptions {
  readonly log: EventLog;
  readonly client: ClientBase;
  readonly reader: StatementReader;
  /** How readings of this reader name who read. */
  readonly extractors: readonly ExtractorRef[];
  readonly dossiers: readonly DossierInForce[];
  readonly selection: ArticleSelection;
  /** Most articles that are given to the reader at once. */
  readonly atOnce: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (looked: number, total: number, counts: ReadingCounts) => void;
  readonly onFailed: (url: string, reason: string) => void;
}

/**
 * Reads the latest revision of the selected articles out of the log, under each of the dossiers, where it was not read so
 * before, and keeps what was read. What an earlier run has read is not read again. Throws DerivationError
 * DERIVATION_STOPPED or DERIVATION_READER_UNAVAILABLE, and errors of log and database; what was read by then is kept.
 */
export async function readAnew(options: ReadAnewOptions): Promise<ReadingCounts> {
  const { log, signal, onProgress } = options;
  const counts: ReadingCounts = { read: 0, readBefore: 0, upToDate: 0, withdrawn: 0, failed: 0 };
  let total = 0;
  for (const { begin, end } of await log.bounds(ARTICLES_TOPIC)) total += Number(end - begin);
  let looked = 0;
  onProgress(looked, total, counts);
  const batches = log.read(ARTICLES_TOPIC, {
    from: { at: 'beginning' },
    until: 'end',
    maxRecords: 200,
    ...(signal ? { signal } : {}),
  });
  for await (const { records } of batches) {
    throwIfStopped(signal);
    await readBatch(options, counts, latestRevisions(records, options.selection), () =>
      onProgress(looked, total, counts),
    );
    looked += records.length;
    onProgress(looked, total, counts);
  }
  throwIfStopped(signal);
  return counts;
}

function latestRevisions(records: readonly LogRecord[], selection: ArticleSelection): ObservedEvent[] {
  const latest = new Map<string, ObservedEvent>();
  for (const record of records) {
    const event = observedOf(record);
    if (!event || !isSelected(event.data, selection)) continue;
    const known = latest.get(event.data.articleId);
    if (!known || known.data.revision.number < event.data.revision.number) latest.set(event.data.articleId, event);
  }
  return [...latest.values()];
}

/** null for other events, and for those that no service can read either: they were set aside when they came. */
function observedOf({ headers, value }: LogRecord): ObservedEvent | null {
  if (value === null) return null;
  try {
    const event = decodeEvent({ headers, value }, ARTICLES_TOPIC);
    return event.type === 'parley.article.observed' ? event : null;
  } catch (error) {
    if (error instanceof ContractError) return null;
    throw error;
  }
}

const isSelected = ({ publisher, publishedOn }: ArticleObserved, selection: ArticleSelection): boolean =>
  (selection.publisher === null || publisher === selection.publisher) &&
  (selection.since === null || publishedOn >= selection.since) &&
  (selection.until === null || publishedOn <= selection.until);

async function readBatch(
  options: ReadAnewOptions,
  counts: ReadingCounts,
  events: readonly ObservedEvent[],
  tell: () => void,
): Promise<void> {
  if (events.length === 0) return;
  const { client, dossiers, extractors, atOnce } = options;
  const ids = events.map(({ data }) => data.articleId);
  const latest = await loadLatestRevisions(client, ids);
  const withdrawals = new Map((await loadWithdrawals(client, ids)).map((one) => [one.articleId, one.revision]));
  const sets = new Map((await loadArticleSets(client, ids)).map((set) => [`${set.articleId} ${set.dossier}`, set]));
  const current = events.filter(({ data }) => data.revision.number >= (latest.get(data.articleId) ?? 0));
  for (const entry of dossiers) {
    const dossier = { id: entry.dossier.dossier, version: entry.version };
    const known = await findReadings(client, dossier, extractors, ids);
    const open: ObservedEvent[] = [];
    const noMore: ObservedEvent[] = [];
    for (const event of current) {
      const { articleId, revision } = event.data;
      const set = sets.get(`${articleId} ${dossier.id}`);
      const isRelevant = relevantTo(event.data, [entry]).length > 0;
      if (!isRelevant && !set) continue;
      if ((withdrawals.get(articleId) ?? 0) >= revision.number) counts.withdrawn++;
      else if (set && set.revision.number > revision.number) counts.upToDate++;
      else if (
        set?.revision.number === revision.number &&
        set.dossierVersion === dossier.version &&
        isBy(set.extractor, extractors)
      )
        counts.upToDate++;
      else if (known.get(articleId) === revision.number) counts.readBefore++;
      else (isRelevant ? open : noMore).push(event);
    }
    for (let at = 0; at < open.length; at += atOnce) {
      throwIfStopped(options.signal);
      const readings = await readSome(options, counts, open.slice(at, at + atOnce), entry);
      await putReadings(client, readings);
      counts.read += readings.length;
      tell();
    }
    // The dossier begins later by now: an article of before says nothing under it.
    const emptied = noMore.map(({ data }) =>
      statementsExtractedOf(data, [{ ...entry, statements: [] }], extractors[0] ?? NOBODY, null),
    );
    await putReadings(client, emptied);
    counts.read += emptied.length;
  }
}

const NOBODY: ExtractorRef = { kind: 'rules', id: 'none', version: '0' };

/** Of a cascade the rules' own reading may be one that the model was not asked about, so it is read again. */
const isBy = (extractor: ExtractorRef, extractors: readonly ExtractorRef[]): boolean =>
  extractors[0] !== undefined && sameExtractor(extractor, extractors[0]);

/** Reads articles; where one of them is at fault it is left out and told of, and the others are read. */
async function readSome(
  options: ReadAnewOptions,
  counts: ReadingCounts,
  events: readonly ObservedEvent[],
  dossier: DossierInForce,
): Promise<readonly StatementsExtracted[]> {
  try {
    return await options.reader.read(events, [dossier], options.signal ?? NEVER);
  } catch (error) {
    throwIfStopped(options.signal);
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof Error && 'retryable' in error && error.retryable === true)
      throw new DerivationError(
        'DERIVATION_READER_UNAVAILABLE',
        `the extractor does not read for now: ${reason}; what was read is kept`,
        { cause: error },
      );
    const [event] = events;
    if (events.length > 1) {
      const half = events.length >>> 1;
      return [
        ...(await readSome(options, counts, events.slice(0, half), dossier)),
        ...(await readSome(options, counts, events.slice(half), dossier)),
      ];
    }
    counts.failed++;
    if (event) options.onFailed(event.data.url, reason);
    return [];
  }
}

const NEVER = new AbortController().signal;

/** The latest revision of each article that the tracker has seen. */
async function loadLatestRevisions(
  client: ClientBase,
  articleIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ article_id: string; revision_number: number }>(
    'SELECT article_id, revision_number FROM tracker.article_signature WHERE article_id = ANY ($1)',
    [articleIds],
  );
  return new Map(rows.map(({ article_id, revision_number }) => [article_id, revision_number]));
}
