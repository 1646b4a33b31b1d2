import { canalDossier } from './canal-dossier.fixture.js';
import { createExtractor } from './index.js';

const extractor = createExtractor(canalDossier());
const read = (...paragraphs: string[]) =>
  extractor.extract({ text: paragraphs.join('\n\n'), publishedAt: '2026-03-04', language: 'en' });
const said = (...paragraphs: string[]) =>
  read(...paragraphs)
    .map(({ actor, issue, stance, kind }) => `${actor} ${issue} ${stance} ${kind}`)
    .sort();
const speechOf = (...paragraphs: string[]) => {
  const text = paragraphs.join('\n\n');
  return extractor
    .attributions({ text, publishedAt: '2026-03-04', language: 'en' })
    .map(({ source, content }) => [source.text, content.map(({ start, end }) => text.slice(start, end)).join(' … ')]);
};

const transcript = [
  'Remarks by President Rudolf Elphberg and Foreign Minister Anna Yetive after the talks in Strelsau.',
  'PRESIDENT ELPHBERG: Good evening. (Applause.) We had good talks. We support the canal, and we will build it.',
  'My country has waited long enough. But we will never lower our tolls on shipping.',
  'FOREIGN MINISTER YETIVE: Thank you, Mr President. Graustark is opposed to the canal. [laughter]',
  '"Too little, too late," my grandfather used to say. Ruritania must lower its tolls.',
  'Q: Minister, would you support the canal if the tolls were lower?',
  'FOREIGN MINISTER YETIVE: No.',
  'END',
  'Reporting by John Smith',
];

