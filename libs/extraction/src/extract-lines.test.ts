import { createExtractor, extractAttributionsLine, extractLine, readArticleLine } from './index.js';
import { riverDossier } from './river-dossier.fixture.js';

const extractor = createExtractor(riverDossier());
const article = {
  id: 'a1',
  publishedAt: '2025-09-10',
  text: 'Lowland rejects the dam, its foreign minister, Bela Flood, said on Monday.',
};

describe('an article line', () => {
  it('gives the same from text and from an object', () => {
    expect(extractLine(extractor, JSON.stringify(article))).toEqual(extractLine(extractor, article));
  });

  it('gives the id and its statements', () => {
    const outcome = extractLine(extractor, article);
    expect(outcome).toMatchObject({
      ok: true,
      line: { id: 'a1', statements: [{ actor: 'lowland', issue: 'dam', stance: 'oppose' }] },
    });
  });

  it('gives the id and its attributions', () => {
    const outcome = extractAttributionsLine(extractor, article);
    expect(outcome.ok && outcome.line.attributions.length).toBeGreaterThan(0);
  });

  it('passes over fields it does not know', () => {
    expect(readArticleLine({ ...article, statements: [], colour: 1, title: null })).toMatchObject({ ok: true });
  });

  it('takes the address where there is no id', () => {
    const { id: _, ...rest } = article;
    expect(readArticleLine({ ...rest, url: 'https://example.org/1' })).toMatchObject({
      ok: true,
      id: 'https://example.org/1',
    });
  });

  it.each([
    ['broken JSON', '{"id":', 'invalid-json', undefined],
    ['a list', '[]', 'not-an-object', undefined],
    ['null', 'null', 'not-an-object', undefined],
    ['no id', { ...article, id: undefined }, 'missing-field', 'id'],
    ['an id that is an object', { ...article, id: {} }, 'invalid-field', 'id'],
    ['no text', { ...article, text: undefined }, 'missing-field', 'text'],
    ['text that is a number', { ...article, text: 7 }, 'invalid-field', 'text'],
    ['no day', { ...article, publishedAt: undefined }, 'missing-field', 'publishedAt'],
    ['a day that is none', { ...article, publishedAt: '2025-02-30' }, 'invalid-field', 'publishedAt'],
    ['a title that is a list', { ...article, title: [] }, 'invalid-field', 'title'],
  ])('is refused with a sentence for %s', (_name, line, code, field) => {
    const read = readArticleLine(line);
    expect(read).toMatchObject({ ok: false, error: { code, ...(field ? { field } : {}) } });
    expect(!read.ok && read.error.message).toMatch(/^The .*\.$/);
  });
});
