import fc from 'fast-check';
import { normalizeWord, tokenize } from './tokens.js';

const words = (text: string) => tokenize(text).map((token) => text.slice(token.start, token.end));

describe('tokens', () => {
  it('cut a possessive off and leave a contraction whole', () => {
    expect(words("Kyiv's army doesn't wait, O'Brien's does")).toEqual([
      'Kyiv',
      "'s",
      'army',
      "doesn't",
      'wait',
      ',',
      "O'Brien",
      "'s",
      'does',
    ]);
  });

  it('keep hyphenated words, initialisms and figures whole', () => {
    expect(words('a cease-fire in the U.S. at 1,000.5 or 145% of it.')).toEqual([
      'a',
      'cease-fire',
      'in',
      'the',
      'U.S.',
      'at',
      '1,000.5',
      'or',
      '145%',
      'of',
      'it',
      '.',
    ]);
  });

  it('tell the US from us', () => {
    const [country, pronoun] = tokenize('US us');
    expect(country?.lower).toBe('us');
    expect(country?.stem).not.toBe(pronoun?.stem);
  });

  it('read through accents, curly apostrophes and invisible characters', () => {
    expect(normalizeWord('Šefčovič')).toBe('sefcovic');
    expect(normalizeWord('Erdoğan')).toBe('erdogan');
    expect(normalizeWord('don’t')).toBe("don't");
    expect(tokenize('Pu\u200btin')[0]?.lower).toBe('putin');
  });

  it('share a stem between forms of a word', () => {
    const stems = (text: string) => new Set(tokenize(text).map((token) => token.stem)).size;
    expect(stems('negotiate negotiated negotiating negotiations negotiation')).toBe(1);
    expect(stems('ceasefire ceasefires cease-fire')).toBe(1);
    expect(stems('withdrew withdrawn withdraw withdrawing')).toBe(1);
    expect(stems('defence defense')).toBe(1);
  });

  it('cover every visible character once, in order, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
        let last = 0;
        for (const token of tokenize(text)) {
          expect(token.start).toBeGreaterThanOrEqual(last);
          expect(token.end).toBeGreaterThan(token.start);
          last = token.end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
