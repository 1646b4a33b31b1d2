import { ProblemError } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { R, rowsOf } from '../../record/record.js';

/** A version of a dossier that is, or was, in force. */
export interface DossierInForce {
  readonly id: string;
  readonly title: string;
  readonly number: number;
  readonly version: string;
  readonly document: Record<string, unknown>;
  readonly publishedBy: string;
  readonly publishedAt: Date;
}

const COLUMNS = 'number, version, document, published_by AS "publishedBy", published_at AS "publishedAt"';

/** The dossier in force; with `knownAt` the version in force then. Throws ProblemError NOT_FOUND. */
export async function requireDossier(record: DataSource, id: string, knownAt?: string): Promise<DossierInForce> {
  const [dossier] =
    knownAt === undefined
      ? await rowsOf<DossierInForce>(record, `SELECT id, title, ${COLUMNS} FROM ${R}.dossier WHERE id = $1`, [id])
      : await rowsOf<DossierInForce>(
          record,
          `SELECT dossier_id AS id, document ->> 'title' AS title, ${COLUMNS} FROM ${R}.dossier_version
            WHERE dossier_id = $1 AND recorded_at <= $2::timestamptz ORDER BY number DESC LIMIT 1`,
          [id, knownAt],
        );
  if (dossier) return dossier;
  if (knownAt !== undefined) {
    const { title } = await requireDossier(record, id);
    throw new ProblemError('NOT_FOUND', `The dossier "${id}" (${title}) was not published yet at ${knownAt}.`);
  }
  throw new ProblemError('NOT_FOUND', `There is no dossier "${id}". GET /v1/dossiers lists those there are.`);
}
