import { type ActorRef, ContractError, type IssueRef, type StatementsExtracted } from '@parley/contracts';
import { additionsOf, type Curation, curate } from '@parley/domain';
import type { ActorMerges } from '../dossiers/actor-merges.js';
import type {
  ArticleSays,
  CurationEvent,
  RestoredEvent,
  StatementAsRead,
  StatementsEvent,
  TrackedEvent,
  WithdrawnEvent,
} from './article-says.js';
import { textOf, timelineHeld, type timelineOfStatement } from './timeline-key.js';

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

/** An article that was taken back, with all its revisions up to this one; 0 where that was undone. */
export interface Withdrawal {
  readonly articleId: string;
  readonly revision: number;
  readonly eventId: string;
  /** Ids of the withdrawals that were undone; said again they say nothing. */
  readonly undone: readonly string[];
}

/** All that is known of the articles a batch speaks of. */
export interface KnownArticles {
  readonly sets: readonly ArticleSet[];
  readonly withdrawals: readonly Withdrawal[];
  /** Who counts as whom. */
  readonly merges: ActorMerges;
  /** In the order of the log. */
  readonly curations: readonly Curation[];
  /** The statements that the sets in force have. Where a batch only brings new sets, none are needed. */
  readonly asRead: readonly StatementAsRead[];
}

/** Statements of an article that people curated or took back, as a set has them. */
export interface SetAsRead {
  readonly articleId: string;
  readonly dossier: string;
  readonly statements: readonly StatementAsRead[];
}

/** What a batch makes of them, in the order of its events. */
export interface BatchPlan {
  readonly sets: readonly ArticleSet[];
  readonly withdrawals: readonly Withdrawal[];
  readonly curations: readonly Curation[];
  /** To be kept, because their articles are curated or withdrawn, or were. */
  readonly asRead: readonly SetAsRead[];
  readonly says: readonly ArticleSays[];
}

const setKeyOf = (articleId: string, dossier: string): string => `${articleId} ${dossier}`;

export const articleIdOfEvent = (event: TrackedEvent): string =>
  event.type === 'parley.statements.extracted' ? event.data.article.id : event.data.articleId;

/**
 * Which statements count after each event of a batch. Pure. A set replaces the one in force for its article and dossier,
 * unless it reads an older revision or has been in force already; a withdrawal takes back what was read of its revision
 * and of those before it, also what is yet to be read of them; curations hold for what their articles have in force and
 * for what they will have. Throws ContractError for an event that can't be tracked.
 */
export function planBatch(events: readonly TrackedEvent[], known: KnownArticles): BatchPlan {
  const plan = new Plan(known);
  for (const event of events) plan.apply(event);
  return plan.result();
}

class Plan {
  private readonly sets = new Map<string, ArticleSet>();
  private readonly withdrawals = new Map<string, Withdrawal>();
  /** By article. */
  private readonly curations = new Map<string, Curation[]>();
  private readonly known = new Set<string>();
  /** By set. */
  private readonly asRead = new Map<string, SetAsRead>();
  private readonly replaced = new Set<string>();
  private readonly withdrawn = new Set<string>();
  private readonly curated: Curation[] = [];
  private readonly kept = new Set<string>();
  private readonly says: ArticleSays[] = [];
  private readonly merges: ActorMerges;

  constructor({ sets, withdrawals, curations, asRead, merges }: KnownArticles) {
    this.merges = merges;
    for (const set of sets) this.sets.set(setKeyOf(set.articleId, set.dossier), set);
    for (const withdrawal of withdrawals) this.withdrawals.set(withdrawal.articleId, withdrawal);
    for (const curation of curations) this.remember(curation);
    for (const one of asRead) {
      const { id: articleId } = one.article;
      const { dossier } = one.statement;
      const key = setKeyOf(articleId, dossier);
      const others = this.asRead.get(key)?.statements ?? [];
      this.asRead.set(key, { articleId, dossier, statements: [...others, one] });
    }
  }

  apply(event: TrackedEvent): void {
    if (event.type === 'parley.statements.extracted') this.read(event);
    else if (event.type === 'parley.article.withdrawn') this.withdraw(event);
    else if (event.type === 'parley.article.restored') this.restore(event);
    else this.curate(event);
  }

  result(): BatchPlan {
    return {
      sets: [...this.replaced].flatMap((key) => this.sets.get(key) ?? []),
      withdrawals: [...this.withdrawn].flatMap((id) => this.withdrawals.get(id) ?? []),
      curations: this.curated,
      asRead: [...this.kept].flatMap((key) => this.asRead.get(key) ?? []),
      says: this.says,
    };
  }

  private read(event: StatementsEvent): void {
    const { data } = event;
    const { id: articleId } = data.article;
    const read = statementsOf(event);
    for (const dossier of new Map(data.dossiers.map((ref) => [ref.id, ref])).values()) {
      const key = setKeyOf(articleId, dossier.id);
      const current = this.sets.get(key);
      if (current && !replaces(event, current)) continue;
      this.sets.set(key, {
        articleId,
        dossier: dossier.id,
        dossierVersion: dossier.version,
        revision: data.revision,
        extractor: data.extractor,
        eventId: event.id,
        eventIds: [...(current?.revision.number === data.revision.number ? current.eventIds : []), event.id],
      });
      this.replaced.add(key);
      const statements = read.filter(({ statement }) => statement.dossier === dossier.id);
      this.asRead.set(key, { articleId, dossier: dossier.id, statements });
      if (this.curations.has(articleId) || this.withdrawals.has(articleId)) this.kept.add(key);
      this.say(event, articleId, dossier.id);
    }
  }

