import type { RevisionRef, ShownStatement, Statement } from '@parley/contracts';
import { etagOf, matchesTag, ProblemError } from '@parley/platform';
import { readOf, revisionOf } from '@parley/store';
import type { DataSource } from 'typeorm';
import { rowsOf } from '../../record/record.js';
import { SELECT_STATEMENTS, type StatementRow, showStatement } from '../statements/statement-row.js';

/** A statement that somebody wants to put right. */
export interface StatementAtHand {
  readonly row: StatementRow;
  /** As it counts now, in the form GET shows it. */
  readonly shown: ShownStatement;
  /** As its article's reading has it, or as it was added. */
  readonly asRead: { readonly statement: Statement; readonly revision: RevisionRef };
}

/**
 * The statement, if it is in force and what the author has seen is what it is now. Throws ProblemError NOT_FOUND,
 * PRECONDITION_REQUIRED without a condition, STALE with the present state, or CONFLICT where it counts no more.
 */
export async function statementAtHand(
  record: DataSource,
  id: string,
  ifMatch: string | undefined,
): Promise<StatementAtHand> {
  const [row] = await rowsOf<StatementRow>(record, `${SELECT_STATEMENTS} WHERE s.id = $1`, [id]);
  if (row === undefined) throw new ProblemError('NOT_FOUND', `There is no statement ${id}.`);
  if (ifMatch === undefined)
    throw new ProblemError(
      'PRECONDITION_REQUIRED',
      'Say which state of the statement this is about: send the ETag of GET /v1/statements/{id} as If-Match.',
    );
  const shown = showStatement(row);
  const etag = etagOf(JSON.stringify(shown));
  if (!matchesTag(ifMatch, etag))
    throw new ProblemError(
      'STALE',
      'The statement has changed since it was looked at. Look at it as it is now, and decide again.',
      [],
      { extensions: { current: shown, etag } },
    );
  if (row.curated === 'retracted')
    throw new ProblemError('CONFLICT', 'The statement is retracted. Undo that first: GET /v1/curations names it.');
  if (row.superseded_at !== null)
    throw new ProblemError(
      'CONFLICT',
      'The statement counts no more: its article was read again without it, or withdrawn.',
    );
  return { row, shown, asRead: { statement: readOf(row), revision: revisionOf(row) } };
}
