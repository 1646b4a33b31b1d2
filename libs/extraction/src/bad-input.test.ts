import fc from 'fast-check';
import { canalDossier } from './canal-dossier.fixture.js';
import { createExtractor } from './index.js';

const extractor = createExtractor(canalDossier());
const read = (text: string, language?: string) =>
  extractor.extract({ text, publishedAt: '2026-03-04', ...(language === undefined ? {} : { language }) });
const said = (text: string, language?: string) =>
  read(text, language)
    .map(({ actor, issue, stance }) => `${actor} ${issue} ${stance}`)
    .sort();

const report = `Ruritania supports the lakeside canal, President Rudolf Elphberg said on Monday. "We will never lower our tolls on shipping," he added.

Graustark rejected the canal. Foreign minister Anna Yetive called for lower shipping tolls.`;
const itsStatements = [
  'elphberg canal support',
  'elphberg tolls oppose',
  'graustark canal oppose',
  'yetive tolls support',
];

describe('the report that the bad ones below are made from', () => {
  it('is read in full', () => expect(said(report)).toEqual(itsStatements));
});

describe('an article in another language', () => {
  const inFrench = `La Ruritanie soutient le canal, a déclaré lundi le président Rudolf Elphberg. « Nous ne baisserons jamais nos péages », a-t-il ajouté. Graustark a rejeté le canal. La ministre Anna Yetive a demandé des péages plus bas.`;

  it.each([
    ['French', inFrench],
    [
      'German with English words in it',
      `Ruritania unterstützt den Canal, sagte Präsident Rudolf Elphberg am Montag. "Wir werden die Tolls niemals senken", fügte er hinzu. Graustark lehnt den Canal ab, wie Anna Yetive am Dienstag vor der Presse erklärte.`,
    ],
    [
      'Dutch, which shares small words with English',
      `Ruritania steunt het canal, zei president Rudolf Elphberg maandag. Graustark is tegen het canal, want de tolls zijn te hoog. We hebben de plan in hand, was het antwoord van Anna Yetive.`,
    ],
    [
      'Russian',
      'Руритания поддерживает канал, заявил в понедельник президент Рудольф Эльфберг. Граустарк отверг канал, сказала Анна Йетива во вторник в столице страны.',
    ],
    ['Chinese', '鲁里坦尼亚支持运河。埃尔夫贝格总统周一表示,我们绝不会降低通行费。格劳斯塔克拒绝了运河。'.repeat(4)],
  ])('gives nothing: %s', (_, text) => expect(said(text)).toEqual([]));

  it('is told by its text, whatever language it is declared to be in', () => {
    expect(said(report, 'fr')).toEqual(itsStatements);
    expect(said(inFrench, 'en-GB')).toEqual([]);
    expect(extractor.read({ text: inFrench, publishedAt: '2026-03-04', language: 'en' }).unread).toEqual({
      reason: 'language',
      language: 'fr',
    });
  });

  it('does not keep a short foreign passage from the English around it', () => {
    expect(said(`${report}\n\n${inFrench}`)).toEqual(itsStatements);
  });
});

