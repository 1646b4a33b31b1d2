import type {
  ActorRef,
  CloudEvent,
  Derivation,
  Evidence,
  IssueRef,
  ReadingRef,
  Statement,
  StatementsExtracted,
} from '@parley/contracts';
import {
  type DecidedChange,
  type LedgerStatement,
  outletSource,
  type Policy,
  RunningTimeline,
  sameReading,
  storySource,
} from '@parley/domain';
import type { DossierRules } from '../dossiers/dossier-rules.js';
import type { ArticleSays, StatementAsRead, TrackedEvent } from './article-says.js';
import { type TimelineKey, textOf, timelineHeld } from './timeline-key.js';

const setKeyOf = (articleId: string, dossier: string): string => `${articleId} ${dossier}`;

/** A timeline as the ledger has it: its active statements and how many changes were decided. */
export interface TrackedTimeline {
  readonly key: TimelineKey;
  readonly sequence: number;
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  /** What its latest change was decided under; null before the first. */
  readonly decidedUnder: Policy | null;
  readonly statements: readonly LedgerStatement[];
}

/** All the tracker knows of what is counted. */
export interface CountingState {
  /** All timelines that the statements belong to, and that statements of the same articles and dossiers stand on. */
  readonly timelines: readonly TrackedTimeline[];
  /** The story that an article shares with articles of other outlets, by article. */
  readonly stories: ReadonlyMap<string, string>;
}

/** A statement that became active, with where it came from. */
export interface LedgerEntry {
  readonly key: TimelineKey;
  readonly statement: LedgerStatement;
  readonly evidence: Evidence;
  readonly revisionNumber: number;
  readonly eventId: string;
}

/** A change with all that its event needs but the evidence that only the database has. */
export interface PlannedChange {
  readonly key: TimelineKey;
  readonly sequence: number;
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  readonly decided: DecidedChange;
  readonly policy: Policy;
  readonly cause: Pick<CloudEvent, 'id' | 'correlationid'>;
  /** null where it follows from what was reported. */
  readonly derivation: Derivation | null;
  /** What a person gave as the reason of the cause; absent where no person did. */
  readonly reason?: string;
  /** By statement id; what is missing was outvoted when it came and is in the database. */
  readonly evidence: ReadonlyMap<string, Evidence>;
}

/** A timeline after a batch, and what its changes were decided under. */
export interface DecidedTimeline extends Omit<TrackedTimeline, 'statements' | 'decidedUnder'> {
  readonly policy: Policy;
}

/** What a batch does, to be written in one transaction. */
export interface BatchDecision {
  readonly activated: readonly LedgerEntry[];
  readonly deactivated: readonly string[];
  readonly timelines: readonly DecidedTimeline[];
  readonly changes: readonly PlannedChange[];
}

/** Articles and dossiers whose standing statements these take the place of. */
export function pairsOf(says: readonly ArticleSays[]): { articleId: string; dossier: string }[] {
  return [...new Map(says.map((one) => [setKeyOf(one.articleId, one.dossier), one])).values()];
}

/** Puts what articles say, in order, in the place of what they said before, and decides what changes. Pure. */
export function decideBatch(says: readonly ArticleSays[], state: CountingState, rules: DossierRules): BatchDecision {
  const batch = new Batch(says, state, rules);
  for (const one of says) batch.replace(one);
  return batch.decision();
}

/** A timeline while a batch is applied to it. */
interface OpenTimeline {
  readonly key: TimelineKey;
  sequence: number;
  actor: ActorRef;
  issue: IssueRef;
  readonly policy: Policy;
  readonly running: RunningTimeline;
  isTouched: boolean;
}

class Batch {
  private readonly timelines = new Map<string, OpenTimeline>();
  /** Ids of active statements by set and timeline: what a new reading of the article takes the place of. */
  private readonly standing = new Map<string, Map<string, Set<string>>>();
  private readonly activated = new Map<string, LedgerEntry>();
  private readonly deactivated = new Set<string>();
  private readonly changes: PlannedChange[] = [];

  constructor(
    says: readonly ArticleSays[],
    private readonly state: CountingState,
    private readonly rules: DossierRules,
  ) {
    for (const { articleId, dossier } of says) this.standing.set(setKeyOf(articleId, dossier), new Map());
    for (const { statements, decidedUnder, ...timeline } of state.timelines) {
      const policy = rules.policyOf(timeline.key.dossier);
      this.timelines.set(textOf(timeline.key), {
        ...timeline,
        policy,
        running: new RunningTimeline(statements, policy, decidedUnder ?? policy),
        isTouched: false,
      });
      for (const statement of statements) this.standingOf(statement.articleId, timeline.key)?.add(statement.id);
    }
  }

  replace({ articleId, dossier, statements, cause }: ArticleSays): void {
    const incoming = new Map<string, Map<string, StatementAsRead>>();
    for (const one of statements) {
      const key = textOf(timelineHeld(one));
      const said = incoming.get(key) ?? new Map<string, StatementAsRead>();
      incoming.set(key, said.set(one.statement.id, one));
    }
    const before = this.standing.get(setKeyOf(articleId, dossier));
    // Sorted, so that the same event gives the same changes in the same order.
    for (const key of [...new Set([...incoming.keys(), ...(before?.keys() ?? [])])].sort()) {
      const timeline = this.timelines.get(key);
      if (!timeline) throw new Error(`the state of a batch lacks the timeline ${key}`);
      this.replaceIn(timeline, articleId, incoming.get(key) ?? new Map(), cause);
    }
  }

