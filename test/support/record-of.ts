import pg from 'pg';

/** One stretch of a timeline, as the read model holds it now. */
export interface HeldPosition {
  readonly timeline: string;
  readonly stance: string;
  readonly from: string;
  readonly to: string | null;
  readonly statements: number;
  readonly statementIds: readonly string[];
}

/** What is believed now, over all valid time, in a fixed order: what must be equal between two runs. */
export async function positionsHeld(databaseUrl: string): Promise<readonly HeldPosition[]> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<HeldPosition>(
      `SELECT dossier_id || '/' || actor_id || '/' || issue_id AS timeline, stance,
              lower(valid)::text AS "from", upper(valid)::text AS "to", statements,
              (SELECT array_agg(id::text ORDER BY id) FROM unnest(statement_ids) AS id) AS "statementIds"
         FROM record.position WHERE upper_inf(known)
        ORDER BY dossier_id COLLATE "C", actor_id COLLATE "C", issue_id COLLATE "C", lower(valid)`,
    );
    return rows;
  });
}

/** How many of each there are. */
export async function countsOf(databaseUrl: string): Promise<Readonly<Record<string, number>>> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM record.article) AS articles,
              (SELECT count(*)::int FROM record.revision) AS revisions,
              (SELECT count(*)::int FROM record.statement WHERE superseded_at IS NULL) AS statements,
              (SELECT count(*)::int FROM record.position WHERE upper_inf(known)) AS positions,
              (SELECT count(*)::int FROM record.dead_letter) AS "deadLetters"`,
    );
    return rows[0] ?? {};
  });
}

export async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
