import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { z } from 'zod';
import {
  ALL_TOPICS,
  CATALOGUE,
  type ContractError,
  contentId,
  createEvent,
  dataSchemaOf,
  decodeEvent,
  defineEvent,
  EVENT_TYPES,
  type EventType,
  encodeEvent,
  readData,
  versionOf,
} from './index.js';

const folder = join(process.cwd(), 'libs/contracts/samples');
interface Sample {
  topic: string;
  key: string;
  headers: Record<string, string>;
  value: Record<string, unknown>;
}
const samples = new Map<string, Sample>(
  readdirSync(folder).map((file) => [
    file.replace(/\.json$/, ''),
    JSON.parse(readFileSync(join(folder, file), 'utf8')),
  ]),
);
const sampleOf = (name: string): Sample => {
  const sample = samples.get(name);
  if (!sample) throw new Error(`no recorded sample ${name}`);
  return structuredClone(sample);
};
const decode = (sample: Sample, topic?: string) =>
  decodeEvent({ headers: sample.headers, value: Buffer.from(JSON.stringify(sample.value)) }, topic);
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as ContractError).code;
  }
  return 'no error';
};

describe('recorded samples', () => {
  test.each(EVENT_TYPES)('every version of %s has one', (type) => {
    for (let version = 1; version <= CATALOGUE[type].version; version++)
      expect(samples.has(`${type}.v${version}`)).toBe(true);
  });

  test.each([...samples.keys()])('%s is read, and written again as it was recorded', (name) => {
    const sample = sampleOf(name);
    const event = decode(sample, sample.topic);
    expect(`${event.type}.v${versionOf(event.type, sample.headers.ce_dataschema)}`).toBe(name);
    if (versionOf(event.type, sample.headers.ce_dataschema) < CATALOGUE[event.type].version) return;
    const again = encodeEvent(event);
    expect(again.key).toBe(sample.key);
    expect(again.headers).toEqual(sample.headers);
    expect(JSON.parse(again.value.toString())).toEqual(sample.value);
  });

  test.each([...samples.keys()])('%s keeps the id that its content derives', (name) => {
    const event = decode(sampleOf(name));
    const made = createEvent(event.type as EventType, event.data, { source: event.source, time: new Date(event.time) });
    expect(made.id).toBe(event.id);
  });
});

describe('an event that does not fit is refused', () => {
  const observed = () => sampleOf('parley.article.observed.v1');

  test('of an unknown type', () => {
    const sample = observed();
    sample.headers.ce_type = 'parley.article.sung';
    expect(codeOf(() => decode(sample))).toBe('EVENT_UNKNOWN_TYPE');
  });
  test('of a type that every object inherits', () => {
    const sample = observed();
    sample.headers.ce_type = 'constructor';
    expect(codeOf(() => decode(sample))).toBe('EVENT_UNKNOWN_TYPE');
  });
  test('of a version newer than this build', () => {
    const sample = observed();
    sample.headers.ce_dataschema = dataSchemaOf('parley.article.observed', 99);
    expect(codeOf(() => decode(sample))).toBe('EVENT_UNKNOWN_VERSION');
  });
  test('without the version of its schema', () => {
    const sample = observed();
    sample.headers.ce_dataschema = '';
    expect(codeOf(() => decode(sample))).toBe('EVENT_UNKNOWN_VERSION');
  });
  test('with broken JSON', () => {
    expect(codeOf(() => decodeEvent({ headers: observed().headers, value: Buffer.from('{"articleId":') }))).toBe(
      'EVENT_NOT_JSON',
    );
  });
  test('without CloudEvents headers', () => {
    expect(codeOf(() => decodeEvent({ headers: {}, value: Buffer.from('{}') }))).toBe('EVENT_MALFORMED_ENVELOPE');
  });
  test('in a topic it does not belong to', () => {
    expect(codeOf(() => decode(observed(), 'parley.positions.v1'))).toBe('EVENT_WRONG_TOPIC');
  });
  test('where a field has the wrong shape, with the place', () => {
    const sample = observed();
    sample.value.revision = { number: 0, hash: 'x' };
    try {
      decode(sample);
      throw new Error('was read');
    } catch (error) {
      const contract = error as ContractError;
      expect(contract.code).toBe('EVENT_SCHEMA_MISMATCH');
      expect(contract.details.map((d) => d.pointer)).toEqual(['/revision/number', '/revision/hash']);
    }
  });
  test('where a field is unknown', () => {
    const sample = observed();
    sample.value.mood = 'grim';
    expect(codeOf(() => decode(sample))).toBe('EVENT_SCHEMA_MISMATCH');
  });
  test('where a position change names another kind than its type', () => {
    const sample = sampleOf('parley.position.taken.v1');
    sample.value.change = 'shifted';
    expect(codeOf(() => decode(sample))).toBe('EVENT_SCHEMA_MISMATCH');
  });
  test('where it is created', () => {
    const data = { ...decode(observed()).data, text: '' };
    expect(
      codeOf(() => createEvent('parley.article.observed', data as never, { source: '/t', time: new Date(0) })),
    ).toBe('EVENT_SCHEMA_MISMATCH');
  });
});

