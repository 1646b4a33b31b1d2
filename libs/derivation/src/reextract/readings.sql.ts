import type { StatementsExtracted } from '@parley/contracts';
import type { ClientBase } from 'pg';

/*
 * Glossary
 *   reading  what was read of an article anew, under one dossier, and is not in the log yet. It saves reading it once more:
 *            the schema can be dropped at any time
 */

type ExtractorRef = StatementsExtracted['extractor'];

export async function makeReadings(client: ClientBase): Promise<void> {
  await client.query('CREATE SCHEMA IF NOT EXISTS derivation');
  // The document is JSON as text: jsonb refuses the U+0000 that article text may hold.
  await client.query(`
    CREATE TABLE IF NOT EXISTS derivation.reading (
      dossier_id text COLLATE "C" NOT NULL, article_id text COLLATE "C" NOT NULL,
      dossier_version text NOT NULL, revision_number int NOT NULL,
      extractor_kind text NOT NULL, extractor_id text NOT NULL, extractor_version text NOT NULL,
      publisher text NOT NULL, published_on date NOT NULL, document text NOT NULL,
      PRIMARY KEY (dossier_id, article_id))`);
}

export async function putReadings(client: ClientBase, readings: readonly StatementsExtracted[]): Promise<void> {
  if (readings.length === 0) return;
  await client.query(
    `INSERT INTO derivation.reading
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[],
                          $9::date[], $10::text[])
     ON CONFLICT (dossier_id, article_id) DO UPDATE SET
       dossier_version = excluded.dossier_version, revision_number = excluded.revision_number,
       extractor_kind = excluded.extractor_kind, extractor_id = excluded.extractor_id,
       extractor_version = excluded.extractor_version, publisher = excluded.publisher,
       published_on = excluded.published_on, document = excluded.document`,
    [
      readings.map(({ dossiers }) => dossiers[0]?.id),
      readings.map(({ article }) => article.id),
      readings.map(({ dossiers }) => dossiers[0]?.version),
      readings.map(({ revision }) => revision.number),
      readings.map(({ extractor }) => extractor.kind),
      readings.map(({ extractor }) => extractor.id),
      readings.map(({ extractor }) => extractor.version),
      readings.map(({ article }) => article.publisher.replaceAll('\u0000', '')),
      readings.map(({ article }) => article.publishedOn),
      readings.map((reading) => JSON.stringify(reading)),
    ],
  );
}

/** Which revision of these articles was read anew already, by one of these extractors, under this version of a dossier. */
export async function findReadings(
  client: ClientBase,
  dossier: { readonly id: string; readonly version: string },
  extractors: readonly ExtractorRef[],
  articleIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ article_id: string; revision_number: number }>(
    `SELECT article_id, revision_number FROM derivation.reading
      WHERE dossier_id = $1 AND dossier_version = $2 AND article_id = ANY ($3)
        AND (extractor_kind, extractor_id, extractor_version) IN (SELECT * FROM unnest($4::text[], $5::text[], $6::text[]))`,
    [dossier.id, dossier.version, articleIds, ...columnsOf(extractors)],
  );
  return new Map(rows.map(({ article_id, revision_number }) => [article_id, revision_number]));
}

/** Which articles are meant. Days are days of publication, both inclusive. */
export interface ArticleSelection {
  readonly publisher: string | null;
  readonly since: string | null;
  readonly until: string | null;
}

/** The next readings of a dossier in the order of their articles. */
export async function loadReadings(
  client: ClientBase,
  dossier: { readonly id: string; readonly version: string },
  extractors: readonly ExtractorRef[],
  selection: ArticleSelection,
  after: string,
  limit: number,
): Promise<StatementsExtracted[]> {
  const { rows } = await client.query<{ document: string }>(
    `SELECT document FROM derivation.reading
      WHERE dossier_id = $1 AND dossier_version = $2 AND article_id > $3
        AND ($4::text IS NULL OR publisher = $4)
        AND ($5::date IS NULL OR published_on >= $5) AND ($6::date IS NULL OR published_on <= $6)
        AND (extractor_kind, extractor_id, extractor_version) IN (SELECT * FROM unnest($7::text[], $8::text[], $9::text[]))
      ORDER BY article_id LIMIT $10`,
    [
      dossier.id,
      dossier.version,
      after,
      selection.publisher,
      selection.since,
      selection.until,
      ...columnsOf(extractors),
      limit,
    ],
  );
  // Only what a reader gave, whole, is written into this table.
  return rows.map(({ document }) => JSON.parse(document) as StatementsExtracted);
}

export async function dropReadings(client: ClientBase, dossier: string, articleIds: readonly string[]): Promise<void> {
  if (articleIds.length === 0) return;
  await client.query('DELETE FROM derivation.reading WHERE dossier_id = $1 AND article_id = ANY ($2)', [
    dossier,
    articleIds,
  ]);
}

const columnsOf = (extractors: readonly ExtractorRef[]): [string[], string[], string[]] => [
  extractors.map(({ kind }) => kind),
  extractors.map(({ id }) => id),
  extractors.map(({ version }) => version),
];
