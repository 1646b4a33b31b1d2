import { type Dossier, type DossierActor, type DossierIssue, dossierSchema } from '@parley/dossier';
import type { ClientBase } from 'pg';
import type { PlacedEvent, PlacedRemoval } from '../placed-event.js';
import { ProjectionError } from '../projection-error.js';
import { arrayLiteral, type Column, insertRows, replaceAll } from '../row-set.js';
import { storableJson, storableText } from '../storable-text.js';

export type Published = PlacedEvent<'parley.dossier.published'>;

type OfDossier<Item> = { readonly dossierId: string; readonly ordinal: number; readonly item: Item };

const dossierColumns: readonly Column<Published>[] = [
  { name: 'id', type: 'text', of: ({ event }) => event.data.id },
  { name: 'version', type: 'text', of: ({ event }) => event.data.version },
  { name: 'number', type: 'int', of: ({ event }) => event.data.number },
  { name: 'title', type: 'text', of: ({ event }) => event.data.title },
  { name: 'document', type: 'jsonb', of: ({ event }) => storableJson(event.data.document) },
  { name: 'published_by', type: 'text', of: ({ event }) => event.data.publishedBy },
  { name: 'published_at', type: 'timestamptz', of: ({ event }) => event.data.publishedAt },
  { name: 'recorded_at', type: 'timestamptz', of: ({ recordedAt }) => recordedAt },
];

const versionColumns: readonly Column<Published>[] = [
  { name: 'dossier_id', type: 'text', of: ({ event }) => event.data.id },
  ...dossierColumns.filter(({ name }) => name !== 'id' && name !== 'title'),
];

const actorColumns: readonly Column<OfDossier<DossierActor>>[] = [
  { name: 'dossier_id', type: 'text', of: ({ dossierId }) => dossierId },
  { name: 'id', type: 'text', of: ({ item }) => item.id },
  { name: 'name', type: 'text', of: ({ item }) => item.name },
  { name: 'kind', type: 'text', of: ({ item }) => item.kind },
  { name: 'wikidata', type: 'text', of: ({ item }) => item.wikidata ?? null },
  { name: 'aliases', type: 'text', of: ({ item }) => textArray(item.aliases), as: 'r.aliases::text[]' },
  { name: 'roles', type: 'jsonb', of: ({ item }) => storableJson(item.roles) },
  { name: 'ordinal', type: 'int', of: ({ ordinal }) => ordinal },
];

const issueColumns: readonly Column<OfDossier<DossierIssue>>[] = [
  { name: 'dossier_id', type: 'text', of: ({ dossierId }) => dossierId },
  { name: 'id', type: 'text', of: ({ item }) => item.id },
  { name: 'label', type: 'text', of: ({ item }) => item.label },
  { name: 'proposition', type: 'text', of: ({ item }) => item.proposition },
  { name: 'terms', type: 'text', of: ({ item }) => textArray(item.terms), as: 'r.terms::text[]' },
  { name: 'ordinal', type: 'int', of: ({ ordinal }) => ordinal },
];

const textArray = (items: readonly string[]): string => arrayLiteral(items.map(storableText));

/**
 * Dossiers with their actors and issues: those of the highest number published are in force. Every version is kept. A
 * key taken out of the topic takes the dossier out of force; what was read under it stays.
 */
export async function projectDossiers(
  client: ClientBase,
  events: readonly Published[],
  removals: readonly PlacedRemoval[],
  schema: string,
): Promise<void> {
  const ids = [...new Set([...events.map(({ event }) => event.data.id), ...removals.map(({ key }) => key)])];
  const versions = await loadVersions(client, ids, schema);
  const numbers = await loadNumbersInForce(client, ids, schema);
  const fresh: Published[] = [];
  /** What this batch puts in force, null where it takes the dossier out. */
  const next = new Map<string, { readonly published: Published; readonly dossier: Dossier } | null>();
  for (const placed of inOrder(events, removals)) {
    if ('key' in placed) {
      numbers.delete(placed.key);
      next.set(placed.key, null);
      continue;
    }
    const { data } = placed.event;
    const key = versionKey(data.id, data.number);
    const known = versions.get(key);
    if (known !== undefined && known !== data.version)
      throw new ProjectionError(
        'PROJECTION_DOSSIER_CONFLICT',
        `number ${data.number} of dossier ${data.id} is already another version (${known})`,
      );
    const dossier = dossierOf(placed);
    if (known === undefined) fresh.push(placed);
    versions.set(key, data.version);
    if ((numbers.get(data.id) ?? 0) >= data.number) continue;
    numbers.set(data.id, data.number);
    next.set(data.id, { published: placed, dossier });
  }
  await insertRows(client, `${schema}.dossier_version`, fresh, versionColumns);
  await putInForce(client, next, schema);
}

async function putInForce(
  client: ClientBase,
  next: ReadonlyMap<string, { readonly published: Published; readonly dossier: Dossier } | null>,
  schema: string,
): Promise<void> {
  if (next.size === 0) return;
  const ids = [...next.keys()];
  const inForce = [...next.values()].filter((item) => item !== null);
  const removed = ids.filter((id) => next.get(id) === null);
  await client.query(`DELETE FROM ${schema}.actor WHERE dossier_id = ANY ($1)`, [ids]);
  await client.query(`DELETE FROM ${schema}.issue WHERE dossier_id = ANY ($1)`, [ids]);
  if (removed.length > 0) await client.query(`DELETE FROM ${schema}.dossier WHERE id = ANY ($1)`, [removed]);
  await insertRows(
    client,
    `${schema}.dossier`,
    inForce.map(({ published }) => published),
    dossierColumns,
    replaceAll(dossierColumns, ['id']),
  );
  const listOf = <Item>(items: (dossier: Dossier) => readonly Item[]): OfDossier<Item>[] =>
    inForce.flatMap(({ published, dossier }) =>
      items(dossier).map((item, ordinal) => ({ dossierId: published.event.data.id, ordinal, item })),
    );
  await insertRows(
    client,
    `${schema}.actor`,
    listOf((dossier) => dossier.actors),
    actorColumns,
  );
  await insertRows(
    client,
    `${schema}.issue`,
    listOf((dossier) => dossier.issues),
    issueColumns,
  );
}

function dossierOf({ event: { data } }: Published): Dossier {
  const result = dossierSchema.safeParse(data.document);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ProjectionError(
    'PROJECTION_DOSSIER_INVALID',
    `dossier ${data.id} number ${data.number} is no dossier: ${issue?.path.join('/') ?? ''} ${issue?.message ?? ''}`,
  );
}

/** The topic has one partition, so offsets alone give the order. */
const inOrder = (events: readonly Published[], removals: readonly PlacedRemoval[]): (Published | PlacedRemoval)[] =>
  [...events, ...removals].sort((a, b) => (a.offset < b.offset ? -1 : 1));

const versionKey = (id: string, number: number): string => `${id}/${number}`;

async function loadVersions(client: ClientBase, ids: readonly string[], schema: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ dossier_id: string; number: number; version: string }>(
    `SELECT dossier_id, number, version FROM ${schema}.dossier_version WHERE dossier_id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [versionKey(row.dossier_id, row.number), row.version]));
}

async function loadNumbersInForce(
  client: ClientBase,
  ids: readonly string[],
  schema: string,
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: string; number: number }>(
    `SELECT id, number FROM ${schema}.dossier WHERE id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.number]));
}
