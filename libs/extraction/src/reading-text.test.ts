import fc from 'fast-check';
import { canalDossier } from './canal-dossier.fixture.js';
import { createExtractor } from './index.js';
import { readingText } from './reading-text.js';

const extractor = createExtractor(canalDossier());
const read = (text: string) => extractor.extract({ text, publishedAt: '2026-03-04', language: 'en' });
const said = (text: string) => read(text).map(({ actor, issue, stance }) => `${actor} ${issue} ${stance}`);

describe('a scanned text', () => {
  it('has words whole that a hyphen breaks at the end of a line, and keeps the hyphen of a word that has one', () => {
    expect(readingText('They nego-\ntiate a cease-\nfire. A cease-fire may hold.').text).toBe(
      'They negotiate a cease-fire. A cease-fire may hold.',
    );
    expect(readingText('nego\u00ad\n  tiate').text).toBe('negotiate');
    expect(readingText('Monday -\nthe day').text).toBe('Monday -\nthe day');
  });

  it('is read over its broken words, broken lines and ligatures', () => {
    const text =
      'Ruritania supports the lakeside ca-\nnal, President Rudolf Elphberg said\non Monday after talks with\u0020Foreign\nMinister Anna Yetive. She has always\nrejected the canal and ofﬁcially does\nso still.';
    expect(said(text)).toContain('elphberg canal support');
    const [first] = read(text);
    expect(first?.evidence).toContain('ca-\nnal, President Rudolf Elphberg said\non Monday');
    expect(
      said('The oﬃcials left. Graustark said the ﬁnal canal must be built. Graustark re­jects lower tolls.'),
    ).toEqual(['graustark canal support', 'graustark tolls oppose']);
  });

  it('is read through stray spaces', () => {
    expect(
      said('Ruritania supports the canal ,  President Rudolf Elphberg  said .\n\n  Graustark  rejected  the  canal .'),
    ).toEqual(['elphberg canal support', 'graustark canal oppose']);
  });
});

describe('a text read in a wrong encoding', () => {
  it('is read as it was meant, with offsets into it as given', () => {
    const text =
      'â€œWe will never lower our tolls on shipping,â€\u009d Rudolf Elphberg said. Graustark doesnâ€™t want the canal, Anna Yetive said.';
    const statements = read(text);
    expect(statements.map(({ actor, issue, stance, kind }) => [actor, issue, stance, kind])).toEqual([
      ['elphberg', 'tolls', 'oppose', 'direct'],
      ['yetive', 'canal', 'oppose', 'indirect'],
    ]);
    expect(statements[1]?.evidence).toBe('Graustark doesnâ€™t want the canal, Anna Yetive said.');
  });

  it('is read so too where HTML left its names of characters', () => {
    expect(
      said(
        '&ldquo;We will build the canal,&rdquo; Rudolf Elphberg said. Graustark doesn&#39;t want the canal, Anna Yetive said.',
      ),
    ).toEqual(['elphberg canal support', 'yetive canal oppose']);
  });
});

it('emoji and marks of direction stand between words and are none', () => {
  expect(
    said(
      'Rudolf Elphberg 🇷🇺 said ✅ Ruritania supports the canal ❤️. 👨‍👩‍👧 Graustark ❌ rejected the canal!!! 😡😡 \u200fAnna Yetive\u200f said “we will not build the canal”.',
    ),
  ).toEqual(['elphberg canal support', 'graustark canal oppose', 'yetive canal oppose']);
});

it('places in what is read lead back to the same words in the text as given', () => {
  const piece = fc.constantFrom(
    'canal',
    'nego-\ntiate',
    'donâ€™t',
    '&amp;',
    'a',
    '-\n',
    '\u00ad\n',
    'Ã©',
    ' ',
    '.',
    '\n',
    '😀',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const given = pieces.join('');
      const reading = readingText(given);
      for (const { index, 0: word } of reading.text.matchAll(/canal|😀/g)) {
        const start = reading.givenStart(index);
        expect(given.slice(start, reading.givenEnd(index + word.length))).toBe(word);
      }
      expect(reading.givenStart(0)).toBeGreaterThanOrEqual(0);
      expect(reading.givenEnd(reading.text.length)).toBeLessThanOrEqual(given.length);
    }),
    { numRuns: 500, seed: 41 },
  );
});
