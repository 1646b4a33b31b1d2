import { transact } from '@parley/postgres';
import type { ClientBase } from 'pg';

/**
 * Makes the evidence anew of the changes that stand in the record: what was announced last of a statement. It gives what
 * folding change by change gives, for a third of the cost, where nobody reads the evidence meanwhile.
 */
export async function deriveEvidence(client: ClientBase, schema: string): Promise<void> {
  await transact(client, async () => {
    await client.query(`TRUNCATE ${schema}.evidence`);
    await client.query(
      `INSERT INTO ${schema}.evidence (statement_id, dossier_id, actor_id, issue_id, article_id, stated_on, data)
       SELECT DISTINCT ON (1) (e #>> '{statement,id}')::uuid, e #>> '{statement,dossier}', e #>> '{statement,actor}',
              e #>> '{statement,issue}', e #>> '{article,id}', (e #>> '{statement,statedOn}')::date, e
         FROM ${schema}.change c, jsonb_array_elements(c.data -> 'evidence') e
        ORDER BY 1, c.recorded_at DESC, c."offset" DESC`,
    );
  });
}
