import type { RevisionRef, Statement } from '@parley/contracts';
import {
  type Addition,
  additionsOf,
  type CurableStatement,
  type CuratedStatement,
  type Curation,
  curate,
  undoneBy,
} from '@parley/domain';
import { readOf, revisionOf, type StatementColumns } from '@parley/store';
import type { ClientBase } from 'pg';
import { arrayLiteral, type Column, insertRows } from '../row-set.js';
import { storableJson } from '../storable-text.js';

/** The kind of extractor of statements that no extractor found. */
export const CURATOR = 'curator';

/** A curation with when the log recorded it. */
export type Recorded = Curation & { readonly recordedAt: Date };

/** A row of `statement`, as far as its content goes. */
export interface StatementRow extends StatementColumns {
  readonly read_from: Date | null;
  readonly read_until: Date | null;
  readonly curated: string | null;
}

/** How a statement was read for a while, before it was read otherwise or not at all. */
export interface EarlierReading {
  readonly from: string;
  readonly until: string;
  readonly statement: Statement;
  readonly revision: RevisionRef;
  readonly dossierVersion: string;
  readonly extractor: { readonly kind: string; readonly id: string; readonly version: string };
}

/** What a statement's row is made of, before people. */
export interface Source extends CurableStatement {
  /** The reading that has it; null where it was only ever added. */
  readonly row: StatementRow | null;
  readonly added: { readonly addition: Addition; readonly isUndone: boolean } | null;
}

/** A row as it becomes. */
export interface Effective {
  readonly source: Source;
  readonly statement: Statement;
  readonly articleId: string;
  readonly state: 'added' | 'amended' | 'retracted' | null;
  readonly curations: readonly string[];
  readonly retractedAt: Date | null;
  readonly recordedAt: Date;
}

const extractorOf = ({ source }: Effective) =>
  source.row
    ? [source.row.extractor_kind, source.row.extractor_id, source.row.extractor_version, source.row.dossier_version]
    : [CURATOR, source.added?.addition.data.author ?? '', '1', ''];

/** Written once; they say where a statement comes from. */
const originColumns: readonly Column<Effective>[] = [
  { name: 'id', type: 'uuid', of: ({ statement }) => statement.id },
  { name: 'dossier_id', type: 'text', of: ({ statement }) => statement.dossier },
  { name: 'kind', type: 'text', of: ({ statement }) => statement.kind },
  { name: 'article_id', type: 'text', of: ({ articleId }) => articleId },
  { name: 'confidence', type: 'real', of: ({ statement }) => statement.confidence },
  { name: 'speaker', type: 'text', of: ({ statement }) => statement.speaker },
  { name: 'cue', type: 'text', of: ({ statement }) => statement.cue },
  { name: 'extractor_kind', type: 'text', of: (one) => extractorOf(one)[0] ?? '' },
  { name: 'extractor_id', type: 'text', of: (one) => extractorOf(one)[1] ?? '' },
  { name: 'extractor_version', type: 'text', of: (one) => extractorOf(one)[2] ?? '' },
  { name: 'dossier_version', type: 'text', of: (one) => extractorOf(one)[3] ?? '' },
];

/** What curations make of it. */
const effectiveColumns: readonly Column<Effective>[] = [
  { name: 'actor_id', type: 'text', of: ({ statement }) => statement.actor },
  { name: 'issue_id', type: 'text', of: ({ statement }) => statement.issue },
  { name: 'stance', type: 'text', of: ({ statement }) => statement.stance },
  { name: 'revision_number', type: 'int', of: ({ source }) => source.revision.number },
  { name: 'revision_hash', type: 'text', of: ({ source }) => source.revision.hash },
  { name: 'span_start', type: 'int', of: ({ statement }) => statement.start },
  { name: 'span_end', type: 'int', of: ({ statement }) => statement.end },
  { name: 'evidence', type: 'text', of: ({ statement }) => statement.evidence },
  { name: 'context_before', type: 'text', of: ({ statement }) => statement.before },
  { name: 'context_after', type: 'text', of: ({ statement }) => statement.after },
  { name: 'stated_on', type: 'date', of: ({ statement }) => statement.statedOn },
  { name: 'condition', type: 'text', of: ({ statement }) => statement.condition },
  { name: 'curated', type: 'text', of: ({ state }) => state },
  {
    name: 'curations',
    type: 'text',
    of: ({ curations }) => arrayLiteral(curations),
    as: 'r.curations::uuid[]',
  },
  { name: 'as_read', type: 'text', of: asReadOf, as: 'r.as_read::jsonb' },
];

/** All that a statement says, and what people made of it. */
export const contentColumns: readonly Column<Effective>[] = [...originColumns, ...effectiveColumns];

const standingColumns: readonly Column<Effective>[] = [
  { name: 'recorded_at', type: 'timestamptz', of: ({ recordedAt }) => recordedAt },
  { name: 'retracted_at', type: 'timestamptz', of: ({ retractedAt }) => retractedAt },
];

function asReadOf({ source, statement, state }: Effective): string | null {
  const read = source.row ? readOf(source.row) : (source.added?.addition.data.statement ?? null);
  if (state === null || read === null) return null;
  const json = storableJson(read);
  return json === storableJson({ ...read, ...statement }) ? null : json;
}

/**
 * Writes what curations make of the statements of these articles. It follows from the readings, which stand in the rows
 * themselves, and the curations alone, so the same facts give the same rows in whatever order they came. Articles that
 * nobody curated are left alone; most are.
 */
