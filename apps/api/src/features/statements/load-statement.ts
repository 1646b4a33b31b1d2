import { ProblemError } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { rowsOf } from '../../record/record.js';
import { SELECT_STATEMENTS, type StatementRow, selectStatements } from './statement-row.js';

/**
 * A statement as it counts now, or counted last; with `knownAt` as it counted at that instant. Throws ProblemError NOT_FOUND
 * where there is none, or did not count then.
 */
export async function loadStatement(
  record: DataSource,
  id: string,
  knownAt: string | undefined,
): Promise<StatementRow> {
  const [row] =
    knownAt === undefined
      ? await rowsOf<StatementRow>(record, `${SELECT_STATEMENTS} WHERE s.id = $1`, [id])
      : await rowsOf<StatementRow>(record, `${selectStatements('$2')} WHERE s.id = $1`, [id, knownAt]);
  if (row) return row;
  const [now] =
    knownAt === undefined ? [] : await rowsOf<StatementRow>(record, `${SELECT_STATEMENTS} WHERE s.id = $1`, [id]);
  throw new ProblemError(
    'NOT_FOUND',
    now
      ? `Statement ${id} did not count at ${knownAt}: it was not recorded yet, or was superseded, withdrawn or retracted by then. Without knownAt it is shown as it is now.`
      : `There is no statement ${id}.`,
  );
}
