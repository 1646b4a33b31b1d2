import type { Statement, StatementsExtracted } from '@parley/contracts';
import { additionsOf, type CurableStatement, type Curation, curate, undoneBy } from '@parley/domain';
import { canonicalJson, storable } from './canonical.js';
import type { Fields } from './compare-rows.js';
import { distinct, type Placed, type Withdrawal } from './expected-articles.js';

export type Reading = Placed<StatementsExtracted>;
export type RecordedCuration = Curation & { readonly recordedAt: Date };

/** A statement as readings have it: by which it was read last, since when it is in force, and until when. */
interface Read {
  readonly statement: Statement;
  readonly reading: Reading;
  readonly dossierVersion: string;
  readonly inForceFrom: Date;
  readonly readUntil: Date | null;
}

interface Source extends CurableStatement {
  readonly read: Read | null;
  readonly added: ReturnType<typeof additionsOf>[number] | null;
}

/** The rows of `statement_set` of one article. */
export const expectedReadings = (readings: readonly Reading[]): Fields[] =>
  distinct(readings).map(({ id, data, recordedAt }) => ({
    event_id: id,
    article_id: data.article.id,
    revision_number: data.revision.number,
    revision_hash: data.revision.hash,
    dossier_ids: data.dossiers.map((dossier) => dossier.id),
    extractor_kind: data.extractor.kind,
    extractor_id: storable(data.extractor.id),
    extractor_version: storable(data.extractor.version),
    statements: data.statements.length,
    unread: data.unread,
    recorded_at: recordedAt,
  }));

/**
 * The rows of `statement` of one article: what its readings have, as curations leave it and withdrawals end it, worked
 * out from all of them at once.
 */
export function expectedStatements(
  readings: readonly Reading[],
  curations: readonly RecordedCuration[],
  withdrawals: readonly Withdrawal[],
): Fields[] {
  const inOrder = distinct(curations);
  const sources = sourcesOf(readStatements(distinct(readings)), inOrder);
  const undone = undoneBy(inOrder);
  return curate(sources, inOrder).map(({ read: source, statement, retractedBy, curations: effective }): Fields => {
    const { read, added, revision } = source;
    const takenBack = added?.isUndone
      ? inOrder.filter((one) => one.type === 'parley.statement.restored' && one.data.curationId === added.addition.id)
      : [];
    const retractions = [...inOrder.filter(({ id }) => id === retractedBy), ...takenBack];
    const retractedAt = earliest(retractions.map(({ recordedAt }) => recordedAt));
    const curated = retractedAt ? 'retracted' : effective.length > 0 ? 'amended' : added ? 'added' : null;
    const asRead = read?.statement ?? source.statement;
    const isAsRead = canonicalJson(asRead) === canonicalJson({ ...asRead, ...statement });
    const withdrawnAt = earliest(
      withdrawals
        .filter((one) => one.undoneAt === null && one.revision >= revision.number)
        .map(({ recordedAt }) => recordedAt),
    );
    return {
      ...placeOf(statement),
      id: statement.id.toLowerCase(),
      ...originOf(source),
      revision_number: revision.number,
      revision_hash: revision.hash,
      recorded_at: read?.inForceFrom ?? recordedAtOf(added?.addition.id, inOrder),
      read_until: read?.readUntil ?? null,
      retracted_at: retractedAt,
      superseded_at: earliest([curated === 'added' ? null : (read?.readUntil ?? null), retractedAt, withdrawnAt]),
      curated,
      curations: [...(added && !undone.has(added.addition.id) ? [added.addition.id] : []), ...effective],
      as_read: curated === null || isAsRead ? null : withRealConfidence(asRead),
    };
  });
}