export async function curateRows(client: ClientBase, articleIds: readonly string[], schema: string): Promise<void> {
  const curations = await loadCurations(client, articleIds, schema);
  if (curations.size === 0) return;
  const rows = await loadRows(client, [...curations.keys()], schema);
  const changed: Effective[] = [];
  for (const [articleId, ofArticle] of curations) {
    const sources = sourcesOf(
      rows.filter((row) => row.article_id === articleId),
      ofArticle,
    );
    for (const effective of effectiveIn(sources, ofArticle, articleId)) {
      const one = effective.source;
      if (effective.state !== null || one.row?.curated != null) changed.push(effective);
    }
  }
  const set = [...effectiveColumns, ...standingColumns].map(({ name }) => `${name} = excluded.${name}`).join(', ');
  await insertRows(
    client,
    `${schema}.statement`,
    changed,
    [...contentColumns, ...standingColumns],
    `ON CONFLICT (id) DO UPDATE SET ${set}`,
  );
}

/** The statements of one article as curations leave them. */
export const effectiveIn = (
  sources: readonly Source[],
  curations: readonly Recorded[],
  articleId: string,
): Effective[] => curate(sources, curations).map((one) => effectiveOf(one, curations, articleId));

/** Rows as readings have them, and what was added. */
export function sourcesOf(rows: readonly StatementRow[], curations: readonly Recorded[]): Source[] {
  const additions = new Map(additionsOf(curations).map((one) => [one.addition.data.statement.id.toLowerCase(), one]));
  const read = rows
    .filter((row) => row.extractor_kind !== CURATOR)
    .map((row): Source => {
      const added = additions.get(row.id);
      additions.delete(row.id);
      if (row.read_until === null || !added || added.isUndone)
        return {
          row,
          added: null,
          isStanding: row.read_until === null,
          statement: readOf(row),
          revision: revisionOf(row),
        };
      // No reading has it any more, but a person says it is there.
      const { statement, revision } = added.addition.data;
      return { row, added, isStanding: true, statement, revision };
    });
  const only = [...additions.values()].map((added): Source => {
    const { statement, revision } = added.addition.data;
    return { row: null, added, isStanding: !added.isUndone, statement, revision };
  });
  return [...read, ...only];
}

function effectiveOf(
  { read: source, statement, retractedBy, curations }: CuratedStatement<Source>,
  recorded: readonly Recorded[],
  articleId: string,
): Effective {
  const recordedAt = (id: string): Date[] => recorded.filter((one) => one.id === id).map((one) => one.recordedAt);
  const { row, added } = source;
  const undone = added?.isUndone ? undoneAt(added.addition.id, recorded) : [];
  const [retractedAt] = [...(retractedBy === null ? [] : recordedAt(retractedBy)), ...undone].sort(byTime);
  const state = retractedAt ? 'retracted' : curations.length > 0 ? 'amended' : added ? 'added' : null;
  return {
    source,
    statement,
    articleId,
    state,
    curations: [...(added && !added.isUndone ? [added.addition.id] : []), ...curations],
    retractedAt: retractedAt ?? null,
    recordedAt: row?.recorded_at ?? recordedAt(added?.addition.id ?? '')[0] ?? new Date(0),
  };
}

const undoneAt = (id: string, recorded: readonly Recorded[]): Date[] =>
  undoneBy(recorded).has(id)
    ? recorded.flatMap((one) =>
        one.type === 'parley.statement.restored' && one.data.curationId === id ? [one.recordedAt] : [],
      )
    : [];

const byTime = (a: Date, b: Date): number => a.getTime() - b.getTime();

/** By article, in the order of the log. */
export async function loadCurations(
  client: ClientBase,
  articleIds: readonly string[],
  schema: string,
): Promise<Map<string, Recorded[]>> {
  const { rows } = await client.query<{
    id: string;
    type: string;
    article_id: string;
    data: object;
    recorded_at: Date;
  }>(
    `SELECT event_id AS id, type, article_id, data, recorded_at FROM ${schema}.curation
      WHERE article_id = ANY ($1) ORDER BY article_id, partition, "offset"`,
    [articleIds],
  );
  const byArticle = new Map<string, Recorded[]>();
  for (const { id, type, article_id, data, recorded_at } of rows) {
    // Put there from an event of that type, which its schema held to this form.
    const recorded = { id, type, data, recordedAt: recorded_at } as unknown as Recorded;
    byArticle.set(article_id, [...(byArticle.get(article_id) ?? []), recorded]);
  }
  return byArticle;
}

/** The statements of these articles, in force or not. */
export async function loadRows(
  client: ClientBase,
  articleIds: readonly string[],
  schema: string,
): Promise<(StatementRow & { readonly earlier_readings: readonly EarlierReading[] })[]> {
  const { rows } = await client.query<StatementRow & { readonly earlier_readings: readonly EarlierReading[] }>(
    `SELECT id, dossier_id, actor_id, issue_id, stance, kind, article_id, revision_number, revision_hash, span_start,
            span_end, evidence, context_before, context_after, stated_on::text AS stated_on, confidence, speaker, cue,
            condition, dossier_version, extractor_kind, extractor_id, extractor_version, recorded_at, read_from,
            read_until, as_read, curated, earlier_readings
       FROM ${schema}.statement WHERE article_id = ANY ($1)`,
    [articleIds],
  );
  return rows;
}
