import {
  type ActorRef,
  type CloudEvent,
  ContractError,
  type Evidence,
  type IssueRef,
  type Statement,
  type StatementsExtracted,
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
import { type TimelineKey, textOf, timelineOfStatement } from './timeline-key.js';

export type StatementsEvent = CloudEvent<'parley.statements.extracted'>;

/** Which reading of an article is in force for a dossier. */
export interface ArticleSet {
  readonly articleId: string;
  readonly dossier: string;
  readonly dossierVersion: string;
  readonly revision: StatementsExtracted['revision'];
  readonly extractor: StatementsExtracted['extractor'];
  readonly eventId: string;
  /** Every reading of this revision that was in force, this one last. */
  readonly eventIds: readonly string[];
}

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

/** All the tracker knows of what a batch touches. */
export interface BatchState {
  readonly sets: readonly ArticleSet[];
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
  /** By statement id; what is missing was outvoted when it came and is in the database. */
  readonly evidence: ReadonlyMap<string, Evidence>;
}

/** A timeline after a batch, and what its changes were decided under. */
export interface DecidedTimeline extends Omit<TrackedTimeline, 'statements' | 'decidedUnder'> {
  readonly policy: Policy;
}

/** What a batch does, to be written in one transaction. */
export interface BatchDecision {
  readonly sets: readonly ArticleSet[];
  readonly activated: readonly LedgerEntry[];
  readonly deactivated: readonly string[];
  readonly timelines: readonly DecidedTimeline[];
  readonly changes: readonly PlannedChange[];
}

const setKeyOf = (articleId: string, dossier: string): string => `${articleId} ${dossier}`;

/** Keys of the timelines that the statements of these events belong to. */
export function timelinesNamedBy(events: readonly StatementsEvent[]): TimelineKey[] {
  const keys = new Map<string, TimelineKey>();
  for (const { data } of events) {
    for (const statement of data.statements) {
      const key = timelineOfStatement(statement);
      keys.set(textOf(key), key);
    }
  }
  return [...keys.values()];
}

/** Articles and dossiers whose sets these events may replace. */
export function setsNamedBy(events: readonly StatementsEvent[]): { articleId: string; dossier: string }[] {
  const pairs = new Map<string, { articleId: string; dossier: string }>();
  for (const { data } of events) {
    for (const { id: dossier } of data.dossiers)
      pairs.set(setKeyOf(data.article.id, dossier), { articleId: data.article.id, dossier });
  }
  return [...pairs.values()];
}

/**
 * The names of actor and issue that an event gives to the timelines it speaks of, by key.
 * Throws ContractError EVENT_SCHEMA_MISMATCH where a statement names a dossier, actor or issue that its event does not
 * list: without them no position event can be made of it.
 */
export function namesOf(event: StatementsEvent): Map<string, { actor: ActorRef; issue: IssueRef }> {
  const { dossiers, actors, issues, statements } = event.data;
  const listed = new Set(dossiers.map(({ id }) => id));
  const actorsById = new Map(actors.map(({ dossier, ...actor }) => [`${dossier} ${actor.id}`, actor]));
  const issuesById = new Map(issues.map(({ dossier, ...issue }) => [`${dossier} ${issue.id}`, issue]));
  const names = new Map<string, { actor: ActorRef; issue: IssueRef }>();
  for (const statement of statements) {
    const actor = actorsById.get(`${statement.dossier} ${statement.actor}`);
    const issue = issuesById.get(`${statement.dossier} ${statement.issue}`);
    const missing = !listed.has(statement.dossier)
      ? `dossier ${statement.dossier}`
      : !actor
        ? `actor ${statement.actor}`
        : !issue
          ? `issue ${statement.issue}`
          : null;
    if (missing !== null || !actor || !issue)
      throw new ContractError(
        'EVENT_SCHEMA_MISMATCH',
        `statement ${statement.id} of event ${event.id} names ${missing}, which the event does not list`,
      );
    names.set(textOf(timelineOfStatement(statement)), { actor, issue });
  }
  return names;
}

/**
 * Applies events of statements, in order, to what is known, and decides what changes. Pure. A set replaces the one in
 * force for its article and dossier, unless it reads an older revision or has been in force already.
 */
export function decideBatch(events: readonly StatementsEvent[], state: BatchState, rules: DossierRules): BatchDecision {
  const batch = new Batch(events, state, rules);
  for (const event of events) batch.apply(event);
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
  private readonly sets = new Map<string, ArticleSet>();
  private readonly replaced = new Set<string>();
  private readonly timelines = new Map<string, OpenTimeline>();
  /** Ids of active statements by set and timeline: what a new reading of the article takes the place of. */
  private readonly standing = new Map<string, Map<string, Set<string>>>();
  private readonly activated = new Map<string, LedgerEntry>();
  private readonly deactivated = new Set<string>();
  private readonly changes: PlannedChange[] = [];

  constructor(
    events: readonly StatementsEvent[],
    private readonly state: BatchState,
    private readonly rules: DossierRules,
  ) {
    for (const { articleId, dossier } of setsNamedBy(events))
      this.standing.set(setKeyOf(articleId, dossier), new Map());
    for (const set of state.sets) this.sets.set(setKeyOf(set.articleId, set.dossier), set);
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

  apply(event: StatementsEvent): void {
    const { data } = event;
    const names = namesOf(event);
    for (const dossier of new Map(data.dossiers.map((ref) => [ref.id, ref])).values()) {
      const setKey = setKeyOf(data.article.id, dossier.id);
      const current = this.sets.get(setKey);
      if (current && !replaces(event, current)) continue;
      this.sets.set(setKey, {
        articleId: data.article.id,
        dossier: dossier.id,
        dossierVersion: dossier.version,
        revision: data.revision,
        extractor: data.extractor,
        eventId: event.id,
        eventIds: [...(current?.revision.number === data.revision.number ? current.eventIds : []), event.id],
      });
      this.replaced.add(setKey);
      this.replace(event, dossier.id, names);
    }
  }

  decision(): BatchDecision {
    return {
      sets: [...this.replaced].flatMap((key) => this.sets.get(key) ?? []),
      activated: [...this.activated.values()],
      deactivated: [...this.deactivated],
      timelines: [...this.timelines.values()].filter(({ isTouched }) => isTouched),
      changes: this.changes,
    };
  }

  private replace(
    event: StatementsEvent,
    dossier: string,
    names: ReadonlyMap<string, { actor: ActorRef; issue: IssueRef }>,
  ): void {
    const { data } = event;
    const incoming = new Map<string, Map<string, Statement>>();
    for (const statement of data.statements) {
      if (statement.dossier !== dossier) continue;
      const key = textOf(timelineOfStatement(statement));
      const statements = incoming.get(key) ?? new Map<string, Statement>();
      incoming.set(key, statements.set(statement.id, statement));
    }
    const before = this.standing.get(setKeyOf(data.article.id, dossier));
    // Sorted, so that the same event gives the same changes in the same order.
    for (const key of [...new Set([...incoming.keys(), ...(before?.keys() ?? [])])].sort()) {
      const timeline = this.timelines.get(key);
      if (!timeline) throw new Error(`the state of a batch lacks the timeline ${key}`);
      Object.assign(timeline, names.get(key));
      this.replaceIn(timeline, event, incoming.get(key) ?? new Map());
    }
  }

  /** Puts an article's new statements on one timeline in the place of those it had there. */
  private replaceIn(timeline: OpenTimeline, event: StatementsEvent, incoming: ReadonlyMap<string, Statement>): void {
    const { data } = event;
    const standing = this.standingOf(data.article.id, timeline.key) ?? new Set<string>();
    const added: LedgerStatement[] = [];
    const removed = [...standing].filter((id) => !incoming.has(id));
    for (const statement of incoming.values()) {
      const read = this.read(statement, data.article);
      const known = timeline.running.get(statement.id);
      if (known && !sameReading(known, read)) removed.push(statement.id);
      if (!known || !sameReading(known, read)) added.push(read);
      this.deactivated.delete(statement.id);
      this.activated.set(statement.id, {
        key: timeline.key,
        statement: read,
        evidence: { statement, article: data.article, revisionHash: data.revision.hash },
        revisionNumber: data.revision.number,
        eventId: event.id,
      });
    }
    for (const id of removed) {
      standing.delete(id);
      if (incoming.has(id)) continue;
      this.activated.delete(id);
      this.deactivated.add(id);
    }
    for (const { id } of added) standing.add(id);
    timeline.isTouched = true;
    for (const decided of timeline.running.apply({ added, removed })) {
      timeline.sequence += 1;
      const evidence = new Map<string, Evidence>();
      for (const { statement } of decided.evidence) {
        // As it reads now: a later event of the batch may read the same statement anew.
        const known = this.activated.get(statement.id)?.evidence;
        if (known) evidence.set(statement.id, known);
      }
      const { key, sequence, actor, issue, policy } = timeline;
      this.changes.push({ key, sequence, actor, issue, decided, policy, cause: event, evidence });
    }
  }

  private read(statement: Statement, article: StatementsExtracted['article']): LedgerStatement {
    return ledgerStatementOf(statement, article, this.state.stories.get(article.id), this.rules.isByOthers(statement));
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

const replaces = (event: StatementsEvent, current: ArticleSet): boolean =>
  event.data.revision.number > current.revision.number ||
  (event.data.revision.number === current.revision.number && !current.eventIds.includes(event.id));

/** The parts of a statement that are weighed, as the database gives them back: without U+0000 and lone surrogates. */
const ledgerStatementOf = (
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

const storable = (text: string): string => Buffer.from(text.replaceAll('\u0000', ''), 'utf8').toString('utf8');
