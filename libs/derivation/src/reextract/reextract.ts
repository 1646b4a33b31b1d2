import { encodeEvent, STATEMENTS_TOPIC, type StatementsExtracted } from '@parley/contracts';
import type { EventLog } from '@parley/event-log';
import type { Clock, Logger } from '@parley/platform';
import type { DossierInForce, StatementReader } from '@parley/reading';
import { DossiersInForce, withPoliciesInForce } from '@parley/tracking';
import type { ClientBase } from 'pg';
import { DerivationError, throwIfStopped } from '../derivation-error.js';
import { type Counts, type Difference, noCounts, type PositionCounts } from '../difference/difference.js';
import { withDerivationLock } from '../with-derivation-lock.js';
import { comparePositions, compareReadings } from './compare-readings.js';
import { countChangedTimelines, makeLedgerChanges } from './ledger-changes.sql.js';
import { type ReadingCounts, readAnew } from './read-anew.js';
import { type ReadingEvents, readingEventsOf } from './reading-events.js';
import { type ArticleSelection, dropReadings, loadReadings, makeReadings } from './readings.sql.js';

export type ReextractionPhase = 'reading' | 'comparing' | 'deciding' | 'applying';

export interface ReextractionProgress {
  readonly phase: ReextractionPhase;
  /** Articles looked at; readings compared or applied; positions compared. */
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
  readonly articles: ReadingCounts;
}

export interface ReextractionOptions {
  readonly log: EventLog;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly reader: StatementReader;
  /** How readings of this reader name who read. */
  readonly extractors: readonly StatementsExtracted['extractor'][];
  /** Under which the articles are read, as they are in force. */
  readonly dossiers: readonly DossierInForce[];
  readonly selection: ArticleSelection;
  /** Most articles given to the reader at once. */
  readonly atOnce: number;
  /** Most readings compared or written at a time; 200 unless told. */
  readonly batchSize?: number;
  /** Writes into the log what differs; else it is only told. */
  readonly apply: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReextractionProgress) => void;
  /** Told of each difference: statements first, in the order of dossiers and articles; then positions. */
  readonly onDifference?: (difference: Difference) => Promise<void>;
  readonly onFailed?: (url: string, reason: string) => void;
}

export interface ReextractionReport {
  readonly extractor: StatementsExtracted['extractor'];
  readonly dossiers: readonly { readonly id: string; readonly version: string }[];
  readonly selection: ArticleSelection;
  readonly articles: ReadingCounts & { readonly different: number };
  readonly statements: Counts;
  /** Of the positions that statements were gained, lost or changed for. */
  readonly positions: PositionCounts;
  /** How many readings were written into the log; null where nothing was to be written. */
  readonly applied: number | null;
  readonly seconds: number;
}

/**
 * Reads stored articles again with the rules or the model of today, under the dossiers as they are now, and finds what
 * differs from what is in force: of the statements, and of the positions that follow from them, as the tracker will decide
 * them. Only with `apply` it writes: one `statements.extracted` for each article and dossier, marked as read anew, the same
 * however often it is tried. It delivers and fetches nothing; a model is asked only what it was not asked before.
 * Throws DerivationError, and errors of log and database. What was read by then is kept, and the next call goes on.
 */
export function reextract(options: ReextractionOptions): Promise<ReextractionReport> {
  checkPeriod(options.selection);
  if (options.dossiers.length === 0)
    throw new DerivationError('DERIVATION_NO_DOSSIERS', 'no dossier was published, so there is nothing to read for');
  return withDerivationLock(options.databaseUrl, (client) => new Reextraction(options, client).run());
}

function checkPeriod({ since, until }: ArticleSelection): void {
  if (since !== null && until !== null && until < since)
    throw new DerivationError('DERIVATION_PERIOD_INVALID', `the period ends (${until}) before it begins (${since})`);
}

class Reextraction {
  private readonly startedAt = performance.now();
  private phaseStartedAt = this.startedAt;
  private articles: ReadingCounts = { read: 0, readBefore: 0, upToDate: 0, withdrawn: 0, failed: 0 };
  private readonly statements = noCounts();
  private readonly positions: PositionCounts = { ...noCounts(), evidence: 0 };
  private different = 0;
  private toApply = 0;