  private withdraw(event: WithdrawnEvent): void {
    const { articleId } = event.data;
    const sets = [...this.sets.values()].filter((set) => set.articleId === articleId);
    // Version 1 of the event does not say which; what has been read by now is what it can speak of.
    const revision = event.data.revision ?? Math.max(1, ...sets.map((set) => set.revision.number));
    const known = this.withdrawals.get(articleId);
    if ((known?.revision ?? 0) >= revision || known?.undone.includes(event.id)) return;
    this.withdrawals.set(articleId, { articleId, revision, eventId: event.id, undone: known?.undone ?? [] });
    this.sayAnew(event);
  }

  /** Also before its withdrawal has come: an event that is repeated, or one partition read twice, changes nothing. */
  private restore(event: RestoredEvent): void {
    const { articleId, withdrawalId } = event.data;
    const known = this.withdrawals.get(articleId);
    if (known?.undone.includes(withdrawalId)) return;
    const undone = [...new Set([...(known?.undone ?? []), ...(known ? [known.eventId] : []), withdrawalId])];
    this.withdrawals.set(articleId, { articleId, revision: 0, eventId: withdrawalId, undone });
    this.sayAnew(event);
  }

  private sayAnew(event: WithdrawnEvent | RestoredEvent): void {
    const { articleId } = event.data;
    this.withdrawn.add(articleId);
    for (const dossier of this.dossiersOf(articleId)) {
      const key = setKeyOf(articleId, dossier);
      if (this.asRead.has(key)) this.kept.add(key);
      this.say(event, articleId, dossier);
    }
  }

  private curate(event: CurationEvent): void {
    if (this.known.has(event.id)) return;
    const { articleId } = event.data;
    this.remember(event);
    this.curated.push(event);
    for (const dossier of this.dossiersOf(articleId)) {
      const key = setKeyOf(articleId, dossier);
      if (this.asRead.has(key)) this.kept.add(key);
      this.say(event, articleId, dossier);
    }
  }

  private remember(curation: Curation): void {
    const { articleId } = curation.data;
    this.known.add(curation.id);
    this.curations.set(articleId, [...(this.curations.get(articleId) ?? []), curation]);
  }

  /** Where statements of an article may stand: what it was read under, and what was added to it. */
  private dossiersOf(articleId: string): Iterable<string> {
    const read = [...this.sets.values()].filter((set) => set.articleId === articleId).map(({ dossier }) => dossier);
    const added = additionsOf(this.curations.get(articleId) ?? []).map(
      ({ addition }) => addition.data.statement.dossier,
    );
    return new Set([...read, ...added].sort());
  }

  private say(cause: TrackedEvent, articleId: string, dossier: string): void {
    const withdrawn = this.withdrawals.get(articleId)?.revision ?? 0;
    const statements = this.counting(articleId, dossier)
      .filter(({ revision }) => revision.number > withdrawn)
      .map((one) => ({ ...one, actor: this.merges.holderOf(one) }));
    this.says.push({ articleId, dossier, statements, cause });
  }

  /** What an article says under a dossier, as people left it. */
  private counting(articleId: string, dossier: string): readonly StatementAsRead[] {
    const read = this.asRead.get(setKeyOf(articleId, dossier))?.statements ?? [];
    const curations = this.curations.get(articleId);
    if (!curations) return read;
    const ids = new Set(read.map(({ statement }) => statement.id));
    const added = additionsOf(curations).flatMap(({ addition, isUndone }): StatementAsRead[] => {
      const { statement, article, revision, actor, issue } = addition.data;
      if (isUndone || statement.dossier !== dossier || ids.has(statement.id)) return [];
      return [{ statement, article, revision, actor, issue, eventId: addition.id }];
    });
    const all = [...read, ...added].map((one) => ({ ...one, isStanding: true }));
    return curate(all, curations).flatMap(({ read: one, statement, actor, issue, retractedBy }) =>
      retractedBy === null ? [{ ...one, statement, actor: actor ?? one.actor, issue: issue ?? one.issue }] : [],
    );
  }
}

const replaces = (event: StatementsEvent, current: ArticleSet): boolean =>
  event.data.revision.number > current.revision.number ||
  (event.data.revision.number === current.revision.number && !current.eventIds.includes(event.id));

/**
 * An event's statements with the names of their actors and issues. Throws ContractError EVENT_SCHEMA_MISMATCH where one
 * names a dossier, actor or issue that its event does not list: without them no position event can be made of it.
 */
function statementsOf(event: StatementsEvent): StatementAsRead[] {
  const { article, revision, dossiers, actors, issues, statements } = event.data;
  const listed = new Set(dossiers.map(({ id }) => id));
  const actorsById = new Map(
    actors.map(({ dossier, ...actor }): [string, ActorRef] => [`${dossier} ${actor.id}`, actor]),
  );
  const issuesById = new Map(
    issues.map(({ dossier, ...issue }): [string, IssueRef] => [`${dossier} ${issue.id}`, issue]),
  );
  return statements.map((statement) => {
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
    return { statement, article, revision, actor, issue, eventId: event.id };
  });
}

/** The timelines that statements of these belong to, with the names of the first statement that has them. */
export function timelinesOf(says: readonly ArticleSays[]) {
  const named = new Map<string, { key: ReturnType<typeof timelineOfStatement>; actor: ActorRef; issue: IssueRef }>();
  for (const { statements } of says) {
    for (const { statement, actor, issue } of statements) {
      const key = timelineHeld({ statement, actor });
      named.set(textOf(key), { key, actor, issue });
    }
  }
  return [...named.values()];
}
