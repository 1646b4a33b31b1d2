import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  ARTICLES_TOPIC,
  articleObservedId,
  createEvent,
  type EncodedEvent,
  encodeEvent,
  MAX_RECORD_BYTES,
  type PushAnswer,
} from '@parley/contracts';
import { EVENT_LOG, type EventLog, isTransientError, LogError } from '@parley/event-log';
import { type ArticleObservedDraft, normaliseArticle } from '@parley/ingestion';
import {
  CLOCK,
  type Clock,
  isOutage,
  LOGGER,
  type Logger,
  PG_POOL,
  type ProblemCode,
  ProblemError,
  problemOf,
} from '@parley/platform';
import { inTransaction } from '@parley/postgres';
import type { Pool } from 'pg';
import {
  loadStanding,
  lockStanding,
  type RecordedRevision,
  STANDING_LIMITS,
  type StandingRevision,
  writeStanding,
} from '../standing-revisions.sql.js';
import { CatchUpGate } from './catch-up-gate.js';
import { IngestArticlesCommand, type IngestResult } from './ingest-articles.command.js';
import { Turnstile } from './turnstile.js';

/** Reading HTML is pure computation; after this long (ms) others get their turn. */
const TURN_MS = 10;

/** An article of a batch, by its place there. */
interface Placed {
  readonly index: number;
  readonly draft: ArticleObservedDraft;
}

/** A revision that the log does not have yet. */
interface Fresh extends Placed {
  readonly answer: PushAnswer;
  readonly record: EncodedEvent;
}

@CommandHandler(IngestArticlesCommand)
export class IngestArticlesHandler implements ICommandHandler<IngestArticlesCommand, readonly IngestResult[]> {
  private readonly turnstile: Turnstile;

