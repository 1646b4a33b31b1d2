import { createExtractor } from './index.js';
import { riverDossier } from './river-dossier.fixture.js';

const MEGABYTE = 1_000_000;
const fill = (unit: string) => unit.repeat(Math.ceil(MEGABYTE / unit.length)).slice(0, MEGABYTE);

/** Processor time in milliseconds: how busy the machine is otherwise does not count. */
function timed(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

describe('a megabyte of', () => {
  const extractor = createExtractor(riverDossier());
  it.each([
    ['quotation marks', fill('"')],
    ['opening quotation marks', fill('“')],
    ['apostrophes', fill("'")],
    ['apostrophes and spaces', fill("' '")],
    ['brackets', fill('(')],
    ['one letter', fill('a')],
    ['one capital', fill('A')],
    ['full stops', fill('.')],
    ['initials', fill('A. ')],
    ['commas', fill(', ')],
    ['line breaks with letters', fill('\na')],
    ['quotations never closed', fill('“a. ')],
    ['one sentence', fill('Dora Marsh said that ')],
    ['a list of names', fill('Dora Marsh, Ada Ruler and ')],
    ['unknown names', fill('Xyz Abc ')],
    ['pronouns', fill('They said it. ')],
    ['conditions', fill('if ')],
    ['terms', fill('the dam ')],
    ['quoted speech', fill('"x," said Marsh. ')],
    ['half surrogates', fill('\ud800')],
    ['invisible characters', fill('\u200b')],
    ['turns of a transcript', fill('MARSH: We want the dam.\n\nQ: Why?\n\n')],
    ['labels without speech', fill('MARSH:\n')],
    ['remarks', fill('(applause (')],
    ['time stamps', fill('14:32 GMT\nMarsh spoke.\n\n')],
    ['cells', fill('a | b\t|\tc ')],
    ['blanks before a pipe', `${' '.repeat(MEGABYTE)}| a`],
    ['broken words', fill('ab-\n')],
    ['misread characters', fill('donâ€™t Ã')],
    ['entities', fill('&amp;&')],
    ['lines of one width', fill(`${'word '.repeat(12)}\n`)],
  ])('%s is read in the time its length allows', (_name, text) => {
    // About one second when nothing backtracks; anything quadratic takes minutes.
    expect(timed(() => extractor.extract({ text, publishedAt: '2025-09-10', language: 'en' }))).toBeLessThan(15_000);
  });
});

it('ten thousand aliases cost an article little more than ten', () => {
  const few = riverDossier();
  const many = riverDossier();
  many.actors[0]?.aliases.push(...Array.from({ length: 10_000 }, (_, i) => `Upland Office Number ${i}`));
  const text = 'Lowland rejected the dam on Monday. Upland Office Number 77 said the dam must be built. '.repeat(60);
  const run = (dossier: typeof few) => {
    const extractor = createExtractor(dossier);
    extractor.extract({ text, publishedAt: '2025-09-10' });
    return timed(() => {
      for (let i = 0; i < 5; i++) extractor.extract({ text, publishedAt: '2025-09-10' });
    });
  };
  expect(run(many)).toBeLessThan(run(few) * 20 + 3_000);
});