describe('an article in an odd shape', () => {
  it('is read all in capitals', () => expect(said(report.toUpperCase())).toEqual(itsStatements));

  it('is read with emoji between and beside the words', () => {
    const text = `🚨 BREAKING 🚨 Ruritania 🇷🇺 supports the lakeside canal 👍, Rudolf Elphberg said. 😡 Graustark rejected the canal ❌.`;
    expect(said(text)).toEqual(['elphberg canal support', 'graustark canal oppose']);
  });

  it('says nothing of a table, whose cells are no sentences', () => {
    const rows = ['Actor\tCanal\tTolls', 'Ruritania\tsupports\trejects', 'Graustark\topposes\tsupports'];
    expect(said(rows.join('\n'))).toEqual([]);
    expect(said(['| Actor | Canal |', '|---|---|', '| Ruritania | yes |', '| Graustark | no |'].join('\n'))).toEqual(
      [],
    );
  });

  it('says nothing of a table that stands within a report', () => {
    expect(said(`${report}\n\nActor\tCanal\nGraustark\tyes\nRuritania\tno\n`)).toEqual(itsStatements);
  });

  it('is read as a live blog, whose time stamps are neither days nor speakers', () => {
    const text = [
      '14:05 GMT\nCanal talks resume',
      '14.32\nGraustark has rejected the canal, Anna Yetive told reporters.',
      '15:10 Rudolf Elphberg says that Ruritania supports the canal.',
    ].join('\n\n');
    const statements = read(text);
    expect(statements.map(({ actor }) => actor)).toContain('elphberg');
    expect(statements.every(({ statedAt }) => statedAt === '2026-03-04')).toBe(true);
    expect(statements.every(({ speaker }) => /^(?:Anna Yetive|Graustark|Rudolf Elphberg)$/.test(speaker))).toBe(true);
    const stances = new Set(statements.map(({ actor, stance }) => `${actor} ${stance}`));
    expect(stances).not.toContain('elphberg oppose');
    expect(stances).not.toContain('graustark support');
  });

  it('gives a turn of a transcript to whoever is named before it', () => {
    const turns = 'YETIVE: Graustark is opposed to the canal.\n\nELPHBERG: We support the canal.';
    expect(said(turns)).toEqual(['elphberg canal support', 'yetive canal oppose']);
    // A question is nobody's position.
    expect(said('Q: Should the lakeside canal be built?\n\nQUESTION: Do you oppose the canal, minister?')).toEqual([]);
  });

  it('of a misread scan gives only what can still be read', () => {
    const text = `Rurit-\nania supp0rts the lake-\nside c4nal, sa1d Rudo1f Elphb3rg. Graustark re jected the can al . Graustark rejected the canal.`;
    const statements = read(text);
    expect(statements.map(({ actor, stance }) => `${actor} ${stance}`)).toEqual(['graustark oppose']);
  });

  it('is read through characters that do not show and blanks of every kind', () => {
    const text =
      'Ruritania\u0000 supports the lakeside\u00ad canal, \ufeffRudolf Elphberg said.\r\n\r\nGraustark\u00a0rejected the\u2009canal.\u2028Nothing else happened.';
    expect(said(text)).toEqual(['elphberg canal support', 'graustark canal oppose']);
  });

  it('whose quotation marks were decoded wrongly still has its speakers', () => {
    const text =
      'Ruritania supports the lakeside canal, Rudolf Elphberg said. â€œThere is no other way,â€\u009d he added. Graustark rejected the canal \ufffd\ufffd.';
    expect(said(text)).toEqual(['elphberg canal support', 'graustark canal oppose']);
  });
});

describe('an article that a feed repeats', () => {
  it('gives each statement once where headline and every paragraph stand twice', () => {
    const [first, second] = report.split('\n\n') as [string, string];
    const headline = 'Canal: Ruritania and Graustark at odds';
    for (const text of [
      [headline, headline, first, first, second, second],
      [headline, first, second, headline, first, second],
      [headline, first, 'Read more', second, `  ${first}  `, 'Advertisement', second.replaceAll(' ', '  ')],
    ])
      expect(said(text.join('\n\n'))).toEqual(itsStatements);
  });
});

describe('ten thousand aliases', () => {
  it('are all known, and none stands in the way of another', () => {
    const many = createExtractor(canalDossier(10_000));
    const rejects = (alias: string) =>
      many.extract({ text: `${alias} rejected the lakeside canal on Monday.`, publishedAt: '2026-03-04' });
    for (const i of [0, 1, 77, 9_999])
      expect(rejects(`Canal Office Number ${i}`).map(({ actor, stance }) => `${actor} ${stance}`)).toEqual([
        'ruritania oppose',
      ]);
    expect(rejects('Graustark').map(({ actor }) => actor)).toEqual(['graustark']);
  });
});

describe('for every string of UTF-16 units', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('\ud83d', '\udc00', '\u202e', '\u0301', 'İ', 'ß', '\r', '\u2029', '“', '„', '«', '‹', '```', '<b>'),
    fc.constantFrom('Elphberg', 'YETIVE:', 'said', 'rejected', 'the canal', 'tolls', 'not', 'unless', '. ', '\n\n'),
  );
  const text = fc.array(unit, { maxLength: 50 }).map((units) => units.join(' '));

  it('evidence, speaker and cue are what stands in the text', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        for (const one of read(hostile, 'en')) {
          expect(one.evidence).toBe(hostile.slice(one.start, one.end));
          expect(hostile).toContain(one.speaker);
          expect(hostile).toContain(one.cue);
          if (one.condition !== undefined) expect(hostile).toContain(one.condition);
        }
      }),
      { numRuns: 500, seed: 21 },
    );
  });

  it('any order of reading gives each text the same', () => {
    const texts = fc.array(text, { minLength: 2, maxLength: 6 });
    const withOrder = texts.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(Object.keys(all).map(Number), { minLength: all.length })),
    );
    fc.assert(
      fc.property(withOrder, ([all, order]) => {
        const first = all.map((one) => read(one, 'en'));
        for (const i of order) expect(read(all[i] ?? '', 'en')).toEqual(first[i]);
      }),
      { numRuns: 100, seed: 22 },
    );
  });
});
