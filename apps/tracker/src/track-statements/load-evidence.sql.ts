import type { Evidence } from '@parley/contracts';
import type { ClientBase } from 'pg';

/** Statements with their articles, as they were announced or would have been, by statement id. */
export async function loadEvidence(client: ClientBase, ids: readonly string[]): Promise<Map<string, Evidence>> {
  if (ids.length === 0) return new Map();
  const { rows } = await client.query<{ statement_id: string; data: Evidence }>({
    name: 'tracker-load-evidence',
    text: 'SELECT statement_id, data FROM tracker.evidence WHERE statement_id = ANY ($1::uuid[])',
    values: [ids],
  });
  return new Map(rows.map(({ statement_id, data }) => [statement_id, data]));
}
