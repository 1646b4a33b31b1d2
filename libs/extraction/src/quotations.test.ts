import fc from 'fast-check';
import { scanQuotations } from './quotations.js';
import { splitParagraphs } from './sentences.js';

const scan = (text: string) => scanQuotations(text, splitParagraphs(text));
const inner = (text: string) => scan(text).map(({ innerStart, innerEnd }) => text.slice(innerStart, innerEnd));

describe('quotations', () => {
  it.each([
    ['straight', 'He said "we agree" and left.', ['we agree']],
    ['curly', 'He said “we agree” and left.', ['we agree']],
    ['angled', 'He said «we agree» and left.', ['we agree']],
    ['single', "He said 'we agree' and left.", ['we agree']],
    ['single curly', 'It is off in the ‘immediate future’.', ['immediate future']],
    ['low opening', 'He said „we agree“ and left.', ['we agree']],
    ['split', '"We agree," he said, "but not now."', ['We agree,', 'but not now.']],
    ['one after another', '"A." "B."', ['A.', 'B.']],
    ['nested', '“The word ‘war’ was used,” he said.', ['The word ‘war’ was used,']],
    ['nested in straight marks', '"Answer \'yes\' soon," he said.', ["Answer 'yes' soon,"]],
  ])('%s marks', (_name, text, expected) => {
    expect(inner(text)).toEqual(expected);
  });

  it('are not made by apostrophes', () => {
    expect(inner("It's Kyiv's and the leaders' plan, don't you think?")).toEqual([]);
    expect(inner("He said 'it's Kyiv's plan' again.")).toEqual(["it's Kyiv's plan"]);
  });

  it('go on over paragraphs that each open anew', () => {
    const found = scan('“First part.\n\n“Second part,” he said.');
    expect(found.map(({ open, continued }) => [open, continued])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('stop with the paragraph where the closing mark is missing', () => {
    const text = 'He said "we agree and left.\n\nNothing else.';
    expect(inner(text)).toEqual(['we agree and left.']);
    expect(scan(text)[0]?.open).toBe(true);
  });

  it('never overlap, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', "'", '“', '”', '‘', '’', 'a', ' ', '.', '\n'), maxLength: 80 }),
        (text) => {
          let last = 0;
          for (const quotation of scan(text)) {
            expect(quotation.start).toBeGreaterThanOrEqual(last);
            expect(quotation.innerStart).toBeLessThanOrEqual(quotation.innerEnd);
            last = quotation.end;
          }
          expect(last).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 500, seed: 3 },
    );
  });
});
