import { createExtractor } from './index.js';
import { riverDossier } from './river-dossier.fixture.js';

const extractor = createExtractor(riverDossier());
const said = (text: string): string[] =>
  extractor
    .attributions({ text, publishedAt: '2025-09-10', language: 'en' })
    .map(
      ({ source, kind, content }) =>
        `${source.actor ?? source.text} ${kind}: ${content.map((span) => text.slice(span.start, span.end)).join(' | ')}`,
    );

describe('what somebody is said to have said', () => {
  it.each([
    [
      'a quotation that goes on behind its report is one',
      '"We want the dam," Dora Marsh said on Monday. "We want it soon."',
      ['marsh direct: "We want the dam," | "We want it soon."'],
    ],
    [
      "the speaker's title is no part of it",
      '"We want the dam," prime minister Dora Marsh told reporters in Lowton.',
      ['marsh direct: "We want the dam,"'],
    ],
    [
      'an aside about the speaker is none either',
      '"We want the dam," said Otto Reed, who follows the river for a bank.',
      ['Otto Reed direct: "We want the dam,"'],
    ],
    [
      'what was said when does not belong to it',
      'Dora Marsh said a day earlier that the dam would be built.',
      ['marsh indirect: the dam would be built'],
    ],
    [
      'it ends with the clause in which it is reported',
      'Dora Marsh, who said that the dam was needed, has left the hall.',
      ['marsh indirect: the dam was needed'],
    ],
    [
      'two verbs are two',
      'Dora Marsh called the dam “a gift” and urged Upland to “build it at once”.',
      ['marsh mixed: the dam “a gift”', 'marsh mixed: Upland to “build it at once”'],
    ],
    ['a position is its object', 'Lowland has rejected such terms.', ['lowland indirect: such terms']],
    ['an act says nothing', 'Lowland closed the river to barges.', []],
    ['what is only named is not said', 'Lowland announced the blockade on Monday.', []],
    [
      'a speaker without a name is one',
      'A prominent lawmaker in Lowton said the dam “would be a mistake”.',
      ['A prominent lawmaker mixed: the dam “would be a mistake”'],
    ],
    [
      'a person speaks for the organisation named with them',
      'Otto Reed of the River Workers Union said the dam would cost jobs.',
      ['river-union indirect: the dam would cost jobs'],
    ],
    [
      'and so do those the union chose',
      "The RWU wants the dam. The union's chairs, Otto Reed and Ina Moss, said it was needed.",
      ['river-union indirect: the dam', 'river-union indirect: it was needed'],
    ],
    [
      "a month before the speaker is no preposition's object",
      'In May Marsh said the dam was late.',
      ['marsh indirect: the dam was late'],
    ],
  ])('%s', (_what, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});
