import { readOf, revisionOf } from '@parley/store';
import type { ClientBase } from 'pg';
import {
  contentColumns,
  type EarlierReading,
  type Effective,
  effectiveIn,
  loadCurations,
  loadRows,
  type Recorded,
  type StatementRow,
  sourcesOf,
} from '../curations/curate-rows.js';
import { type Column, insertRows } from '../row-set.js';

/** A statement as it was read for a while; `until` is null while it is. */
interface Reading extends Omit<EarlierReading, 'from' | 'until'> {
  readonly row: StatementRow;
  readonly from: Date;
  readonly until: Date | null;
}

interface Withdrawal {
  readonly article_id: string;
  readonly revision_number: number;
  readonly recorded_at: Date;
  readonly undone_at: Date | null;
}

/** All that says how the statements of one article count. */
interface ArticleFacts {
  readonly articleId: string;
  readonly readings: readonly Reading[];
  readonly curations: readonly Recorded[];
  readonly withdrawals: readonly Withdrawal[];
}

/** A statement as it counted, and from when to when that was known. */
interface KnownState {
  readonly effective: Effective;
  readonly from: Date;
  readonly until: Date | null;
}

const historyColumns: readonly Column<KnownState>[] = [
  ...contentColumns.map((column): Column<KnownState> => ({ ...column, of: ({ effective }) => column.of(effective) })),
  {
    name: 'known',
    type: 'text',
    of: ({ from, until }) => `[${from.toISOString()},${until?.toISOString() ?? ''})`,
    as: 'r.known::tstzrange',
  },
];

/**
 * Writes how the statements of these articles counted at every instant, where that is more than the rows of `statement`
 * tell: where they were read again, curated, or taken back and restored. It follows from what the log recorded when,
 * whatever came here in which order. Of all other articles, which are most, nothing is written.
 */
export async function writeHistory(client: ClientBase, articleIds: readonly string[], schema: string): Promise<void> {
  const { rows: eventful } = await client.query<{ article_id: string }>(
    `SELECT article_id FROM ${schema}.curation WHERE article_id = ANY ($1)
      UNION SELECT article_id FROM ${schema}.withdrawal WHERE article_id = ANY ($1) AND undone_at IS NOT NULL
      UNION SELECT article_id FROM ${schema}.statement WHERE article_id = ANY ($1) AND earlier_readings <> '[]'`,
    [articleIds],
  );
  if (eventful.length === 0) return;
  const ids = eventful.map((row) => row.article_id);
  const facts = await loadFacts(client, ids, schema);
  await client.query(`DELETE FROM ${schema}.statement_history WHERE article_id = ANY ($1)`, [ids]);
  await insertRows(client, `${schema}.statement_history`, facts.flatMap(statesOf), historyColumns);
  await client.query(
    `UPDATE ${schema}.statement SET has_history = true WHERE article_id = ANY ($1) AND NOT has_history`,
    [ids],
  );
}

/** The states of all statements of an article, between the instants at which anything was recorded of it. */
function statesOf(facts: ArticleFacts): KnownState[] {
  const open = new Map<string, { readonly effective: Effective; readonly content: string; readonly from: Date }>();
  const states: KnownState[] = [];
  for (const at of instantsOf(facts)) {
    const now = new Map(countingAt(facts, at).map((effective) => [effective.statement.id, effective]));
    for (const [id, { effective, content, from }] of open) {
      const same = now.get(id);
      if (same && contentOf(same) === content) continue;
      states.push({ effective, from, until: at });
      open.delete(id);
    }
    for (const [id, effective] of now)
      if (!open.has(id)) open.set(id, { effective, content: contentOf(effective), from: at });
  }
  for (const { effective, from } of open.values()) states.push({ effective, from, until: null });
  return states;
}

/** What counts of the article by what was recorded up to an instant. */
function countingAt({ articleId, readings, curations, withdrawals }: ArticleFacts, at: Date): Effective[] {
  const rows = readings
    .filter(({ from }) => from <= at)
    .reduce((latest, reading) => latest.set(reading.row.id, reading), new Map<string, Reading>());
  const withdrawn = Math.max(
    0,
    ...withdrawals
      .filter(({ recorded_at, undone_at }) => recorded_at <= at && !(undone_at && undone_at <= at))
      .map(({ revision_number }) => revision_number),
  );
  const recorded = curations.filter(({ recordedAt }) => recordedAt <= at);
  const sources = sourcesOf(
    [...rows.values()].map((reading) => rowOf(reading, at)),
    recorded,
  );
  return effectiveIn(sources, recorded, articleId).filter(
    ({ source, retractedAt }) => source.isStanding && retractedAt === null && source.revision.number > withdrawn,
  );
}

/** A row as it was when its statement was read like this. */
const rowOf = ({ row, statement, revision, dossierVersion, extractor, until }: Reading, at: Date): StatementRow => ({
  ...row,
  actor_id: statement.actor,
  issue_id: statement.issue,
  stance: statement.stance,
  kind: statement.kind,
  revision_number: revision.number,
  revision_hash: revision.hash,
  span_start: statement.start,
  span_end: statement.end,
  evidence: statement.evidence,
  context_before: statement.before,
  context_after: statement.after,
  stated_on: statement.statedOn,
  confidence: statement.confidence,
  speaker: statement.speaker,
  cue: statement.cue,
  condition: statement.condition,
  dossier_version: dossierVersion,
  extractor_kind: extractor.kind,
  extractor_id: extractor.id,
  extractor_version: extractor.version,
  read_until: until !== null && until <= at ? until : null,
  as_read: null,
  curated: null,
});

function instantsOf({ readings, curations, withdrawals }: ArticleFacts): Date[] {
  const instants = [
    ...readings.flatMap(({ from, until }) => (until ? [from, until] : [from])),
    ...curations.map(({ recordedAt }) => recordedAt),
    ...withdrawals.flatMap(({ recorded_at, undone_at }) => (undone_at ? [recorded_at, undone_at] : [recorded_at])),
  ];
  return [...new Set(instants.map((instant) => instant.getTime()))].sort((a, b) => a - b).map((time) => new Date(time));
}

const contentOf = (effective: Effective): string => JSON.stringify(contentColumns.map(({ of }) => of(effective)));

async function loadFacts(client: ClientBase, ids: readonly string[], schema: string): Promise<ArticleFacts[]> {
  const curations = await loadCurations(client, ids, schema);
  const rows = await loadRows(client, ids, schema);
  const { rows: withdrawals } = await client.query<Withdrawal>(
    `SELECT article_id, revision_number, recorded_at, undone_at FROM ${schema}.withdrawal WHERE article_id = ANY ($1)`,
    [ids],
  );
  return ids.map((articleId) => ({
    articleId,
    readings: rows.filter((row) => row.article_id === articleId).flatMap(readingsOf),
    curations: curations.get(articleId) ?? [],
    withdrawals: withdrawals.filter((withdrawal) => withdrawal.article_id === articleId),
  }));
}

/** How a statement was read, one reading after another. */
function readingsOf(row: Awaited<ReturnType<typeof loadRows>>[number]): Reading[] {
  const earlier = row.earlier_readings.map((reading) => ({
    ...reading,
    row,
    from: new Date(reading.from),
    until: new Date(reading.until),
  }));
  if (row.read_from === null) return earlier;
  const latest: Reading = {
    row,
    statement: readOf(row),
    revision: revisionOf(row),
    dossierVersion: row.dossier_version,
    extractor: { kind: row.extractor_kind, id: row.extractor_id, version: row.extractor_version },
    from: row.read_from,
    until: row.read_until,
  };
  return [...earlier, latest];
}
