import { DOSSIERS_TOPIC } from '@parley/contracts';
import { type Dossier, dossierSchema, dossierVersion } from '@parley/dossier';
import { canonicalJson, storable } from './canonical.js';
import { compareRows, type Fields } from './compare-rows.js';
import type { Report } from './finding.js';
import type { LogView } from './log-view.js';
import type { DossierRecord } from './read-log.js';
import type { Snapshot } from './snapshot.js';

type Published = DossierRecord & { readonly event: NonNullable<DossierRecord['event']> };

/**
 * Compares the dossiers, their versions, actors and issues; gives how many versions agree. The topic is compacted: of a
 * version that it no longer has, the record's own row is all there is, and must have the hash it names.
 */
export async function compareDossiers(
  snapshot: Snapshot,
  records: readonly DossierRecord[],
  view: LogView,
  dossier: string | null,
  report: Report,
): Promise<number> {
  const isInScope = (id: unknown): boolean => dossier === null || id === dossier;
  const all = records.filter(({ id }) => isInScope(id));
  const taken = all.filter(({ offset }) => view.has(DOSSIERS_TOPIC, 0, offset));
  const published = taken.filter(isPublished);
  const load = async (table: string, id: string, order: string): Promise<Fields[]> =>
    (await snapshot.query<Record<string, unknown>>(`SELECT * FROM record.${table} ORDER BY ${order}`)).filter((row) =>
      isInScope(row[id]),
    );

  const versions = await load('dossier_version', 'dossier_id', 'dossier_id, number');
  const inLog = new Set(published.map(({ event: { data } }) => `${data.id} ${data.number}`));
  const compacted = versions.filter(({ dossier_id, number }) => !inLog.has(`${dossier_id} ${number}`));
  for (const row of compacted) {
    const { dossier_id: of, number, version, document } = row;
    const where = { table: 'record.dossier_version', dossier: String(of), number: Number(number) };
    const isSuperseded = all.some(
      (one) => one.id === of && (one.event === null || one.event.data.number > Number(number)),
    );
    const hash = dossierVersion(document as Dossier);
    if (!isSuperseded) report('VERIFY_ROW_EXTRA', where, null, `version ${String(version)}`);
    else if (hash !== version) report('VERIFY_CONTENT_HASH', where, String(version), hash);
  }
  const rows = (table: string, key: readonly string[], expected: readonly Fields[], found: readonly Fields[]) =>
    compareRows({ table: `record.${table}`, key, expected, found }, report);
  const agreeing = rows(
    'dossier_version',
    ['dossier_id', 'number'],
    firstOfEach(published).map(versionRow),
    versions.filter((row) => !compacted.includes(row)).map(asJson('document')),
  );

  const inForce = latestOf(taken);
  const found = await load('dossier', 'id', 'id');
  // What was in force before a version that the projector has yet to take may be compacted away by now.
  const waits = new Set(found.filter((row) => isYetToCome(row, all, inForce)).map(({ id }) => id));
  const compared = (id: unknown) => !waits.has(id);
  const due = [...inForce.values()].filter(({ id }) => compared(id));
  rows('dossier', ['id'], due.map(dossierRow), found.filter(({ id }) => compared(id)).map(asJson('document')));
  const documents = due.map((one) => ({ id: one.id, dossier: dossierSchema.parse(one.event.data.document) }));
  rows(
    'actor',
    ['dossier_id', 'id'],
    documents.flatMap(({ id, dossier: { actors } }) =>
      actors.map((actor, ordinal) => ({
        dossier_id: id,
        id: actor.id,
        name: storable(actor.name),
        kind: actor.kind,
        wikidata: actor.wikidata ?? null,
        aliases: actor.aliases.map(storable),
        roles: canonicalJson(actor.roles),
        ordinal,
      })),
    ),
    (await load('actor', 'dossier_id', 'dossier_id, ordinal'))
      .filter(({ dossier_id }) => compared(dossier_id))
      .map(asJson('roles')),
  );
  rows(
    'issue',
    ['dossier_id', 'id'],
    documents.flatMap(({ id, dossier: { issues } }) =>
      issues.map((issue, ordinal) => ({
        dossier_id: id,
        id: issue.id,
        label: storable(issue.label),
        proposition: storable(issue.proposition),
        terms: issue.terms.map(storable),
        ordinal,
      })),
    ),
    (await load('issue', 'dossier_id', 'dossier_id, ordinal')).filter(({ dossier_id }) => compared(dossier_id)),
  );
  return agreeing + compacted.length;
}

const isPublished = (record: DossierRecord): record is Published => record.event !== null;

const firstOfEach = (published: readonly Published[]): Published[] => {
  const seen = new Set<string>();
  return published.filter(({ event: { data } }) => {
    const key = `${data.id} ${data.number}`;
    return !seen.has(key) && seen.add(key);
  });
};

/** The highest number of each dossier since its key was last taken out. */
function latestOf(taken: readonly DossierRecord[]): Map<string, Published> {
  const latest = new Map<string, Published>();
  for (const record of taken) {
    if (!isPublished(record)) latest.delete(record.id);
    else if ((latest.get(record.id)?.event.data.number ?? 0) < record.event.data.number) latest.set(record.id, record);
  }
  return latest;
}

const isYetToCome = (row: Fields, all: readonly DossierRecord[], inForce: ReadonlyMap<string, Published>): boolean =>
  !inForce.has(String(row.id)) && all.some(({ id }) => id === row.id);

const dossierRow = ({ id, event: { data }, recordedAt }: Published): Fields => ({
  id,
  version: data.version,
  number: data.number,
  title: storable(data.title),
  document: canonicalJson(data.document),
  published_by: storable(data.publishedBy),
  published_at: new Date(data.publishedAt),
  recorded_at: recordedAt,
});

function versionRow(published: Published): Fields {
  const { id, title: _, ...row } = dossierRow(published);
  return { dossier_id: id, ...row };
}

const asJson =
  (column: string) =>
  (row: Fields): Fields => ({ ...row, [column]: canonicalJson(row[column]) });
