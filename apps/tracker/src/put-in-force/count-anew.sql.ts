import type { Statement } from '@parley/contracts';
import type { ClientBase } from 'pg';

/** An active statement of a dossier: under whom it counts, and what decides that. */
export interface CountedStatement {
  readonly id: string;
  readonly holder: string;
  readonly issue: string;
  readonly byOthers: boolean;
  readonly statement: Pick<Statement, 'dossier' | 'actor' | 'speaker' | 'statedOn'>;
}

/** A statement that counts otherwise from now on. */
export interface Recounted {
  readonly id: string;
  readonly issue: string;
  readonly from: string;
  readonly to: string;
  readonly byOthers: boolean;
  /** The actor that it names. */
  readonly actor: string;
}

const CHUNK = 5_000;

/** All active statements of a dossier, some thousands at a time. */
export async function* readCounted(
  client: ClientBase,
  dossier: string,
): AsyncGenerator<CountedStatement[], void, void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await client.query<{
      id: string;
      holder: string;
      issue: string;
      by_others: boolean;
      actor: string;
      speaker: string;
      stated_on: string;
    }>(
      // As JSON, not as text: a name may hold U+0000, which text can't.
      `SELECT l.statement_id AS id, l.actor_id AS holder, l.issue_id AS issue, l.by_others,
              e.data -> 'statement' -> 'actor' AS actor, e.data -> 'statement' -> 'speaker' AS speaker,
              to_char(l.stated_on, 'YYYY-MM-DD') AS stated_on
         FROM tracker.ledger l JOIN tracker.evidence e USING (statement_id)
        WHERE l.dossier_id = $1 AND l.active AND l.statement_id > $2
        ORDER BY l.statement_id LIMIT ${CHUNK}`,
      [dossier, after],
    );
    yield rows.map(({ id, holder, issue, by_others, actor, speaker, stated_on }) => ({
      id,
      holder,
      issue,
      byOthers: by_others,
      statement: { dossier, actor, speaker, statedOn: stated_on },
    }));
    const last = rows.at(-1);
    if (!last || rows.length < CHUNK) return;
    after = last.id;
  }
}

/** Puts statements under whom they count from now on. */
export async function writeRecounted(client: ClientBase, recounted: readonly Recounted[]): Promise<void> {
  await client.query(
    `UPDATE tracker.ledger l SET actor_id = r.actor_id, by_others = r.by_others
       FROM unnest($1::uuid[], $2::text[], $3::boolean[]) AS r (statement_id, actor_id, by_others)
      WHERE l.statement_id = r.statement_id`,
    [recounted.map(({ id }) => id), recounted.map(({ to }) => to), recounted.map(({ byOthers }) => byOthers)],
  );
}
