import { readFileSync } from 'node:fs';
import { parseDossier } from '@parley/dossier';
import fc from 'fast-check';
import { type ArticleInput, createExtractor } from './index.js';
import { riverDossier } from './river-dossier.fixture.js';

interface GoldRow {
  readonly id: string;
  readonly dossier: string;
  readonly text: string;
  readonly publishedAt: string;
}

const gold = readFileSync('test/gold/dev.jsonl', 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as GoldRow);

function dossierOf(name: string) {
  const result = parseDossier(readFileSync(`test/gold/dossiers/${name}.yaml`, 'utf8'));
  if (!result.ok) throw new Error(`${name} refused`);
  return result.dossier;
}

const fragments = [
  'Dora Marsh',
  'Ruler',
  'Lowland',
  'the prime minister',
  'she',
  'they',
  'said',
  'told reporters',
  'rejected',
  'called for',
  'according to',
  'the dam',
  'a truce',
  'its tolls',
  'only if',
  'not',
  '“',
  '”',
  '"',
  "'",
  '’s',
  ',',
  '.',
  '\n\n',
  ' ',
  ' and ',
  'who',
  'on Monday',
  '\u200b',
  '\ud800',
  '😀',
  '—',
  ':',
  '(',
  ')',
  'U.S.',
  '145%',
];
const article = fc.array(fc.constantFrom(...fragments), { maxLength: 60 }).map((parts) => parts.join(' '));

describe('for every text', () => {
  const extractor = createExtractor(riverDossier());

  it('the evidence is exactly the text between its offsets', () => {
    fc.assert(
      fc.property(article, (text) => {
        for (const statement of extractor.extract({ text, publishedAt: '2025-09-10', language: 'en' })) {
          expect(statement.start).toBeLessThan(statement.end);
          expect(statement.evidence).toBe(text.slice(statement.start, statement.end));
        }
        for (const attribution of extractor.attributions({ text, publishedAt: '2025-09-10', language: 'en' })) {
          const { source, cue, content } = attribution;
          expect(source.text).toBe(text.slice(source.start, source.end));
          expect(cue.text).toBe(text.slice(cue.start, cue.end));
          expect(content.length).toBeGreaterThan(0);
          for (const span of content) expect(span.start).toBeLessThan(span.end);
        }
      }),
      { numRuns: 400, seed: 11 },
    );
  });

  it('an actor has one statement on an issue', () => {
    fc.assert(
      fc.property(article, (text) => {
        const keys = extractor
          .extract({ text, publishedAt: '2025-09-10', language: 'en' })
          .map((s) => `${s.actor}|${s.issue}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 200, seed: 12 },
    );
  });
});

describe('what an article gives', () => {
  const extractors = new Map(
    [...new Set(gold.map((row) => row.dossier))].map((name) => [name, createExtractor(dossierOf(name))]),
  );
  const run = (row: GoldRow) => {
    const input: ArticleInput = { text: row.text, publishedAt: row.publishedAt, language: 'en' };
    const extractor = extractors.get(row.dossier);
    return JSON.stringify([extractor?.extract(input), extractor?.attributions(input)]);
  };
  const first = new Map(gold.map((row) => [row.id, run(row)]));

  it('does not depend on what was read before', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(gold, { minLength: 5 }), (rows) => {
        for (const row of rows) expect(run(row)).toBe(first.get(row.id));
      }),
      { numRuns: 6, seed: 13 },
    );
  });

  it('does not depend on which extractor of the dossier read it', () => {
    for (const row of gold.slice(0, 4)) {
      const fresh = createExtractor(dossierOf(row.dossier));
      const input = { text: row.text, publishedAt: row.publishedAt, language: 'en' };
      expect(JSON.stringify([fresh.extract(input), fresh.attributions(input)])).toBe(first.get(row.id));
    }
  });

  it('is the same when headline and paragraphs stand twice', () => {
    for (const row of gold.slice(0, 8)) {
      const extractor = extractors.get(row.dossier);
      const once = extractor?.extract({ text: row.text, publishedAt: row.publishedAt, language: 'en' }) ?? [];
      const twice =
        extractor?.extract({ text: `${row.text}\n\n${row.text}`, publishedAt: row.publishedAt, language: 'en' }) ?? [];
      const keys = (list: typeof once) => list.map((s) => `${s.actor}|${s.issue}|${s.stance}`).sort();
      expect(keys(twice)).toEqual(keys(once));
    }
  });
});
