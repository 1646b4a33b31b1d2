import { type ActorRef, ContractError, type IssueRef, type StatementsExtracted } from '@parley/contracts';
import type { ArticleSays, StatementAsRead, StatementsEvent, TrackedEvent, WithdrawnEvent } from './article-says.js';
import { textOf, timelineOfStatement } from './timeline-key.js';

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

/** An article that was taken back, with all its revisions up to this one. */
export interface Withdrawal {
  readonly articleId: string;
  readonly revision: number;
  readonly eventId: string;
}

/** All that is known of the articles a batch speaks of. */
export interface KnownArticles {
  readonly sets: readonly ArticleSet[];
  readonly withdrawals: readonly Withdrawal[];
}

/** What a batch makes of them, in the order of its events. */
export interface BatchPlan extends KnownArticles {
  readonly says: readonly ArticleSays[];
}

const setKeyOf = (articleId: string, dossier: string): string => `${articleId} ${dossier}`;

export const articleIdOfEvent = (event: TrackedEvent): string =>
  event.type === 'parley.statements.extracted' ? event.data.article.id : event.data.articleId;

/**
 * Which statements count after each event of a batch. Pure. A set replaces the one in force for its article and dossier,
 * unless it reads an older revision or has been in force already; a withdrawal takes back what was read of its revision
 * and of those before it, also what is yet to be read of them. Throws ContractError for an event that can't be tracked.
 */
export function planBatch(events: readonly TrackedEvent[], known: KnownArticles): BatchPlan {
  const plan = new Plan(known);
  for (const event of events) plan.apply(event);
  return plan.result();
}

class Plan {
  private readonly sets = new Map<string, ArticleSet>();
  private readonly withdrawals = new Map<string, Withdrawal>();
  private readonly replaced = new Set<string>();
  private readonly withdrawn = new Set<string>();
  private readonly says: ArticleSays[] = [];

  constructor(known: KnownArticles) {
    for (const set of known.sets) this.sets.set(setKeyOf(set.articleId, set.dossier), set);
    for (const withdrawal of known.withdrawals) this.withdrawals.set(withdrawal.articleId, withdrawal);
  }

  apply(event: TrackedEvent): void {
    if (event.type === 'parley.statements.extracted') this.read(event);
    else this.withdraw(event);
  }

  result(): BatchPlan {
    return {
      sets: [...this.replaced].flatMap((key) => this.sets.get(key) ?? []),
      withdrawals: [...this.withdrawn].flatMap((id) => this.withdrawals.get(id) ?? []),
      says: this.says,
    };
  }

  private read(event: StatementsEvent): void {
    const { data } = event;
    const read = statementsOf(event);
    for (const dossier of new Map(data.dossiers.map((ref) => [ref.id, ref])).values()) {
      const key = setKeyOf(data.article.id, dossier.id);
      const current = this.sets.get(key);
      if (current && !replaces(event, current)) continue;
      this.sets.set(key, {
        articleId: data.article.id,
        dossier: dossier.id,
        dossierVersion: dossier.version,
        revision: data.revision,
        extractor: data.extractor,
        eventId: event.id,
        eventIds: [...(current?.revision.number === data.revision.number ? current.eventIds : []), event.id],
      });
      this.replaced.add(key);
      this.say(event, data.article.id, dossier.id, read);
    }
  }

  private withdraw(event: WithdrawnEvent): void {
    const { articleId } = event.data;
    const sets = [...this.sets.values()].filter((set) => set.articleId === articleId);
    // Version 1 of the event does not say which; what has been read by now is what it can speak of.
    const revision = event.data.revision ?? Math.max(1, ...sets.map((set) => set.revision.number));
    if ((this.withdrawals.get(articleId)?.revision ?? 0) >= revision) return;
    this.withdrawals.set(articleId, { articleId, revision, eventId: event.id });
    this.withdrawn.add(articleId);
    for (const set of sets) if (set.revision.number <= revision) this.say(event, articleId, set.dossier, []);
  }

  private say(cause: TrackedEvent, articleId: string, dossier: string, read: readonly StatementAsRead[]): void {
    const withdrawn = this.withdrawals.get(articleId)?.revision ?? 0;
    const statements = read.filter((one) => one.statement.dossier === dossier && one.revision.number > withdrawn);
    this.says.push({ articleId, dossier, statements, cause });
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
      const key = timelineOfStatement(statement);
      named.set(textOf(key), { key, actor, issue });
    }
  }
  return [...named.values()];
}
