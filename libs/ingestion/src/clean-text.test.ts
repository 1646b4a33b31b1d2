import { JUNK_LINES } from '@parley/article-text';
import fc from 'fast-check';
import { cleanLine, cleanText, storableText } from './clean-text.js';

describe('clean text', () => {
  test.each([
    ['composes characters (NFC)', 'Cafe\u0301', 'Café'],
    ['makes every line break LF', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['takes out NUL and control characters', 'a\u0000b\u0007c\u009fd', 'abcd'],
    ['takes out zero-width characters', 'Tu\u200bsk\u200c sa\u200did\ufeff', 'Tusk said'],
    ['takes out right-to-left overrides and isolates', '\u202enever\u202c \u2067signed\u2069', 'never signed'],
    ['keeps right-to-left script itself', 'قال الوزير\u200f: لا', 'قال الوزير: لا'],
    ['takes out soft hyphens', 'nego\u00adtiation', 'negotiation'],
    ['joins a word that a soft hyphen breaks at the end of a line', 'nego\u00ad\ntiation', 'negotiation'],
    ['mends UTF-8 that was misread, before controls go', 'â€œThey donâ€™t,â€\u009d CafÃ©', '“They don’t,” Café'],
    [
      'keeps the cells of a table apart',
      'Actor\tCanal\nNorland\tyes\nA stray\ttab',
      'Actor | Canal\nNorland | yes\nA stray | tab',
    ],
    ['takes a stray tab for a space', 'Norland\tsays\nthat it will', 'Norland says\nthat it will'],
    ['composes across a zero-width character', 'e\u200b\u0301', 'é'],
    ['replaces half a surrogate pair', 'a\ud800b', 'a\ufffdb'],
    ['keeps whole pairs', 'a😀b', 'a😀b'],
    ['makes non-breaking spaces plain', '5\u00a0000\u202fmen', '5 000 men'],
    ['takes trailing spaces and runs of blank lines', 'a  \n\n\n\n b\n \n', 'a\n\nb'],
    ['takes out tag characters, which can smuggle words', 'yes\u{e0041}\u{e0042}', 'yes'],
  ])('%s', (_, given, expected) => expect(cleanText(given)).toBe(expected));

  it('drops lines that pages print around articles, when they are nothing else', () => {
    expect(
      cleanText(
        'The talks failed.\nAdvertisement\nShare this article\nRead more: Ten things to know\n\nSIGN UP FOR OUR NEWSLETTER!\n\nBoth left early.',
      ),
    ).toBe('The talks failed.\n\nBoth left early.');
  });

  it('keeps sentences that only hold such words', () => {
    const text = 'The minister wants to share this article of the treaty.\nAn advertisement for peace, he called it.';
    expect(cleanText(text)).toBe(text);
  });

  it('keeps the first of repeated paragraphs', () => {
    expect(cleanText('One is here.\n\nTwo is here.\n\nOne is here.\n\nThree is here.')).toBe(
      'One is here.\n\nTwo is here.\n\nThree is here.',
    );
    expect(cleanText('One is here.\nTwo is here.\nOne is here.')).toBe('One is here.\nTwo is here.');
  });

  it('keeps short answers that are given twice', () => {
    expect(cleanText('Yes.\n\nWill you?\n\nYes.')).toBe('Yes.\n\nWill you?\n\nYes.');
  });

  it('drops the headline where the text repeats it, unless it is all there is', () => {
    expect(cleanText('Talks fail\n\nBoth left early.', 'Talks\u00a0fail')).toBe('Both left early.');
    expect(cleanText('Talks fail\nBoth left early.', 'Talks fail')).toBe('Both left early.');
    expect(cleanText('Talks fail', 'Talks fail')).toBe('Talks fail');
  });

  it('leaves nothing of a text that is all junk', () => {
    expect(cleanText('\u200b\n Advertisement \n\n Share ')).toBe('');
  });

  it('makes one line of a title', () => expect(cleanLine(' Talks\r\n\tfail\u200b ')).toBe('Talks fail'));

  it('keeps an original as it is but for what no store takes', () =>
    expect(storableText('a\u0000\u200b\ud800\r\n')).toBe('a\ufffd\u200b\ufffd\r\n'));

  const piece = fc.oneof(
    fc.constantFrom(
      ...[...JUNK_LINES].slice(0, 12),
      'Title',
      'a b c',
      'A b c.',
      '\n',
      '\n\n',
      '\r\n',
      ' ',
      '\u00a0',
      '\u200b',
      '\u0301',
      'e',
      '\t',
      'â',
      '€',
      '™',
      'Â£',
      '\u00ad',
      '\ud800',
      '\ufeff',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  it('changes nothing the second time, for any text and title', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 24 }),
        fc.oneof(fc.constant('Title'), fc.constant('a b c'), fc.string()),
        (pieces, title) => {
          const once = cleanText(pieces.join(''), title);
          expect(cleanText(once, title)).toBe(once);
          expect(once).toBe(once.normalize('NFC').trim());
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