  decision(): BatchDecision {
    return {
      activated: [...this.activated.values()],
      deactivated: [...this.deactivated],
      timelines: [...this.timelines.values()].filter(({ isTouched }) => isTouched),
      changes: this.changes,
    };
  }

  /** Puts an article's new statements on one timeline in the place of those it had there. */
  private replaceIn(
    timeline: OpenTimeline,
    articleId: string,
    incoming: ReadonlyMap<string, StatementAsRead>,
    cause: TrackedEvent,
  ): void {
    const standing = this.standingOf(articleId, timeline.key) ?? new Set<string>();
    const added: LedgerStatement[] = [];
    const removed = [...standing].filter((id) => !incoming.has(id));
    for (const { statement, article, revision, actor, issue, eventId } of incoming.values()) {
      timeline.actor = actor;
      timeline.issue = issue;
      const read = this.read(statement, article, actor);
      const known = timeline.running.get(statement.id);
      if (known && !sameReading(known, read)) removed.push(statement.id);
      if (!known || !sameReading(known, read)) added.push(read);
      this.deactivated.delete(statement.id);
      this.activated.set(statement.id, {
        key: timeline.key,
        statement: read,
        evidence: { statement, article, revisionHash: revision.hash },
        revisionNumber: revision.number,
        eventId,
      });
    }
    for (const id of removed) {
      standing.delete(id);
      // A statement may stand on another timeline by now.
      if (incoming.has(id) || this.isActivatedElsewhere(id, timeline.key)) continue;
      this.activated.delete(id);
      this.deactivated.add(id);
    }
    for (const { id } of added) standing.add(id);
    timeline.isTouched = true;
    const derivation = derivationOf(cause);
    const change = derivation ? { added, removed, derived: reasonOfReading(derivation.to) } : { added, removed };
    for (const decided of timeline.running.apply(change)) {
      timeline.sequence += 1;
      const evidence = new Map<string, Evidence>();
      for (const { statement } of decided.evidence) {
        // As it reads now: a later event of the batch may read the same statement anew.
        const known = this.activated.get(statement.id)?.evidence;
        if (known) evidence.set(statement.id, known);
      }
      const { key, sequence, actor, issue, policy } = timeline;
      this.changes.push({
        key,
        sequence,
        actor,
        issue,
        decided,
        policy,
        cause,
        derivation,
        evidence,
        ...reasonOf(cause),
      });
    }
  }

  private read(statement: Statement, article: StatementsExtracted['article'], holder: ActorRef): LedgerStatement {
    const byOthers = this.rules.isByOthers({ ...statement, actor: holder.id });
    return ledgerStatementOf(statement, article, this.state.stories.get(article.id), byOthers);
  }

  private isActivatedElsewhere(id: string, key: TimelineKey): boolean {
    const activated = this.activated.get(id);
    return activated !== undefined && textOf(activated.key) !== textOf(key);
  }

  /** null for a set that no event of this batch can replace. */
  private standingOf(articleId: string, key: TimelineKey): Set<string> | null {
    const byTimeline = this.standing.get(setKeyOf(articleId, key.dossier));
    if (!byTimeline) return null;
    const ids = byTimeline.get(textOf(key)) ?? new Set<string>();
    byTimeline.set(textOf(key), ids);
    return ids;
  }
}

/** What an event that reads an article anew changes; null for any other. */
export function derivationOf(cause: TrackedEvent): Extract<Derivation, { cause: 'reextraction' }> | null {
  if (cause.type !== 'parley.statements.extracted' || cause.data.reextraction === null) return null;
  const { reextraction, extractor, dossiers } = cause.data;
  const [dossier] = dossiers;
  if (!dossier) return null;
  return { cause: 'reextraction', from: reextraction.from, to: { extractor, dossierVersion: dossier.version } };
}

const reasonOfReading = ({ extractor, dossierVersion }: ReadingRef): string =>
  `The article was read anew by ${extractor.kind} ${extractor.id}, version ${extractor.version}, under dossier version ${dossierVersion}.`;

/** The parts of a statement that are weighed, as the database gives them back: without U+0000 and lone surrogates. */
export const ledgerStatementOf = (
  statement: Statement,
  article: StatementsExtracted['article'],
  story: string | undefined,
  byOthers: boolean,
): LedgerStatement => ({
  id: statement.id,
  statedOn: statement.statedOn,
  publishedAt: new Date(article.publishedAt).toISOString(),
  articleId: article.id,
  publisher: storable(article.publisher),
  source: story === undefined ? outletSource(storable(article.publisher)) : storySource(story),
  byOthers,
  start: statement.start,
  stance: statement.stance,
  confidence: statement.confidence,
  condition: statement.condition === null ? null : storable(statement.condition),
});

const DONE = {
  'parley.article.withdrawn': 'The article was withdrawn',
  'parley.article.restored': 'The withdrawal of the article was undone',
  'parley.statement.retracted': 'A statement was retracted',
  'parley.statement.amended': 'A statement was amended',
  'parley.statement.added': 'A statement was added',
  'parley.statement.restored': 'A curation was undone',
} as const;

const reasonOf = (cause: TrackedEvent): { reason?: string } =>
  cause.type === 'parley.statements.extracted' ? {} : { reason: `${DONE[cause.type]}: ${cause.data.reason}` };

const storable = (text: string): string => Buffer.from(text.replaceAll('\u0000', ''), 'utf8').toString('utf8');
