import { type CloudEvent, createEvent, encodeEvent, sha256Hex } from '@parley/contracts';
import type { OutgoingRecord } from '../../libs/event-log/src/index.js';

type NumberedEvent = CloudEvent<'parley.article.withdrawn'>;

const EPOCH = Date.parse('2026-01-01T00:00:00.000Z');

/** A real event of the catalogue that carries a number; events of one `key` stay in order. */
export function numberedEvent(number: number, key = String(number)): NumberedEvent {
  return createEvent(
    'parley.article.withdrawn',
    {
      articleId: sha256Hex(key),
      url: `https://news.example/${encodeURIComponent(key)}`,
      revision: null,
      reason: `number ${number}`,
      withdrawnBy: 'contract suite',
      withdrawnAt: new Date(EPOCH + number).toISOString(),
    },
    { source: '/parley/test', time: new Date(EPOCH + number) },
  );
}

export const numberedRecord = (number: number, key?: string): OutgoingRecord => encodeEvent(numberedEvent(number, key));

export const numberedRecords = (from: number, to: number, keys = 17): OutgoingRecord[] =>
  Array.from({ length: to - from }, (_, i) => numberedRecord(from + i, `key ${(from + i) % keys}`));

/** The number an event carries. */
export const numberOf = (event: { readonly data: object }): number =>
  Number(/^number (\d+)$/.exec((event.data as { reason: string }).reason)?.[1] ?? Number.NaN);
