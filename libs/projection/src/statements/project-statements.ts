import type { Statement } from '@parley/contracts';
import { readOf, revisionOf } from '@parley/store';
import type { ClientBase } from 'pg';
import { CURATOR, type EarlierReading, loadRows, type StatementRow } from '../curations/curate-rows.js';
import { uuidOf } from '../event-id.js';
import type { PlacedEvent } from '../placed-event.js';
import { ProjectionError } from '../projection-error.js';
import { arrayLiteral, type Column, insertRows, replaceAll, rowSet } from '../row-set.js';
import { storableJson } from '../storable-text.js';
import { lockStatements, settleStatements } from './settle-statements.js';

type Extracted = PlacedEvent<'parley.statements.extracted'>;

/** A statement of an article, as it is in the record or becomes by this batch. */
interface Held {
  readonly id: string;
  readonly dossierId: string;
  recordedAt: Date;
  /** Since when it is read as it is. */
  readFrom: Date;
  readUntil: Date | null;
  /** How it is read; replaced by what a later reading says. */
  content: Content;
  /** How it was read before. */
  earlier: readonly EarlierReading[];
  /** The latest reading that has it, where this batch brought one. */
  reading: { readonly statement: Statement; readonly dossierVersion: string; readonly from: Extracted } | null;
  isChanged: boolean;
  /** Whether the record has a row of it, as read or as added by a person. */
  readonly isStored: boolean;
}

/** What a reading says of a statement, and what read it. */
type Content = Omit<EarlierReading, 'from' | 'until'>;

/** What is known of one article: its statements by id, and the latest revision read for each dossier. */
interface ArticleState {
  readonly statements: Map<string, Held>;
  readonly revisionRead: Map<string, number>;
  /** Ids of all its rows in the record, of those too that a person added. */
  readonly stored: Set<string>;
}

const newState = (): ArticleState => ({ statements: new Map(), revisionRead: new Map(), stored: new Set() });

type ReadStatement = Held & { readonly reading: NonNullable<Held['reading']> };

const dataOf = (held: ReadStatement) => held.reading.from.event.data;

const statementColumns: readonly Column<ReadStatement>[] = [
  { name: 'id', type: 'uuid', of: (held) => held.id },
  { name: 'dossier_id', type: 'text', of: (held) => held.dossierId },
  { name: 'actor_id', type: 'text', of: (held) => held.reading.statement.actor },
  { name: 'issue_id', type: 'text', of: (held) => held.reading.statement.issue },
  { name: 'stance', type: 'text', of: (held) => held.reading.statement.stance },
  { name: 'kind', type: 'text', of: (held) => held.reading.statement.kind },
  { name: 'article_id', type: 'text', of: (held) => dataOf(held).article.id },
  { name: 'revision_number', type: 'int', of: (held) => dataOf(held).revision.number },
  { name: 'revision_hash', type: 'text', of: (held) => dataOf(held).revision.hash },
  { name: 'span_start', type: 'int', of: (held) => held.reading.statement.start },
  { name: 'span_end', type: 'int', of: (held) => held.reading.statement.end },
  { name: 'evidence', type: 'text', of: (held) => held.reading.statement.evidence },
  { name: 'context_before', type: 'text', of: (held) => held.reading.statement.before },
  { name: 'context_after', type: 'text', of: (held) => held.reading.statement.after },
  { name: 'stated_on', type: 'date', of: (held) => held.reading.statement.statedOn },
  { name: 'confidence', type: 'real', of: (held) => held.reading.statement.confidence },
  { name: 'speaker', type: 'text', of: (held) => held.reading.statement.speaker },
  { name: 'cue', type: 'text', of: (held) => held.reading.statement.cue },
  { name: 'condition', type: 'text', of: (held) => held.reading.statement.condition },
  { name: 'dossier_version', type: 'text', of: (held) => held.reading.dossierVersion },
  { name: 'extractor_kind', type: 'text', of: (held) => dataOf(held).extractor.kind },
  { name: 'extractor_id', type: 'text', of: (held) => dataOf(held).extractor.id },
  { name: 'extractor_version', type: 'text', of: (held) => dataOf(held).extractor.version },
  { name: 'recorded_at', type: 'timestamptz', of: (held) => held.recordedAt },
  { name: 'read_from', type: 'timestamptz', of: (held) => held.readFrom },
  { name: 'read_until', type: 'timestamptz', of: (held) => held.readUntil },
  { name: 'earlier_readings', type: 'jsonb', of: (held) => storableJson(held.earlier) },
  { name: 'superseded_at', type: 'timestamptz', of: (held) => held.readUntil },
  // As read, until it is settled what people make of it.
  { name: 'as_read', type: 'text', of: () => null, as: 'r.as_read::jsonb' },
  { name: 'curated', type: 'text', of: () => null },
  { name: 'retracted_at', type: 'timestamptz', of: () => null },
  { name: 'curations', type: 'text', of: () => '{}', as: 'r.curations::uuid[]' },
];

