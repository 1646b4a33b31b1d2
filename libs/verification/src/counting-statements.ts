import type { ArticleRef, Statement } from '@parley/contracts';
import { additionsOf, type Curation, curate } from '@parley/domain';
import { distinct } from './expected-articles.js';
import type { Reading } from './expected-statements.js';

/** A statement that counts, with the article it stands in. */
export interface Counting {
  readonly statement: Statement;
  readonly article: ArticleRef;
  readonly revision: number;
}

/**
 * The statements of one article that count: for each dossier those of its latest reading, none of a revision that was
 * taken back, as people left them. Worked out from everything at once, whatever came first.
 */
export function countingStatements(
  readings: readonly Reading[],
  curations: readonly Curation[],
  withdrawnUpTo: number,
): Counting[] {
  const latest = new Map<string, Reading>();
  for (const reading of distinct(readings))
    for (const { id } of reading.data.dossiers)
      if (reading.data.revision.number >= (latest.get(id)?.data.revision.number ?? 0)) latest.set(id, reading);
  const inOrder = distinct(curations);
  const additions = additionsOf(inOrder).filter(({ isUndone }) => !isUndone);
  const dossiers = new Set([...latest.keys(), ...additions.map(({ addition }) => addition.data.statement.dossier)]);
  return [...dossiers].flatMap((dossier) => {
    const reading = latest.get(dossier);
    const read = (reading?.data.statements ?? [])
      .filter((statement) => statement.dossier === dossier)
      .flatMap((statement) => (reading ? [{ ...reading.data, statement, isStanding: true }] : []));
    const known = new Set(read.map(({ statement }) => statement.id));
    const added = additions
      .map(({ addition }) => ({ ...addition.data, isStanding: true }))
      .filter(({ statement }) => statement.dossier === dossier && !known.has(statement.id));
    return curate([...read, ...added], inOrder)
      .filter(({ read: { revision }, retractedBy }) => retractedBy === null && revision.number > withdrawnUpTo)
      .map(({ read: { article, revision }, statement }) => ({ statement, article, revision: revision.number }));
  });
}
