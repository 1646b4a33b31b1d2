import fc from 'fast-check';
import { splitParagraphs, splitSentences } from './sentences.js';

const sentences = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
  it('end at stops and not at abbreviations or initials', () => {
    expect(sentences('Mr. Smith met J.D. Vance in the U.S. on Aug. 15. The talks failed.')).toEqual([
      'Mr. Smith met J.D. Vance in the U.S. on Aug. 15.',
      'The talks failed.',
    ]);
    expect(sentences('He left the U.S. The talks went on.')).toHaveLength(2);
  });

  it('take the closing quotation mark with them', () => {
    expect(sentences('“We will not go.” He left. "Why?" she asked.')).toEqual([
      '“We will not go.”',
      'He left.',
      '"Why?" she asked.',
    ]);
  });

  it('end with their paragraph', () => {
    expect(sentences('A headline\n\nThe text')).toEqual(['A headline', 'The text']);
  });

  it('run on over a line break that only wraps', () => {
    expect(splitParagraphs('the talks that\nwere held')).toHaveLength(1);
    expect(splitParagraphs('A heading\nThe text.')).toHaveLength(2);
  });

  it('never overlap and hold all letters, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (text) => {
        let last = 0;
        for (const { start, end } of splitSentences(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(text.slice(last, start).trim()).toBe('');
          last = end;
        }
        expect(text.slice(last).trim()).toBe('');
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});