const supersededColumns: readonly Column<Held>[] = [
  { name: 'id', type: 'uuid', of: (held) => held.id },
  { name: 'read_until', type: 'timestamptz', of: (held) => held.readUntil },
];

const setColumns: readonly Column<Extracted>[] = [
  { name: 'event_id', type: 'uuid', of: ({ event }) => event.id },
  { name: 'article_id', type: 'text', of: ({ event }) => event.data.article.id },
  { name: 'revision_number', type: 'int', of: ({ event }) => event.data.revision.number },
  { name: 'revision_hash', type: 'text', of: ({ event }) => event.data.revision.hash },
  {
    name: 'dossier_ids',
    type: 'text',
    of: ({ event }) => arrayLiteral(event.data.dossiers.map(({ id }) => id)),
    as: 'r.dossier_ids::text[]',
  },
  { name: 'extractor_kind', type: 'text', of: ({ event }) => event.data.extractor.kind },
  { name: 'extractor_id', type: 'text', of: ({ event }) => event.data.extractor.id },
  { name: 'extractor_version', type: 'text', of: ({ event }) => event.data.extractor.version },
  { name: 'statements', type: 'int', of: ({ event }) => event.data.statements.length },
  {
    name: 'unread',
    type: 'text',
    of: ({ event: { data } }) => (data.unread ? storableJson(data.unread) : null),
    as: 'r.unread::jsonb',
  },
  { name: 'recorded_at', type: 'timestamptz', of: ({ recordedAt }) => recordedAt },
];

/**
 * Statements as read. A set replaces what the article had before in the dossiers it lists; what it no longer has is
 * superseded, what it has again is in force again. A set that was taken before, or of a revision older than the one
 * read last, replaces nothing. What was read of a revision that is withdrawn is not in force.
 */
export async function projectStatements(
  client: ClientBase,
  events: readonly Extracted[],
  schema: string,
): Promise<void> {
  const articleIds = [...new Set(events.map(({ event }) => event.data.article.id))];
  await lockStatements(client, schema, 'read');
  const { taken, articles } = await loadState(client, articleIds, schema);
  const fresh: Extracted[] = [];
  for (const extracted of events) {
    const id = uuidOf(extracted);
    if (taken.has(id)) continue;
    taken.add(id);
    fresh.push(extracted);
    const articleId = extracted.event.data.article.id;
    const state = articles.get(articleId) ?? newState();
    articles.set(articleId, state);
    takeSet(state, extracted);
  }
  const changed = [...articles.values()].flatMap((state) =>
    [...state.statements.values()].filter((held) => held.isChanged),
  );
  const read = changed.filter((held): held is ReadStatement => held.reading !== null);
  await insertRows(client, `${schema}.statement_set`, fresh, setColumns);
  const table = `${schema}.statement`;
  await insertRows(
    client,
    table,
    read.filter(({ isStored }) => !isStored),
    statementColumns,
  );
  await insertRows(
    client,
    table,
    read.filter(({ isStored }) => isStored),
    statementColumns,
    replaceAll(statementColumns, ['id']),
  );
  await supersede(
    client,
    changed.filter((held) => held.reading === null),
    schema,
  );
  await settleStatements(client, articleIds, schema);
}

