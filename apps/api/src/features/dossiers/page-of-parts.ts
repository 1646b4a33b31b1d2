import type { DossierPartQuery, Page } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { requireDossier } from './require-dossier.js';

/** An actor or issue as its document has it. */
export type Part = Readonly<Record<string, unknown>>;

/**
 * A page of the actors or issues of a dossier in the document's order, now or as they were at an instant. Throws ProblemError
 * NOT_FOUND where there is no such dossier.
 */
export async function pageOfParts<Shown>(
  record: DataSource,
  list: 'actors' | 'issues',
  dossier: string,
  asked: DossierPartQuery,
  show: (part: Part) => Shown,
): Promise<Page<Shown>> {
  const { document } = await requireDossier(record, dossier, asked.knownAt);
  const scope: CursorScope = { list, filters: { dossier, knownAt: asked.knownAt } };
  const after = asked.cursor === undefined ? -1 : decodeCursor(scope, asked.cursor, z.int().min(0));
  const parts: unknown = document[list];
  // Published documents are valid dossiers, whose parts are objects.
  const rows = (Array.isArray(parts) ? (parts as Part[]) : [])
    .slice(after + 1, after + 2 + asked.limit)
    .map((part, index) => ({ part, ordinal: after + 1 + index }));
  return pageOfRows(
    rows,
    asked.limit,
    scope,
    ({ part }) => show(part),
    ({ ordinal }) => ordinal,
  );
}
