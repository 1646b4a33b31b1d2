import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DeadLetter, DeadLetterQuery, Page } from '@parley/contracts';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor, placeParts } from '../../paging/cursor.js';
import { pageOfRows } from '../../paging/page.js';
import { Conditions, exactInstant, R, RECORD, rowsOf } from '../../record/record.js';

export class ListDeadLetters extends Query<Page<DeadLetter>> {
  constructor(readonly asked: DeadLetterQuery) {
    super();
  }
}

interface DeadLetterRow {
  readonly dlq_topic: string;
  readonly dlq_partition: number;
  readonly dlq_offset: bigint;
  readonly service: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly code: string;
  readonly reason: string;
  readonly key: string | null;
  readonly headers: Record<string, string>;
  readonly bytes: number | null;
  readonly preview: Buffer | null;
  readonly recorded_at: Date;
  readonly retried_at: Date | null;
  readonly exact: string;
}

const PREVIEW_BYTES = 1_000;
const placeSchema = z.tuple([placeParts.instant, placeParts.text, placeParts.partition, placeParts.offset]);

@QueryHandler(ListDeadLetters)
export class ListDeadLettersHandler implements IQueryHandler<ListDeadLetters> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ asked }: ListDeadLetters): Promise<Page<DeadLetter>> {
    const scope: CursorScope = { list: 'dead letters', filters: { ...asked } };
    const conditions = new Conditions()
      .where(asked.service, (service) => `d.service = ${service}`)
      .where(asked.topic, (topic) => `d.topic = ${topic}`);
    if (asked.cursor !== undefined) {
      const [instant, topic, partition, offset] = decodeCursor(scope, asked.cursor, placeSchema);
      const at = `${conditions.parameter(instant)}::timestamptz`;
      const place = [topic, partition, offset].map((part) => conditions.parameter(part));
      conditions.also(
        `(d.recorded_at < ${at} OR (d.recorded_at = ${at} AND (d.dlq_topic, d.dlq_partition, d.dlq_offset) > (${place.join(', ')})))`,
      );
    }
    const rows = await rowsOf<DeadLetterRow>(
      this.record,
      `SELECT d.dlq_topic, d.dlq_partition, d.dlq_offset, d.service, d.topic, d.partition, d."offset", d.code, d.reason,
              d.key, d.headers, octet_length(d.value) AS bytes, substring(d.value FROM 1 FOR ${PREVIEW_BYTES}) AS preview,
              d.recorded_at, d.retried_at, ${exactInstant('d.recorded_at')} AS exact
         FROM ${R}.dead_letter d WHERE ${conditions}
        ORDER BY d.recorded_at DESC, d.dlq_topic, d.dlq_partition, d.dlq_offset
        LIMIT ${conditions.parameter(asked.limit + 1)}`,
      conditions.parameters,
    );
    return pageOfRows(rows, asked.limit, scope, showDeadLetter, (row) => [
      row.exact,
      row.dlq_topic,
      row.dlq_partition,
      String(row.dlq_offset),
    ]);
  }
}

const showDeadLetter = (row: DeadLetterRow): DeadLetter => ({
  service: row.service,
  code: row.code,
  reason: row.reason,
  original: { topic: row.topic, partition: row.partition, offset: String(row.offset) },
  letter: { topic: row.dlq_topic, partition: row.dlq_partition, offset: String(row.dlq_offset) },
  key: row.key,
  headers: row.headers,
  bytes: row.bytes,
  // Whatever the bytes are: what is not UTF-8 shows as U+FFFD.
  preview: row.preview?.toString('utf8') ?? null,
  recordedAt: row.recorded_at.toISOString(),
  retriedAt: row.retried_at?.toISOString() ?? null,
});