describe('a transcript', () => {
  it('gives what is said to whoever heads the turn, in all its paragraphs, as direct speech', () => {
    expect(said(...transcript)).toEqual([
      'elphberg canal support direct',
      'elphberg tolls oppose direct',
      'yetive canal oppose direct',
      'yetive tolls support direct',
    ]);
  });

  it('has the sentence for evidence, with the name that heads the turn where it stands near', () => {
    const byIssue = new Map(read(...transcript).map((one) => [`${one.actor} ${one.issue}`, one]));
    expect(byIssue.get('elphberg tolls')?.evidence).toBe('But we will never lower our tolls on shipping.');
    expect(byIssue.get('yetive canal')?.evidence).toMatch(/^FOREIGN MINISTER YETIVE: .*opposed to the canal\./);
    const text = transcript.join('\n\n');
    for (const { start, end, evidence } of byIssue.values()) expect(text.slice(start, end)).toBe(evidence);
  });

  it('is explained', () => {
    const { statements } = extractor.explain({ text: transcript.join('\n\n'), publishedAt: '2026-03-04' });
    expect(
      statements.map(({ actor, attribution }) => [actor, attribution?.rule, attribution?.cue?.text]),
    ).toContainEqual(['elphberg', 'turn', ':']);
  });

  it('leaves remarks of its writer out of what was said, and what follows it', () => {
    const speech = speechOf(...transcript);
    expect(speech.map(([speaker]) => speaker)).toEqual(['ELPHBERG', 'YETIVE', 'YETIVE']);
    expect(speech.flat().join(' ')).not.toMatch(/applause|laughter|Reporting by/i);
  });

  it.each([
    ['titles and capitals', ['MR. ELPHBERG: We support the canal.', 'MS. YETIVE: We reject the canal.']],
    ['names as in prose', ['Rudolf Elphberg: We support the canal.', 'Anna Yetive: We reject the canal.']],
    [
      'names on lines of their own',
      ['ANNA YETIVE', 'We reject the canal.', 'RUDOLF ELPHBERG', 'We support the canal.', 'ANNA YETIVE', 'Well.'],
    ],
    [
      'an office behind the name',
      ['YETIVE, foreign minister: We reject the canal.', 'ELPHBERG, president: We support the canal.'],
    ],
    ['a party behind the name', ['YETIVE (Lake): We reject the canal.', 'ELPHBERG (Hills): We support the canal.']],
    [
      'times before the names',
      ['[00:00:05] ELPHBERG: We support the canal.', '[00:01:12] YETIVE: We reject the canal.'],
    ],
    [
      'a host',
      [
        'MODERATOR: Welcome. Should the canal be built?',
        'YETIVE: We reject the canal.',
        'ELPHBERG: We support the canal.',
      ],
    ],
    ['quotation marks', ['ELPHBERG: “We support the canal.”', 'YETIVE: “We reject the canal.”']],
    ['all in capitals', ['PRESIDENT ELPHBERG: WE SUPPORT THE CANAL.', 'MINISTER YETIVE: WE REJECT THE CANAL.']],
  ])('is known by %s', (_, turns) => {
    expect(said(...turns)).toEqual(['elphberg canal support direct', 'yetive canal oppose direct']);
  });

  it('is read where its lines are broken to a width', () => {
    const text = [
      'PRESIDENT ELPHBERG: Good evening, everyone. We had good talks this week and we',
      'will build the canal, because my country has waited long enough for it to come. It',
      'is time.',
      'FOREIGN MINISTER YETIVE: Thank you very much. We are opposed to the canal, as we',
      'have always been, and nobody will change that in the course of one long night in',
      'Strelsau.',
    ].join('\n');
    expect(said(text)).toEqual(['elphberg canal support direct', 'yetive canal oppose direct']);
    expect(read(text).at(-1)?.evidence).toMatch(/night in\nStrelsau\.$/);
  });

  it('resolves an office that heads a turn', () => {
    expect(
      said(
        'Remarks by President Elphberg.',
        'THE PRESIDENT: Thank you. We support the canal.',
        'Q Will you lower the tolls?',
        'THE PRESIDENT: No, we will not lower our tolls.',
      ),
    ).toEqual(['elphberg canal support direct', 'elphberg tolls oppose direct']);
  });

  it('of questions and answers is the answers of the one person interviewed', () => {
    const turns = [
      'Q: Should the canal be built?',
      'A: No. We reject the canal.',
      'Q. Do you reject lower tolls?',
      'A. We do not.',
    ];
    expect(said('Anna Yetive spoke to The Example.', ...turns)).toEqual(['yetive canal oppose direct']);
    // Who answers is not clear between two.
    expect(said('Anna Yetive and Rudolf Elphberg spoke to The Example.', ...turns)).toEqual([]);
  });

  it('does not give a speaker what somebody else is said in the speech to have said', () => {
    expect(
      said('ELPHBERG: My adviser told me that the tolls must fall. We back the canal.', 'YETIVE: You heard us.'),
    ).toEqual(['elphberg canal support direct']);
  });

  it('ends where the text speaks of the speaker by name', () => {
    expect(
      said(
        'YETIVE: We reject the canal.',
        'ELPHBERG: I know.',
        'Elphberg left the room without a word, and Graustark welcomed lower tolls.',
      ),
    ).toEqual(['graustark tolls support act', 'yetive canal oppose direct']);
  });

  it('keeps speakers whom the dossier does not know', () => {
    expect(speechOf('JOHN DOE: I think the canal must be built.', 'YETIVE: We reject it.', 'JOHN DOE: Why?')).toEqual([
      ['JOHN DOE', 'I think the canal must be built'],
      ['YETIVE', 'We reject it'],
      ['JOHN DOE', 'Why?'],
    ]);
  });
});

describe('a colon in prose', () => {
  it('is no turn of a transcript', () => {
    expect(
      said(
        'Reuters: Graustark rejects the canal, the agency reported.',
        'Note: We should build the canal.',
        'BACKGROUND: The canal has been planned for years. We look at the plan.',
        'WHAT NEXT: The talks go on. Anna Yetive opposes the canal.',
      ),
    ).toEqual(['yetive canal oppose act']);
  });

  it('is none where people are listed and described', () => {
    expect(
      said(
        'Rudolf Elphberg: The president of Ruritania since 2020. His opponents reject the canal.',
        'Anna Yetive: Foreign minister of Graustark. Her party wants the canal to be built.',
      ),
    ).toEqual([]);
  });

  it('in a headline gives a person the words behind it', () => {
    expect(said('Elphberg: Canal must be built', 'The president spoke in Strelsau on Monday.')).toEqual([
      'elphberg canal support indirect',
    ]);
  });

  it('before a quotation is a report like any', () => {
    expect(
      said(
        'President Rudolf Elphberg spoke for an hour. He told the crowd: "We support the canal."',
        'The question: who pays?',
        'Anna Yetive had one answer: Graustark rejects the canal.',
      ),
    ).toEqual(['elphberg canal support mixed', 'yetive canal oppose indirect']);
  });
});