  constructor(
    private readonly options: ReextractionOptions,
    private readonly client: ClientBase,
  ) {}

  async run(): Promise<ReextractionReport> {
    const { log, logger, apply, dossiers, selection, extractors } = this.options;
    const published = new DossiersInForce(log, logger);
    await published.catchUp();
    const rules = await withPoliciesInForce(this.client, published);
    await makeReadings(this.client);
    await makeLedgerChanges(this.client);
    await this.read();

    const tell = async (difference: Difference) => this.options.onDifference?.(difference);
    await this.forEachBatch('comparing', async (dossier, batch) => {
      // What is in force by now is not needed any more.
      await dropReadings(this.client, dossier, batch.outdated);
      this.toApply += batch.events.length;
      this.different += await compareReadings(this.client, dossier, batch, rules, this.statements, tell);
    });
    const timelines = await countChangedTimelines(this.client);
    let decided = 0;
    this.begin();
    await comparePositions(this.client, rules, this.positions, tell, (count) => {
      decided += count;
      this.tell('deciding', decided, timelines);
      throwIfStopped(this.options.signal);
    });
    const applied = apply ? await this.apply() : null;
    const [extractor] = extractors;
    if (!extractor) throw new RangeError('a reader names who reads');
    return {
      extractor,
      dossiers: dossiers.map(({ dossier, version }) => ({ id: dossier.dossier, version })),
      selection,
      articles: { ...this.articles, different: this.different },
      statements: this.statements,
      positions: this.positions,
      applied,
      seconds: (performance.now() - this.startedAt) / 1_000,
    };
  }

  private async read(): Promise<void> {
    const { log, reader, extractors, dossiers, selection, atOnce, signal, onFailed } = this.options;
    this.articles = await readAnew({
      log,
      client: this.client,
      reader,
      extractors,
      dossiers,
      selection,
      atOnce,
      signal,
      onProgress: (looked, total, counts) => {
        this.articles = counts;
        this.tell('reading', looked, total);
      },
      onFailed: (url, reason) => onFailed?.(url, reason),
    });
    const { read, readBefore, upToDate, withdrawn, failed } = this.articles;
    if (read + readBefore + upToDate + withdrawn + failed === 0)
      throw new DerivationError(
        'DERIVATION_NO_ARTICLES',
        'no article is of this publisher, of this period and of these dossiers',
      );
  }

  private async apply(): Promise<number> {
    let applied = 0;
    await this.forEachBatch('applying', async (dossier, { events }) => {
      if (events.length > 0) await this.options.log.append(STATEMENTS_TOPIC, events.map(encodeEvent));
      await dropReadings(
        this.client,
        dossier,
        events.map(({ data }) => data.article.id),
      );
      applied += events.length;
    });
    return applied;
  }

  private async forEachBatch(
    phase: ReextractionPhase,
    work: (dossier: string, batch: ReadingEvents) => Promise<void>,
  ): Promise<void> {
    const { dossiers, extractors, selection, signal, clock, batchSize = 200 } = this.options;
    const total = phase === 'applying' ? this.toApply : this.articles.read + this.articles.readBefore;
    let done = 0;
    this.begin();
    this.tell(phase, done, total);
    for (const { dossier, version } of dossiers) {
      for (let after = ''; ; ) {
        throwIfStopped(signal);
        const selected = { id: dossier.dossier, version };
        const readings = await loadReadings(this.client, selected, extractors, selection, after, batchSize);
        const last = readings.at(-1);
        if (!last) break;
        after = last.article.id;
        await work(dossier.dossier, await readingEventsOf(this.client, readings, clock()));
        done += readings.length;
        this.tell(phase, done, total);
      }
    }
  }

  private begin(): void {
    this.phaseStartedAt = performance.now();
  }

  private tell(phase: ReextractionPhase, done: number, total: number): void {
    const seconds = (performance.now() - this.phaseStartedAt) / 1_000;
    this.options.onProgress?.({ phase, done, total, perSecond: done / seconds, articles: this.articles });
  }
}
