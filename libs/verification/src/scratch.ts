import type { Snapshot } from './snapshot.js';

/*
 * What the log says, put down in temporary tables so that Postgres can sort it by article and by timeline on disk: the
 * log has it by partition, and no process could hold it.
 *
 * Glossary
 *   event      every event of the log by its id, to find what stands twice
 *   of_article what concerns one article: observed, withdrawn, read, curated. Texts are left out, their digests stay
 *   text       what a revision's text looks like, to find which articles tell one story alike
 *   change     position changes, by timeline; those of the outbox have no place in the log yet
 *   evidence   statements as they were announced, by digest
 *   set_aside  records that a service has dead-lettered
 *   counting   statements that count, as the log says, by timeline
 */
export const SCRATCH: readonly string[] = [
  `CREATE TEMP TABLE verify_event (
     topic text NOT NULL, id text NOT NULL, partition int NOT NULL, "offset" bigint NOT NULL, digest uuid NOT NULL)`,
  `CREATE TEMP TABLE verify_of_article (
     article_id text COLLATE "C" NOT NULL, topic text NOT NULL, partition int NOT NULL, "offset" bigint NOT NULL,
     recorded_at timestamptz NOT NULL, type text NOT NULL, event_id uuid NOT NULL, revision int, dossiers text,
     data text NOT NULL)`,
  `CREATE TEMP TABLE verify_text (
     article_id text COLLATE "C" NOT NULL, revision int NOT NULL, partition int NOT NULL, "offset" bigint NOT NULL,
     publisher text NOT NULL, signature bytea, bands text)`,
  `CREATE TEMP TABLE verify_change (
     timeline text COLLATE "C" NOT NULL, sequence int NOT NULL, partition int, "offset" bigint NOT NULL,
     recorded_at timestamptz, event_id uuid NOT NULL, data text NOT NULL)`,
  `CREATE TEMP TABLE verify_evidence (
     article_id text COLLATE "C" NOT NULL, statement_id text NOT NULL, dossier_id text NOT NULL, partition int NOT NULL,
     "offset" bigint NOT NULL, digest text NOT NULL)`,
  `CREATE TEMP TABLE verify_set_aside (
     service text NOT NULL, topic text NOT NULL, partition int NOT NULL, "offset" bigint NOT NULL)`,
  `CREATE TEMP TABLE verify_counting (timeline text COLLATE "C" NOT NULL, statement_id text NOT NULL, data text NOT NULL)`,
];

const COLUMNS = {
  verify_event: { topic: 'text', id: 'text', partition: 'int', offset: 'bigint', digest: 'uuid' },
  verify_of_article: {
    article_id: 'text',
    topic: 'text',
    partition: 'int',
    offset: 'bigint',
    recorded_at: 'timestamptz',
    type: 'text',
    event_id: 'uuid',
    revision: 'int',
    // Arrays of arrays can't go through unnest: ids separated by spaces, which no id holds.
    dossiers: 'text',
    data: 'text',
  },
  verify_text: {
    article_id: 'text',
    revision: 'int',
    partition: 'int',
    offset: 'bigint',
    publisher: 'text',
    signature: 'bytea',
    bands: 'text',
  },
  verify_change: {
    timeline: 'text',
    sequence: 'int',
    partition: 'int',
    offset: 'bigint',
    recorded_at: 'timestamptz',
    event_id: 'uuid',
    data: 'text',
  },
  verify_evidence: {
    article_id: 'text',
    statement_id: 'text',
    dossier_id: 'text',
    partition: 'int',
    offset: 'bigint',
    digest: 'text',
  },
  verify_set_aside: { service: 'text', topic: 'text', partition: 'int', offset: 'bigint' },
  verify_counting: { timeline: 'text', statement_id: 'text', data: 'text' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type ScratchTable = keyof typeof COLUMNS;

/** Rows held back until there are this many, or this much text. */
const MAX_ROWS = 2_000;
const MAX_LENGTH = 4_000_000;

/** Writes into the temporary tables in batches. */
export class Scratch {
  private readonly waiting = new Map<ScratchTable, { rows: (readonly unknown[])[]; length: number }>();

  constructor(private readonly snapshot: Snapshot) {}

  /** Values in the order of the table's columns. */
  async put(table: ScratchTable, row: readonly unknown[]): Promise<void> {
    const waiting = this.waiting.get(table) ?? { rows: [], length: 0 };
    this.waiting.set(table, waiting);
    waiting.rows.push(row);
    for (const value of row) if (typeof value === 'string') waiting.length += value.length;
    if (waiting.rows.length >= MAX_ROWS || waiting.length >= MAX_LENGTH) await this.flush(table);
  }

  /** Writes what waits, and tells the planner how much there is. */
  async settle(...tables: readonly ScratchTable[]): Promise<void> {
    for (const table of tables) {
      await this.flush(table);
      await this.snapshot.query(`ANALYZE ${table}`);
    }
  }

  private async flush(table: ScratchTable): Promise<void> {
    const waiting = this.waiting.get(table);
    if (!waiting || waiting.rows.length === 0) return;
    this.waiting.delete(table);
    await this.snapshot.insert(table, COLUMNS[table], waiting.rows);
  }
}