  constructor(
    @Inject(PG_POOL) private readonly pool: Pool,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CatchUpGate) private readonly gate: CatchUpGate,
  ) {
    // A batch holds a connection while the embedded log appends on another one of the same pool: were every connection
    // held by a batch, none could ever append.
    this.turnstile = new Turnstile(Math.max(1, Math.floor((pool.options.max ?? 10) / 3)));
  }

  async execute({ inputs, via }: IngestArticlesCommand): Promise<readonly IngestResult[]> {
    const results = new Map<number, IngestResult>();
    const placed: Placed[] = [];
    let turnBegan = performance.now();
    for (const [index, input] of inputs.entries()) {
      if (performance.now() - turnBegan > TURN_MS) {
        await nextTurn();
        turnBegan = performance.now();
      }
      const normalised = normaliseArticle(input, { now: this.clock(), via });
      if (normalised.ok) placed.push({ index, draft: normalised.value });
      else {
        const { code, detail, errors } = normalised.problem;
        results.set(index, { status: 'rejected', problem: problemOf(code, detail, errors) });
      }
    }
    if (placed.length > 0) await this.turnstile.through(() => this.record(placed, results));
    return inputs.map((_, index) => results.get(index) ?? rejected('INTERNAL', 'No result came of this article.'));
  }

  /** Every article gets its result, also where what it needs is away. */
  private async record(placed: readonly Placed[], results: Map<number, IngestResult>): Promise<void> {
    try {
      await this.gate.pass();
      const open = await this.answerKnown(placed, results);
      if (open.length > 0) await this.appendFresh(open, results);
    } catch (error) {
      const problem = problemOfFailure(error);
      if (problem === null) throw error;
      this.logger.warn({ err: error }, 'articles could not be taken');
      for (const { index } of placed) if (!results.has(index)) results.set(index, { status: 'rejected', problem });
    }
  }

  /** Most of what feeds send is known; it needs no lock. Gives the articles that have something new in this batch. */
  private async answerKnown(placed: readonly Placed[], results: Map<number, IngestResult>): Promise<readonly Placed[]> {
    const standing = await loadStanding(this.pool, [...new Set(placed.map(({ draft }) => draft.articleId))]);
    const isKnown = ({ draft }: Placed): boolean => standing.get(draft.articleId)?.hash === draft.revisionHash;
    const changing = new Set(placed.filter((one) => !isKnown(one)).map(({ draft }) => draft.articleId));
    for (const { index, draft } of placed) {
      const known = standing.get(draft.articleId);
      if (known && !changing.has(draft.articleId)) results.set(index, answerOf('duplicate', draft, known));
    }
    return placed.filter(({ draft }) => changing.has(draft.articleId));
  }

  /**
   * Numbers and appends what is new while nobody else can touch these articles. The event's id follows from the number,
   * so a crash before the end leaves at worst a record that is appended again under the same id.
   */
  private async appendFresh(placed: readonly Placed[], results: Map<number, IngestResult>): Promise<void> {
    const articleIds = [...new Set(placed.map(({ draft }) => draft.articleId))].sort();
    const decided = await inTransaction(
      this.pool,
      async (client) => {
        const pending = new Map<number, IngestResult>();
        const fresh = this.numberRevisions(placed, await lockStanding(client, articleIds), pending);
        const offsets = await this.append(fresh, pending);
        await writeStanding(client, latestOf(fresh, offsets));
        return pending;
      },
      STANDING_LIMITS,
    );
    // Only now: had the commit failed, sending again would make the same records, so nothing counts as taken before.
    for (const [index, result] of decided) results.set(index, result);
  }

  /** In the order given, each against what stands before it, so that A, B, A within a batch are three revisions. */
  private numberRevisions(
    placed: readonly Placed[],
    standing: Map<string, StandingRevision>,
    results: Map<number, IngestResult>,
  ): readonly Fresh[] {
    const fresh: Fresh[] = [];
    for (const { index, draft } of placed) {
      const known = standing.get(draft.articleId);
      if (known?.hash === draft.revisionHash) {
        results.set(index, answerOf('duplicate', draft, known));
        continue;
      }
      const revision = { number: (known?.number ?? 0) + 1, hash: draft.revisionHash };
      const record = this.encode(draft, revision);
      if (record.value.length > MAX_RECORD_BYTES) {
        results.set(index, tooLarge(record.value.length));
        continue;
      }
      const answer = answerOf('accepted', draft, revision);
      results.set(index, answer);
      fresh.push({ index, draft, answer, record });
      standing.set(draft.articleId, revision);
    }
    return fresh;
  }

  private encode({ revisionHash: _, ...draft }: ArticleObservedDraft, revision: StandingRevision): EncodedEvent {
    return encodeEvent(
      createEvent(
        'parley.article.observed',
        { ...draft, revision },
        { source: '/parley/ingest', time: this.clock(), subject: draft.url },
      ),
    );
  }

  /** Offsets of the records, null for those that the log can't take for their size; these are answered so. */
  private async append(
    fresh: readonly Fresh[],
    results: Map<number, IngestResult>,
  ): Promise<readonly (bigint | null)[]> {
    if (fresh.length === 0) return [];
    try {
      const positions = await this.log.append(
        ARTICLES_TOPIC,
        fresh.map(({ record }) => record),
      );
      return positions.map(({ offset }) => offset);
    } catch (error) {
      if (!isTooLargeForLog(error)) throw error;
      const [only] = fresh;
      if (fresh.length === 1 && only) {
        // Copies of it later in the batch were about to be called known.
        for (const [index, result] of results)
          if (result.status !== 'rejected' && result.eventId === only.answer.eventId)
            results.set(index, tooLarge(only.record.value.length));
        return [null];
      }
      // One by one, so that only those that are at fault are refused; what is appended twice has the same id.
      const offsets: (bigint | null)[] = [];
      for (const one of fresh) offsets.push(...(await this.append([one], results)));
      return offsets;
    }
  }
}

function latestOf(fresh: readonly Fresh[], offsets: readonly (bigint | null)[]): readonly RecordedRevision[] {
  const latest = new Map<string, RecordedRevision>();
  for (const [place, { answer }] of fresh.entries()) {
    const offset = offsets[place] ?? null;
    if (offset !== null) latest.set(answer.articleId, { articleId: answer.articleId, ...answer.revision, offset });
  }
  return [...latest.values()];
}

const answerOf = (
  status: PushAnswer['status'],
  { articleId, url }: ArticleObservedDraft,
  revision: StandingRevision,
): PushAnswer => ({
  status,
  articleId,
  revision: { number: revision.number, hash: revision.hash },
  eventId: articleObservedId({ articleId, revision }),
  url,
});

const rejected = (code: ProblemCode, detail: string): IngestResult => ({
  status: 'rejected',
  problem: problemOf(code, detail),
});

const tooLarge = (bytes: number): IngestResult =>
  rejected(
    'TOO_LARGE',
    `As a record, with its original beside its text, the article has ${bytes} bytes, more than the log takes.`,
  );

const isTooLargeForLog = (error: unknown): boolean =>
  error instanceof LogError && error.code === 'LOG_RECORD_TOO_LARGE';

/** null for what is nobody's outage: a fault of this program. */
function problemOfFailure(error: unknown): ReturnType<typeof problemOf> | null {
  if (error instanceof ProblemError) return problemOf(error.code, error.detail, error.errors);
  if (isOutage(error) || isTransientError(error))
    return problemOf(
      'UNAVAILABLE',
      'The article could not be recorded now. Send it again: nothing of it is taken twice.',
    );
  return null;
}
