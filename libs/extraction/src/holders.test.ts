import { harbourDossier } from './harbour-dossier.fixture.js';
import { createExtractor } from './index.js';

const extractor = createExtractor(harbourDossier());
const read = (text: string): string[] =>
  extractor
    .extract({ text, publishedAt: '2025-09-10', language: 'en' })
    .map(({ actor, issue, stance }) => `${actor} ${issue} ${stance}`)
    .sort();

describe('who is meant', () => {
  describe('by an office, as its body', () => {
    it.each([
      ['in front of its seat', 'The government in Norhaven rejected the canal.'],
      ['a ministry in front of its seat', 'The foreign ministry in Norhaven rejected the canal.'],
      ['behind a person', "Tom Vale's government rejected the canal."],
      ['behind a surname', 'The Vale government rejected the canal.'],
      ['behind a pronoun', 'Tom Vale came home on Monday. His government rejected the canal.'],
      ['behind a title', "Tom Vale came home on Monday. The prime minister's office rejected the canal."],
      ['a spokesman of a person', "Tom Vale's spokesman said the canal was unacceptable."],
      ['people from it', 'Officials from Norland said the canal was unacceptable.'],
      ['an office of which there is one', "Norland's ambassador to Sudland said the canal was unacceptable."],
      ['a deputy of a named office', "Norland's deputy foreign minister, Otto Reed, said the canal was unacceptable."],
      [
        'in an apposition behind the name',
        "Otto Reed, Norland's deputy foreign minister, said the canal was unacceptable.",
      ],
      [
        'of somebody named again at the beginning of a sentence',
        "Norland's deputy foreign minister, Otto Reed, spoke on Monday. Reed said the canal was unacceptable.",
      ],
      [
        'of somebody whose family name comes first',
        "Norland's foreign ministry spokesman Hu Ren spoke on Monday. Hu said the canal was unacceptable.",
      ],
      ['of a spokesman named behind it', 'The canal was put to Norland. It was "a mistake," said spokesman Otto Reed.'],
    ])('%s', (_how, text) => {
      expect(read(text)).toEqual(['norland canal oppose']);
    });

    it.each([
      ['an official whom nobody names', 'A senior Norland official said the canal was unacceptable.'],
      ["another country's ambassador there", 'Otto Reed, the ambassador to Norland, said the canal was unacceptable.'],
      ['ministers who travel', 'The ministers in Norhaven rejected the canal.'],
    ])('but not %s', (_who, text) => {
      expect(read(text)).toEqual([]);
    });
  });

  it.each([
    ['both, alone', 'Tom Vale and Eva Lund met on Monday. Both called for the canal to be built.'],
    ['the two', 'Tom Vale and Eva Lund met on Monday. The two called for the canal to be built.'],
    ['both, behind them', 'Tom Vale and Eva Lund both backed the canal.'],
  ])('by %s, two', (_words, text) => {
    expect(read(text)).toEqual(['lund canal support', 'vale canal support']);
  });

  it.each([
    ['both sides', 'Norland and Sudland met on Monday. Both sides want the canal built.'],
    ['both', 'Norland and Sudland met on Monday. Both hold that the canal should be built.'],
    ['they', 'Norland and Sudland met on Monday. They said the canal should be built.'],
    [
      'the two of a joint statement',
      'Norland and Sudland would start today. "The canal must be built," the two said in a joint statement.',
    ],
  ])('by %s, two states', (_words, text) => {
    expect(read(text)).toEqual(['norland canal support', 'sudland canal support']);
  });

  it('by a title, whoever of those who hold it spoke last', () => {
    const dossier = harbourDossier();
    const presidents = createExtractor({
      ...dossier,
      actors: dossier.actors.map((actor) =>
        actor.id === 'vale' ? { ...actor, roles: [{ title: 'president', of: 'norland' }] } : actor,
      ),
    });
    const text =
      'Tom Vale arrived late. He greeted the Sudlandish president, Eva Lund. He had slept badly, he said. The president rejected the canal.';
    expect(presidents.extract({ text, publishedAt: '2025-09-10' }).map(({ actor }) => actor)).toEqual(['vale']);
  });

  it('by "the company", no union', () => {
    const text = 'Halden Lines met the Dockers Guild on Monday. The company said the strike was a mistake.';
    expect(read(text)).toEqual(['halden strike oppose']);
  });
});

describe('who takes a stance', () => {
  it.each([
    ['would like it', 'Norland would like to see the canal built.', ['norland canal support']],
    ['votes for it', 'The Dockers Guild voted to authorise a strike.', ['guild strike support']],
    ['has a board that wants it', 'The board of the Dockers Guild backed the strike.', ['guild strike support']],
    ['has it for a view', "Tom Vale's view is that the canal is a mistake.", ['vale canal oppose']],
    ['is quoted', '"The canal is a mistake," Tom Vale was quoted as saying.', ['vale canal oppose']],
    ['shoots back', '"The canal is a mistake," Tom Vale shot back.', ['vale canal oppose']],
    ['writes a letter', 'A letter from Tom Vale to Eva Lund calls the canal a mistake.', ['vale canal oppose']],
    [
      'wrote the letter told of before',
      'In a letter to dockers Tom Vale spoke of the weather. The canal, the letter said, was a mistake.',
      ['vale canal oppose'],
    ],
    ['is somebody to whom it is so', 'To Tom Vale the canal is a mistake.', ['vale canal oppose']],
    [
      'is spoken of right before the quotation',
      'Tom Vale did not hide his anger. "The canal is a disgrace."',
      ['vale canal oppose'],
    ],
    [
      'does it in its own clause of two',
      'The canal, which is backed by Sudland, was rejected by Norland.',
      ['norland canal oppose', 'sudland canal support'],
    ],
    ['only has plans that others speak of', 'Norland plans for the canal were leaked to a newspaper.', []],
    ['will do it', 'Norland is to lift its embargo on grain next month.', ['norland embargo support']],
    ['is opposed', 'Norland is opposed to the canal.', ['norland canal oppose']],
    ['is for it', 'The canal is no secret, and Norland is for it.', ['norland canal support']],
    [
      'is one of two who do not',
      'Neither Norland nor Sudland wants the canal.',
      ['norland canal oppose', 'sudland canal oppose'],
    ],
    ['makes a demand', 'A demand by the guild for higher wages was turned aside.', ['guild wages support']],
    [
      'has made a proposal',
      'A proposal by Sudland for inspections of warehouses has been on the table since May.',
      ['sudland inspections support'],
    ],
    ['opposition comes from', 'Opposition to the canal from Norland has grown louder.', ['norland canal oppose']],
    ['says it on the way', 'Calling the canal a mistake, Tom Vale left the hall.', ['vale canal oppose']],
    ['is convinced', 'Tom Vale is convinced that the canal is a mistake.', ['vale canal oppose']],
    ['makes it clear', 'Tom Vale made it clear that the canal was off the table.', ['vale canal oppose']],
    ['will have none of it', 'The guild is having none of the canal.', ['guild canal oppose']],
    ['would rather not', 'The guild would rather the canal were never built.', ['guild canal oppose']],
    ['does so behind an aside', 'Norland, which would rather wait, rejected the canal.', ['norland canal oppose']],
  ])('%s', (_how, text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});