/** What each reading in turn leaves of the statements of an article. */
function readStatements(readings: readonly Reading[]): Read[] {
  const read = new Map<string, Read>();
  const latest = new Map<string, number>();
  for (const reading of readings) {
    const { data, recordedAt } = reading;
    const versions = new Map(data.dossiers.map(({ id, version }) => [id, version]));
    const replaced = new Set([...versions.keys()].filter((id) => (latest.get(id) ?? 0) <= data.revision.number));
    for (const id of replaced) latest.set(id, data.revision.number);
    const now = new Set(data.statements.map(({ id }) => id.toLowerCase()));
    for (const [id, one] of read)
      if (one.readUntil === null && replaced.has(one.statement.dossier) && !now.has(id))
        read.set(id, { ...one, readUntil: recordedAt });
    for (const statement of data.statements) {
      const dossierVersion = versions.get(statement.dossier);
      if (dossierVersion === undefined || !replaced.has(statement.dossier)) continue;
      const id = statement.id.toLowerCase();
      const known = read.get(id);
      const inForceFrom = known && known.readUntil === null ? known.inForceFrom : recordedAt;
      read.set(id, { statement, reading, dossierVersion, inForceFrom, readUntil: null });
    }
  }
  return [...read.values()];
}

/** What counts of each statement: its reading, or the addition that keeps it when no reading has it any more. */
function sourcesOf(read: readonly Read[], curations: readonly RecordedCuration[]): Source[] {
  const additions = new Map(additionsOf(curations).map((one) => [one.addition.data.statement.id.toLowerCase(), one]));
  const sources = read.map((one): Source => {
    const added = additions.get(one.statement.id.toLowerCase());
    const isKept = one.readUntil !== null && added !== undefined && !added.isUndone;
    const { statement, revision } = isKept
      ? added.addition.data
      : { statement: one.statement, revision: one.reading.data.revision };
    return {
      read: one,
      added: isKept ? added : null,
      isStanding: isKept || one.readUntil === null,
      statement,
      revision,
    };
  });
  const known = new Set(read.map(({ statement }) => statement.id.toLowerCase()));
  const only = [...additions].flatMap(([id, added]): Source[] => {
    const { statement, revision } = added.addition.data;
    return known.has(id) ? [] : [{ read: null, added, isStanding: !added.isUndone, statement, revision }];
  });
  return [...sources, ...only];
}

const placeOf = (statement: Statement): Fields => ({
  dossier_id: statement.dossier,
  actor_id: statement.actor,
  issue_id: statement.issue,
  stance: statement.stance,
  span_start: statement.start,
  span_end: statement.end,
  evidence: storable(statement.evidence),
  context_before: storable(statement.before),
  context_after: storable(statement.after),
  stated_on: statement.statedOn,
  condition: statement.condition === null ? null : storable(statement.condition),
});

/** Where it comes from: the reading that had it last, else the person who added it. */
function originOf({ read, added }: Source): Fields {
  const statement = read?.statement ?? added?.addition.data.statement;
  const extractor = read?.reading.data.extractor;
  return {
    article_id: read?.reading.data.article.id ?? added?.addition.data.articleId,
    kind: statement?.kind,
    confidence: Math.fround(statement?.confidence ?? 0),
    speaker: storable(statement?.speaker ?? ''),
    cue: storable(statement?.cue ?? ''),
    extractor_kind: extractor?.kind ?? 'curator',
    extractor_id: storable(extractor?.id ?? added?.addition.data.author ?? ''),
    extractor_version: storable(extractor?.version ?? '1'),
    dossier_version: read?.dossierVersion ?? '',
  };
}

/** The record keeps confidence as a 32-bit number, and what it reads back of it. */
export const withRealConfidence = <Of extends { readonly confidence?: unknown }>(statement: Of): Of =>
  typeof statement.confidence === 'number'
    ? { ...statement, confidence: Math.fround(statement.confidence) }
    : statement;

const recordedAtOf = (id: string | undefined, curations: readonly RecordedCuration[]): Date =>
  curations.find((one) => one.id === id)?.recordedAt ?? new Date(0);

const earliest = (dates: readonly (Date | null)[]): Date | null =>
  dates.reduce((least, date) => (least === null || (date !== null && date < least) ? date : least), null);