function takeSet(state: ArticleState, extracted: Extracted): void {
  const { data } = extracted.event;
  const versions = new Map(data.dossiers.map(({ id, version }) => [id, version]));
  const replaced = new Set<string>();
  for (const dossier of versions.keys()) {
    if ((state.revisionRead.get(dossier) ?? 0) > data.revision.number) continue;
    replaced.add(dossier);
    state.revisionRead.set(dossier, data.revision.number);
  }
  const now = new Set(data.statements.map(statementKey));
  for (const held of state.statements.values()) {
    if (held.readUntil !== null || now.has(held.id) || !replaced.has(held.dossierId)) continue;
    held.readUntil = extracted.recordedAt;
    held.isChanged = true;
  }
  for (const statement of data.statements) {
    const dossierVersion = versions.get(statement.dossier);
    if (dossierVersion === undefined)
      throw new ProjectionError(
        'PROJECTION_DOSSIER_UNLISTED',
        `statement ${statement.id} is of dossier ${statement.dossier}, which its set does not list`,
      );
    if (!replaced.has(statement.dossier)) continue;
    const id = statementKey(statement);
    const held = state.statements.get(id);
    const isInForce = held !== undefined && held.readUntil === null;
    const content: Content = { statement, revision: data.revision, dossierVersion, extractor: data.extractor };
    const isReadAlike = isInForce && contentKey(held.content) === contentKey(content);
    state.statements.set(id, {
      id,
      dossierId: statement.dossier,
      recordedAt: isInForce ? held.recordedAt : extracted.recordedAt,
      readFrom: isReadAlike ? held.readFrom : extracted.recordedAt,
      readUntil: null,
      content,
      earlier: held === undefined || isReadAlike ? (held?.earlier ?? []) : withEarlier(held, extracted.recordedAt),
      reading: { statement, dossierVersion, from: extracted },
      isChanged: true,
      isStored: state.stored.has(id),
    });
  }
}

/** What was read for no time at all (by a log whose clock stood still) leaves no trace. */
function withEarlier({ earlier, readFrom, readUntil, content }: Held, now: Date): readonly EarlierReading[] {
  const until = readUntil ?? now;
  return readFrom < until
    ? [...earlier, { from: readFrom.toISOString(), until: until.toISOString(), ...content }]
    : earlier;
}

/** Alike for a reading of an event and the same one as it comes back from the database. */
const contentKey = ({ statement, revision, dossierVersion, extractor }: Content): string =>
  storableJson([
    statement.kind,
    statement.statedOn,
    Math.fround(statement.confidence),
    statement.speaker,
    statement.cue,
    statement.condition,
    statement.evidence,
    statement.before,
    statement.after,
    revision.number,
    dossierVersion,
    extractor.kind,
    extractor.id,
    extractor.version,
  ]);

/** As the database writes it. */
const statementKey = ({ id }: Statement): string => id.toLowerCase();

const contentOf = (row: StatementRow): Content => ({
  statement: readOf(row),
  revision: revisionOf(row),
  dossierVersion: row.dossier_version,
  extractor: { kind: row.extractor_kind, id: row.extractor_id, version: row.extractor_version },
});

async function supersede(client: ClientBase, statements: readonly Held[], schema: string): Promise<void> {
  if (statements.length === 0) return;
  const set = rowSet(statements, supersededColumns);
  await client.query(
    `UPDATE ${schema}.statement s SET read_until = r.read_until, superseded_at = r.read_until FROM ${set.from} WHERE s.id = r.id`,
    set.values,
  );
}

async function loadState(
  client: ClientBase,
  articleIds: readonly string[],
  schema: string,
): Promise<{ taken: Set<string>; articles: Map<string, ArticleState> }> {
  const taken = new Set<string>();
  const articles = new Map<string, ArticleState>(articleIds.map((id) => [id, newState()]));
  const sets = await client.query<{ event_id: string; article_id: string; number: number; dossier_ids: string[] }>(
    `SELECT event_id, article_id, revision_number AS number, dossier_ids
       FROM ${schema}.statement_set WHERE article_id = ANY ($1)`,
    [articleIds],
  );
  for (const row of sets.rows) {
    taken.add(row.event_id);
    const read = articles.get(row.article_id)?.revisionRead;
    for (const dossier of row.dossier_ids) read?.set(dossier, Math.max(read.get(dossier) ?? 0, row.number));
  }
  const rows = await loadRows(client, articleIds, schema);
  for (const row of rows) articles.get(row.article_id)?.stored.add(row.id);
  for (const row of rows.filter(({ extractor_kind }) => extractor_kind !== CURATOR))
    articles.get(row.article_id)?.statements.set(row.id, {
      id: row.id,
      dossierId: row.dossier_id,
      recordedAt: row.recorded_at,
      readFrom: row.read_from ?? row.recorded_at,
      readUntil: row.read_until,
      content: contentOf(row),
      earlier: row.earlier_readings,
      reading: null,
      isChanged: false,
      isStored: true,
    });
  return { taken, articles };
}
