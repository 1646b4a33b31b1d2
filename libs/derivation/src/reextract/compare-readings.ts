import { type LedgerStatement, sameReading, timelineAsDecided, timelineOf } from '@parley/domain';
import {
  type ArticleSays,
  type DossierRules,
  ledgerStatementOf,
  loadAsRead,
  loadCurations,
  loadLedgers,
  loadMerges,
  loadStories,
  loadTimelines,
  loadWithdrawals,
  planBatch,
  type StatementAsRead,
  type TimelineKey,
  textOf,
  timelineHeld,
} from '@parley/tracking';
import type { ClientBase } from 'pg';
import {
  type Counts,
  type Difference,
  kindOfDifference,
  type PositionCounts,
  type PositionDifference,
} from '../difference/difference.js';
import { compareStatements, showArticle, showStatement } from './compare-statements.js';
import { type LedgerChangeRow, loadLedgerChanges, putLedgerChanges } from './ledger-changes.sql.js';
import type { ReadingEvents } from './reading-events.js';
import { loadStanding, type Standing } from './standing-statements.sql.js';

/**
 * What a batch of readings of one dossier changes: the statements as read are told of at once, what follows for the ledger
 * is kept until all readings are known, for a position may change by several of them. Curations count as they will.
 * Gives in how many articles statements differ.
 */
export async function compareReadings(
  client: ClientBase,
  dossier: string,
  { events, sets }: ReadingEvents,
  rules: DossierRules,
  counts: Counts,
  tell: (difference: Difference) => Promise<void>,
): Promise<number> {
  if (events.length === 0) return 0;
  const ids = events.map(({ data }) => data.article.id);
  const withdrawals = await loadWithdrawals(client, ids);
  const curations = await loadCurations(client, ids);
  const asRead = groupBy(await loadAsRead(client, ids), ({ article, statement }) =>
    statement.dossier === dossier ? article.id : null,
  );
  let articles = 0;
  for (const { data } of events) {
    const before = (asRead.get(data.article.id) ?? []).map(({ statement }) => statement);
    const compared = compareStatements(dossier, showArticle(data.article), before, data.statements);
    counts.same += compared.same;
    if (compared.differences.length > 0) articles++;
    for (const difference of compared.differences) {
      counts[difference.kind]++;
      await tell(difference);
    }
  }
  const { says } = planBatch(events, { sets, withdrawals, curations, merges: await loadMerges(client), asRead: [] });
  const stories = await loadStories(client, ids);
  const standing = groupBy(await loadStanding(client, dossier, ids, stories), ({ statement }) => statement.articleId);
  await putLedgerChanges(
    client,
    says.flatMap((one) => ledgerChangesOf(one, standing.get(one.articleId) ?? [], stories, rules)),
  );
  return articles;
}

function ledgerChangesOf(
  { statements }: ArticleSays,
  standing: readonly Standing[],
  stories: ReadonlyMap<string, string>,
  rules: DossierRules,
): LedgerChangeRow[] {
  const known = new Map(standing.map((one) => [`${textOf(one.key)} ${one.statement.id}`, one]));
  const changes: LedgerChangeRow[] = [];
  const said = new Map(statements.map((one) => [`${textOf(timelineHeld(one))} ${one.statement.id}`, one]));
  for (const [at, one] of said) {
    const added = ledgerStatementOf(
      one.statement,
      one.article,
      stories.get(one.article.id),
      rules.isByOthers({ ...one.statement, actor: one.actor.id }),
    );
    const before = known.get(at);
    if (before && sameReading(before.statement, added)) continue;
    changes.push({
      key: timelineHeld(one),
      statementId: one.statement.id,
      added,
      shown: shownOf(one),
    });
  }
  for (const [at, { key, statement, evidence }] of known) {
    if (said.has(at)) continue;
    changes.push({
      key,
      statementId: statement.id,
      added: null,
      shown: {
        statement: showStatement(evidence.statement),
        article: showArticle(evidence.article),
        actor: null,
        issue: null,
      },
    });
  }
  return changes;
}

const shownOf = ({ statement, article, actor, issue }: StatementAsRead): LedgerChangeRow['shown'] => ({
  statement: showStatement(statement),
  article: showArticle(article),
  actor,
  issue,
});

/** Timelines that are compared at a time. */
const TIMELINES = 200;
const MOST_EXAMPLES = 2;

/** What the changes that were kept add up to, timeline by timeline. Tells of each that differs. */
export async function comparePositions(
  client: ClientBase,
  rules: DossierRules,
  counts: PositionCounts,
  tell: (difference: Difference) => Promise<void>,
  onCompared: (timelines: number) => void,
): Promise<void> {
  for (let after: TimelineKey | null = null; ; ) {
    const changes = await loadLedgerChanges(client, after, TIMELINES);
    const last = changes.at(-1);
    if (!last) return;
    after = last.key;
    const byTimeline = groupBy(changes, ({ key }) => textOf(key));
    const keys = [...byTimeline.values()].flatMap(([first]) => (first ? [first.key] : []));
    const ledgers = await loadLedgers(client, keys);
    const timelines = new Map((await loadTimelines(client, keys)).map((one) => [textOf(one.key), one]));
    for (const [text, rows] of byTimeline) {
      const ledger = ledgers.get(text) ?? [];
      const timeline = timelines.get(text);
      const names = rows.find(({ shown }) => shown.actor !== null && shown.issue !== null)?.shown;
      const actor = names?.actor ?? timeline?.actor;
      const issue = names?.issue ?? timeline?.issue;
      const [first] = rows;
      if (!actor || !issue || !first) throw new RangeError(`timeline ${text} has no names`);
      const policy = rules.policyOf(first.key.dossier);
      const was = timeline?.decidedUnder ? timelineAsDecided(ledger, timeline.decidedUnder) : [];
      const is = timelineOf(applied(ledger, rows), policy);
      const kind = kindOfDifference(was, is);
      counts[kind ?? 'same']++;
      if (kind)
        await tell({
          difference: 'position',
          kind,
          dossier: first.key.dossier,
          actor,
          issue,
          before: was.map(({ position }) => position),
          after: is.map(({ position }) => position),
          examples: examplesOf(rows),
        });
    }
    onCompared(keys.length);
  }
}

function applied(ledger: readonly LedgerStatement[], rows: readonly LedgerChangeRow[]): LedgerStatement[] {
  const standing = new Map(ledger.map((statement) => [statement.id, statement]));
  for (const { statementId, added } of rows) {
    if (added) standing.set(statementId, added);
    else standing.delete(statementId);
  }
  return [...standing.values()];
}

/** What is new before what is gone, the latest first. */
const examplesOf = (rows: readonly LedgerChangeRow[]): PositionDifference['examples'] =>
  [...rows]
    .sort(
      (a, b) =>
        Number(b.added !== null) - Number(a.added !== null) ||
        (a.shown.statement.statedOn < b.shown.statement.statedOn ? 1 : -1),
    )
    .slice(0, MOST_EXAMPLES)
    .map(({ shown: { statement, article } }) => ({ statement, article }));

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string | null): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
