import fc from 'fast-check';
import { mendEncoding, misreadCharacters } from './index.js';

const asLatin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
/** As windows-1252, which has letters and marks where Latin-1 has controls. */
const asWindows = (text: string) =>
  asLatin1(text).replace(
    /[\u0080-\u009f]/g,
    (char) => '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'[char.charCodeAt(0) - 0x80] ?? char,
  );

describe('UTF-8 that was read in another encoding', () => {
  const meant = '“Don’t,” said the café’s owner — ‘no’ to £5… and 😀 in Łódź';

  it('is mended', () => {
    expect(asWindows('“Don’t”')).toBe('â€œDonâ€™tâ€\u009d');
    expect(mendEncoding(asWindows(meant))).toBe(meant);
    expect(mendEncoding(asLatin1(meant))).toBe(meant);
  });

  it('is mended where it was misread twice', () => {
    expect(mendEncoding(asWindows(asWindows(meant)))).toBe(meant);
  });

  it('is mended where the byte that does not show was lost', () => {
    expect(mendEncoding('â€œThere is no other way,â€ he said.')).toBe('“There is no other way,” he said.');
    expect(mendEncoding('It cost Â£5m, they donâ€™t say. Â Nothing')).toBe('It cost £5m, they don’t say.  Nothing');
  });

  it('is mended where HTML left its own names of characters, but for what would be markup', () => {
    expect(mendEncoding('&ldquo;They don&#39;t,&rdquo; &amp;amp; so on &#x2014; &lt;b&gt; &#60; AT&T; &#7;')).toBe(
      "“They don't,” & so on — &lt;b&gt; &#60; AT&T; &#7;",
    );
  });

  it('has its places told in the text as given', () => {
    const text = 'They donâ€™t.';
    expect(misreadCharacters(text)).toEqual([{ start: 8, end: 11, text: '’' }]);
  });
});

describe('text without a fault', () => {
  it.each([
    'A “fiancé”—the word—is French, and “Malmö” and “Strauß” are names.',
    'São Paulo, SÃO PAULO, Ångström, Ärzte, Île-de-France, Ça va, voilà « Â » 100 €',
    'Ordinary text.',
  ])('is left as it is: %s', (text) => expect(mendEncoding(text)).toBe(text));
});

it('mending what is mended changes nothing', () => {
  const unit = fc.constantFrom(
    'â',
    '€',
    'œ',
    '™',
    'Ã',
    '©',
    'Â',
    ' ',
    'a',
    '\u009d',
    '\u0080',
    'ð',
    'Ÿ',
    '˜',
    '”',
    '\ud800',
  );
  fc.assert(
    fc.property(
      fc.array(unit, { maxLength: 30 }).map((units) => units.join('')),
      (text) => {
        const mended = mendEncoding(text);
        expect(mendEncoding(mended)).toBe(mended);
      },
    ),
    { numRuns: 2_000, seed: 31 },
  );
});
