import { ContractError, decodeEvent, MODEL_ANSWERS_TOPIC, type ModelAnswered } from '@parley/contracts';
import { CheckpointMovedError, type EventLog, type LogRecord, moveCheckpoint } from '@parley/event-log';
import type { Logger } from '@parley/platform';
import { inTransaction } from '@parley/postgres';
import type { Pool } from 'pg';
import { EXTRACTOR_SCHEMA } from './migrate-extractor.js';

const CONSUMER = 'extractor';

interface AnswerRow {
  readonly id: string;
  readonly answeredOn: string;
  readonly tokens: number;
  readonly document: string;
}

/**
 * The answers that stand in the log, by the id of their question. The first answer to a question is the one that counts,
 * for every extractor and every replay alike, whoever asked twice.
 */
export class RecordedAnswers {
  constructor(
    private readonly log: Pick<EventLog, 'bounds' | 'read'>,
    private readonly pool: Pool,
    private readonly logger: Pick<Logger, 'error'>,
  ) {}

  /** Takes in what was appended since. Costs a look at the topic's end where nothing was. Throws LogError or pg's error. */
  async catchUp(): Promise<void> {
    for (;;) {
      try {
        return await this.takeIn();
      } catch (error) {
        // Another extractor was first: go on from where it came to.
        if (!(error instanceof CheckpointMovedError)) throw error;
      }
    }
  }

  /** The answers to these questions, as far as there are any. */
  async find(ids: readonly string[]): Promise<ReadonlyMap<string, ModelAnswered>> {
    if (ids.length === 0) return new Map();
    const { rows } = await this.pool.query<{ id: string; document: string }>(
      `SELECT id::text, document FROM ${EXTRACTOR_SCHEMA}.answer WHERE id = ANY($1::uuid[])`,
      [ids],
    );
    // Only events that were checked by their schema are written into this table.
    return new Map(rows.map(({ id, document }) => [id, JSON.parse(document) as ModelAnswered]));
  }

  /** Tokens of all answers recorded on a UTC day, `YYYY-MM-DD`. */
  async tokensOn(day: string): Promise<number> {
    const { rows } = await this.pool.query<{ tokens: string }>(
      `SELECT coalesce(sum(tokens), 0)::text AS tokens FROM ${EXTRACTOR_SCHEMA}.answer WHERE answered_on = $1::date`,
      [day],
    );
    return Number(rows[0]?.tokens ?? 0);
  }

  private async takeIn(): Promise<void> {
    const bounds = await this.log.bounds(MODEL_ANSWERS_TOPIC);
    const next = await this.checkpoints();
    if (bounds.every(({ partition, begin, end }) => (next.get(partition) ?? begin) >= end)) return;
    const read = this.log.read(MODEL_ANSWERS_TOPIC, { from: { at: 'offsets', offsets: new Map(next) }, until: 'end' });
    for await (const { partition, records, nextOffset } of read) {
      await this.commit(partition, next.get(partition) ?? null, nextOffset, records);
      next.set(partition, nextOffset);
    }
    for (const { partition, end } of bounds) {
      // The tail may be gaps (transaction markers) that no batch reports.
      const at = next.get(partition) ?? null;
      if ((at ?? 0n) < end) await this.commit(partition, at, end, []);
    }
  }

  private async checkpoints(): Promise<Map<number, bigint>> {
    const { rows } = await this.pool.query<{ partition: number; next_offset: string }>(
      `SELECT partition, next_offset::text FROM ${EXTRACTOR_SCHEMA}.checkpoint WHERE consumer = $1 AND topic = $2`,
      [CONSUMER, MODEL_ANSWERS_TOPIC],
    );
    return new Map(rows.map(({ partition, next_offset }) => [partition, BigInt(next_offset)]));
  }

  private async commit(
    partition: number,
    from: bigint | null,
    to: bigint,
    records: readonly LogRecord[],
  ): Promise<void> {
    const rows = records.flatMap((record) => this.rowOf(record));
    await inTransaction(this.pool, async (client) => {
      await moveCheckpoint(client, { schema: EXTRACTOR_SCHEMA }, CONSUMER, MODEL_ANSWERS_TOPIC, partition, from, to);
      if (rows.length > 0)
        await client.query(
          `INSERT INTO ${EXTRACTOR_SCHEMA}.answer (id, answered_on, tokens, document)
           SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[], $4::text[]) ON CONFLICT (id) DO NOTHING`,
          [
            rows.map(({ id }) => id),
            rows.map(({ answeredOn }) => answeredOn),
            rows.map(({ tokens }) => tokens),
            rows.map(({ document }) => document),
          ],
        );
    });
  }

  /** One answer that this build can't read must not stop the others: its question counts as not asked. */
  private rowOf({ headers, value, offset, recordedAt }: LogRecord): readonly AnswerRow[] {
    try {
      if (value === null) return [];
      const event = decodeEvent({ headers, value }, MODEL_ANSWERS_TOPIC);
      if (event.type !== 'parley.model.answered') return [];
      const { promptTokens, completionTokens } = event.data.usage;
      return [
        {
          id: event.id,
          answeredOn: recordedAt.toISOString().slice(0, 10),
          tokens: promptTokens + completionTokens,
          document: JSON.stringify(event.data),
        },
      ];
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      this.logger.error({ offset: String(offset), err: error }, 'a recorded answer can not be read');
      return [];
    }
  }
}
