import type { DeadLetter, Page } from '@parley/contracts';
import { type ApiUnderTest, startApi } from '../../../../../test/support/api/api-under-test.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
  await api.pool.query(
    `INSERT INTO record.dead_letter (dlq_topic, dlq_partition, dlq_offset, service, topic, partition, "offset", code, reason,
                                     key, headers, value, recorded_at)
     SELECT 'parley.articles.v1.dlq.extractor', 0, n, CASE n % 2 WHEN 0 THEN 'extractor' ELSE 'projector' END,
            'parley.articles.v1', 1, 9007199254740993 + n, 'EVENT_NOT_JSON', 'the value is not JSON', NULL,
            '{"ce_id": "x"}', CASE n WHEN 0 THEN NULL ELSE convert_to(repeat('é<', 1000), 'UTF8') || '\\xff' END,
            '2025-01-01T00:00:00Z'::timestamptz + (n / 3) * interval '1 microsecond'
       FROM generate_series(0, 9) AS n`,
  );
});
afterAll(() => api?.close());

test('pages give every dead letter once, newest first to the microsecond', async () => {
  const seen: DeadLetter[] = [];
  for (let cursor = ''; ; ) {
    const page = await api.body<Page<DeadLetter>>(`/v1/dead-letters?limit=2${cursor}`);
    seen.push(...page.items);
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  expect(seen.map((letter) => letter.letter.offset)).toEqual(['9', '6', '7', '8', '3', '4', '5', '0', '1', '2']);
});

test('each says what, where and why, with a beginning of its bytes', async () => {
  const { items } = await api.body<Page<DeadLetter>>('/v1/dead-letters?service=projector&limit=1');
  expect(items[0]).toMatchObject({
    service: 'projector',
    code: 'EVENT_NOT_JSON',
    original: { topic: 'parley.articles.v1', partition: 1, offset: '9007199254741002' },
    bytes: 3_001,
    headers: { ce_id: 'x' },
  });
  expect(items[0]!.preview).toHaveLength(667);
  const [tombstone] = (await api.body<Page<DeadLetter>>('/v1/dead-letters')).items.filter(
    (item) => item.letter.offset === '0',
  );
  expect(tombstone).toMatchObject({ bytes: null, preview: null });
  expect((await api.body<Page<DeadLetter>>('/v1/dead-letters?topic=other')).items).toEqual([]);
});
