import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Dossier, parseDossier } from '@parley/dossier';
import { articleLines } from './article-lines.js';
import { ArticleExtraction } from './extract-articles.js';

const dossier = (id: string, actor: string): Dossier => {
  const parsed = parseDossier(`
dossier: ${id}
title: The lakeside water talks
from: 2026-01-01
actors:
  - { id: ${actor}, name: Ruritania, kind: government }
issues:
  - { id: water-treaty, label: The water treaty, proposition: The lakeside states should sign the water treaty., terms: [water treaty] }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.dossier;
};
const lakeside = dossier('lakeside-water', 'ruritania');
const riverside = dossier('riverside-water', 'the-kingdom');

const text = 'Ruritania rejects the water treaty, its foreign ministry said on Monday.';
const article = (more: Record<string, unknown> = {}) =>
  JSON.stringify({ id: 'a1', text, publishedAt: '2026-03-02', unknown: [1], ...more });
const dossiersOf = (extraction: ArticleExtraction, line: string) => {
  const outcome = extraction.statements(line);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.line.statements.map(({ dossier: of, actor }) => `${of ?? '-'} ${actor}`);
};

describe('ArticleExtraction', () => {
  it('reads an article under the one dossier, whichever it names', () => {
    expect(dossiersOf(new ArticleExtraction([lakeside]), article({ dossier: 'riverside-water' }))).toEqual([
      '- ruritania',
    ]);
  });

  it('of several dossiers takes the one that the article names', () => {
    expect(dossiersOf(new ArticleExtraction([lakeside, riverside]), article({ dossier: 'riverside-water' }))).toEqual([
      '- the-kingdom',
    ]);
  });

  it('reads under all where the article names none of them, and says which', () => {
    expect(dossiersOf(new ArticleExtraction([lakeside, riverside]), article())).toEqual([
      'lakeside-water ruritania',
      'riverside-water the-kingdom',
    ]);
  });

  it('gives evidence that is exactly the characters of its offsets', () => {
    const outcome = new ArticleExtraction([lakeside]).statements(article());
    if (!outcome.ok) throw new Error(outcome.error.message);
    for (const { start, end, evidence } of outcome.line.statements) expect(text.slice(start, end)).toBe(evidence);
  });

  it('names each attribution once, however many dossiers there are', () => {
    const one = new ArticleExtraction([lakeside]).attributions(article());
    const two = new ArticleExtraction([lakeside, riverside]).attributions(article());
    if (!one.ok || !two.ok) throw new Error('not read');
    expect(one.line.attributions.length).toBeGreaterThan(0);
    expect(two.line).toEqual(one.line);
  });

  it.each(['not json', '[]', '{}', '{"id":"a"}', '{"id":"a","text":"b","publishedAt":"soon"}'])(
    'refuses %s',
    (line) => {
      expect(new ArticleExtraction([lakeside, riverside]).statements(line).ok).toBe(false);
      expect(new ArticleExtraction([lakeside, riverside]).attributions(line).ok).toBe(false);
    },
  );
});

describe('articleLines', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-cli-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const linesOf = async (bytes: Buffer) => {
    const file = join(folder, 'articles.jsonl');
    await writeFile(file, bytes);
    const lines = [];
    for await (const line of articleLines(file)) lines.push(line);
    return lines;
  };

  it('numbers lines as an editor does, and names those that are no text', async () => {
    expect(await linesOf(Buffer.from('\ufeffone\r\n\ntwo\u2028half\n\xff', 'utf8'))).toEqual([
      { ok: true, number: 1, text: 'one' },
      { ok: true, number: 3, text: 'two\u2028half' },
      { ok: true, number: 4, text: 'ÿ' },
    ]);
    expect(await linesOf(Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a, 0x62]))).toEqual([
      { ok: true, number: 1, text: 'a' },
      { ok: false, number: 2, reason: 'The line is not UTF-8 text.' },
      { ok: true, number: 3, text: 'b' },
    ]);
  });

  it('names a line that is too long and goes on', async () => {
    const lines = await linesOf(Buffer.from(`${'x'.repeat(17 * 1024 * 1024)}\nshort\n`));
    expect(lines.map(({ ok, number }) => [number, ok])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  it('says which file is not there', async () => {
    await expect(articleLines(join(folder, 'none')).next()).rejects.toThrow(/can't read .*none/);
  });
});

describe('what is printed of an article', () => {
  const french =
    'La Ruritanie rejette le traité sur les eaux, a déclaré lundi son ministère des affaires étrangères. Le ministre a ajouté que les discussions ne reprendraient pas avant la fin du mois.';

  it('names the rule set, and says why it was not read', () => {
    expect(new ArticleExtraction([lakeside]).statements(article())).toMatchObject({
      line: { ruleSet: { id: 'rules', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) } },
    });
    expect(new ArticleExtraction([lakeside, riverside]).statements(article({ text: french }))).toMatchObject({
      line: { statements: [], unread: { reason: 'language', language: 'fr' } },
    });
  });

  it('explains it under each dossier it is read under', () => {
    const outcome = new ArticleExtraction([lakeside, riverside]).explanations(article());
    if (!outcome.ok) throw new Error(outcome.error.message);
    expect(outcome.line.map(({ id, dossier: of, statements }) => [id, of, statements.length])).toEqual([
      ['a1', 'lakeside-water', 1],
      ['a1', 'riverside-water', 1],
    ]);
  });
});