describe('upcasting', () => {
  const schema = z.strictObject({ fullName: z.string(), born: z.int() });
  const upcasters = {
    1: (data: unknown) => ({ name: (data as { n: string }).n }),
    2: (data: unknown) => ({ fullName: (data as { name: string }).name, born: 0 }),
  };
  const definition = defineEvent({
    type: 't',
    topic: 'x',
    version: 3,
    schema,
    upcasters,
    keyOf: () => 'k',
    idOf: () => 'i',
  });

  test('brings each older version up to the newest, step by step', () => {
    const newest = { fullName: 'Ada Quill', born: 0 };
    expect(readData(definition, 1, { n: 'Ada Quill' })).toEqual(newest);
    expect(readData(definition, 2, { name: 'Ada Quill' })).toEqual(newest);
    expect(readData(definition, 3, newest)).toEqual(newest);
  });
  test('refuses what an upcaster can not bring into shape', () => {
    expect(codeOf(() => readData(definition, 1, null))).toBe('EVENT_SCHEMA_MISMATCH');
    expect(codeOf(() => readData(definition, 2, {}))).toBe('EVENT_SCHEMA_MISMATCH');
  });
  test('a definition without an upcaster for an old version can not be made', () => {
    expect(() => defineEvent({ type: 't', topic: 'x', version: 2, schema, keyOf: () => 'k', idOf: () => 'i' })).toThrow(
      RangeError,
    );
  });
});

test('a correction of before, with its whole timeline, is read as one that rewrites all days', () => {
  for (const version of [1, 2]) {
    const sample = sampleOf(`parley.position.corrected.v${version}`);
    const after = sample.value.before;
    const timeline = [{ position: after, statementIds: ['da3b30ec-1863-5b67-a165-5d4de2ee5501'] }];
    const event = decode({ ...sample, value: { ...sample.value, after, timeline } });
    expect(event.data).toMatchObject({ rewritten: { from: null, to: null, segments: timeline } });
    expect(event.data).not.toHaveProperty('timeline');
  }
});

test('days that are rewritten leave no gap and end where they say', () => {
  const segment = (validFrom: string, validTo: string | null) => ({
    position: {
      ...(sampleOf('parley.position.corrected.v3').value.before as object),
      validFrom,
      validTo,
      lastStatedOn: validFrom,
    },
    statementIds: ['da3b30ec-1863-5b67-a165-5d4de2ee5501'],
  });
  const rewriting = (to: string | null, ...segments: unknown[]) => {
    const sample = sampleOf('parley.position.corrected.v3');
    return codeOf(() =>
      decode({ ...sample, value: { ...sample.value, rewritten: { from: '2026-03-01', to, segments } } }),
    );
  };
  expect(rewriting(null, segment('2026-03-01', '2026-03-04'), segment('2026-03-04', null))).toBe('no error');
  expect(rewriting(null, segment('2026-03-01', '2026-03-04'), segment('2026-03-05', null))).toBe(
    'EVENT_SCHEMA_MISMATCH',
  );
  expect(rewriting('2026-03-09', segment('2026-03-01', null))).toBe('EVENT_SCHEMA_MISMATCH');
});

describe('ids', () => {
  test('are the same for the same key and differ for any other', () => {
    const part = fc.string().filter((text) => !text.includes('\u001f'));
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.array(part, { minLength: 1, maxLength: 4 }),
        (a, b) => {
          const same = a.length === b.length && a.every((text, i) => text === b[i]);
          expect(contentId('k', ...a) === contentId('k', ...b)).toBe(same);
        },
      ),
    );
  });
  test('refuse a part that holds the separator', () => {
    expect(() => contentId('k', 'a\u001fb')).toThrow(RangeError);
  });
});

test('topic names are unique, and legal in Kafka', () => {
  const names = ALL_TOPICS.map((topic) => topic.name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9._-]{1,249}$/);
});
