import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS: readonly string[] = [
  `ALTER TABLE tracker.withdrawal ADD COLUMN undone uuid[] NOT NULL DEFAULT '{}'`,
  `COMMENT ON COLUMN tracker.withdrawal.undone IS 'Withdrawals that were undone; said again they say nothing'`,
  // From here on what a withdrawn article was read to say is kept apart, so that it can count again.
  `INSERT INTO tracker.as_read (statement_id, article_id, dossier_id, data)
   SELECT l.statement_id, l.article_id, l.dossier_id, json_build_object(
            'statement', e.data -> 'statement', 'article', e.data -> 'article',
            'revision', json_build_object('number', l.revision_number, 'hash', e.data -> 'revisionHash'),
            'actor', t.actor, 'issue', t.issue, 'eventId', l.event_id)
     FROM tracker.withdrawal w
     JOIN tracker.article_set s ON s.article_id = w.article_id
     JOIN tracker.ledger l ON l.article_id = s.article_id AND l.dossier_id = s.dossier_id AND l.event_id = s.event_id
     JOIN tracker.evidence e ON e.statement_id = l.statement_id
     JOIN tracker.timeline t ON (t.dossier_id, t.actor_id, t.issue_id) = (l.dossier_id, l.actor_id, l.issue_id)
   ON CONFLICT DO NOTHING`,
];

export class Restorations implements MigrationInterface {
  /** TypeORM orders migrations by the last 13 digits. */
  readonly name = 'Restorations1795694400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the ledger is not migrated back: drop the schema "tracker" and let the tracker read the log anew');
  }
}
