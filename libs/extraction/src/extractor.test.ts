import { parseDossier } from '@parley/dossier';
import { createExtractor, type ExtractedStatement, RULE_SET } from './index.js';
import { riverDossier } from './river-dossier.fixture.js';

const extractor = createExtractor(riverDossier());
const read = (text: string, publishedAt = '2025-09-10', language?: string): ExtractedStatement[] =>
  extractor.extract({ text, publishedAt, ...(language === undefined ? {} : { language }) });
const triples = (text: string, publishedAt?: string) =>
  read(text, publishedAt).map((s) => `${s.actor} ${s.issue} ${s.stance}`);

describe('who holds a position', () => {
  it.each([
    ['a name before the cue', 'Ada Ruler said the dam must be built.', 'ruler dam support'],
    ['a surname', 'Ruler called for a ceasefire.', 'ruler truce support'],
    ['a name after the quotation', '"We want the dam," said Dora Marsh.', 'marsh dam support'],
    ['a name inside a split quotation', '"We want the dam," Marsh said, "and soon."', 'marsh dam support'],
    ['a metonym', 'Highton rejected the dam.', 'upland dam oppose'],
    ['a delegation', "Lowland's negotiators demanded a truce.", 'lowland truce support'],
    ['an unnamed spokesperson', 'A Lowland spokeswoman said the dam should be built.', 'lowland dam support'],
    [
      'a named official of a body',
      'Lowland foreign ministry spokesman Otto Reed said the dam was unacceptable.',
      'lowland dam oppose',
    ],
    ['a description with the country', 'The French president called for a truce.', 'macron truce support'],
    ['a description with the country behind', 'The president of France called for a truce.', 'macron truce support'],
    ['according to', 'According to Dora Marsh, the dam should be built.', 'marsh dam support'],
    ['in the view of', "In Marsh's view, the dam is a mistake.", 'marsh dam oppose'],
    ['the agent of a passive', 'The dam was rejected by Lowland.', 'lowland dam oppose'],
    ['a relative clause', 'Dora Marsh, who has governed since May, backs the dam.', 'marsh dam support'],
    ['a participle', 'Marsh left the hall, saying that the dam must be built.', 'marsh dam support'],
    ['a possessive noun', "Lowland's rejection of the dam surprised nobody.", 'lowland dam oppose'],
  ])('%s', (_name, text, expected) => {
    expect(triples(text)).toContain(expected);
  });

  it('is whoever held the office on the day', () => {
    expect(triples("Upland's president called for a truce.", '2025-03-01')).toEqual(['ruler truce support']);
    expect(triples("Upland's president called for a truce.", '2025-09-01')).toEqual(['heir truce support']);
  });

  it('is not the state where some of its people are meant', () => {
    const dossier = riverDossier();
    const finland = createExtractor({
      ...dossier,
      actors: [...dossier.actors, { id: 'finland', name: 'Finland', kind: 'government', aliases: [], roles: [] }],
    });
    const holders = (text: string) => finland.extract({ text, publishedAt: '2025-09-10' }).map(({ actor }) => actor);
    expect(holders('The Finns rejected the dam.')).toEqual(['finland']);
    expect(holders('Most Finns rejected the dam.')).toEqual([]);
    expect(holders('Thousands of Finns rejected the dam.')).toEqual([]);
  });

  it('is found through a pronoun and a title', () => {
    expect(triples('Dora Marsh arrived on Monday. She called for a truce.')).toEqual(['marsh truce support']);
    expect(triples('Dora Marsh arrived on Monday. The prime minister called for a truce.')).toEqual([
      'marsh truce support',
    ]);
    expect(triples('The River Workers Union met on Monday. The union rejected the dam.')).toEqual([
      'river-union dam oppose',
    ]);
  });

  it('is whoever holds a title that is said in part, of the body that is meant', () => {
    expect(triples('Lowland met on Monday. "The dam must be built," its prime minister said.')).toEqual([
      'marsh dam support',
    ]);
    expect(triples('Lowland met on Monday. "The dam must be built," a spokesperson said.')).toEqual([
      'lowland dam support',
    ]);
  });

  it('is the body of somebody named with it', () => {
    const text =
      'At the River Workers Union, Rita Stone, who keeps its books, was surprised. "We want the dam," she said.';
    expect(triples(text)).toEqual(['river-union dam support']);
    expect(triples('"We want the dam," said Rita Stone, who speaks for Lowland.')).toEqual(['lowland dam support']);
  });

  it('is the body whose answer a sentence was about', () => {
    const text =
      'The River Workers Union met. Lowland\'s first answer had been a sharp one. It called the dam "a mistake".';
    expect(triples(text)).toContain('lowland dam oppose');
  });

  it('is dated by the paragraph where its sentence gives no day, and not by a day still to come', () => {
    const days = (text: string) => read(text, '2025-09-10').map(({ statedAt }) => statedAt);
    expect(days('Dora Marsh spoke on Monday. She called for a truce.')).toEqual(['2025-09-08']);
    expect(days('Ada Ruler spoke on Monday.\n\nDora Marsh called for a truce.')).toEqual(['2025-09-10']);
    expect(days('Dora Marsh called for a truce from October 1.')).toEqual(['2025-09-10']);
  });

  it('is not who is spoken of in front of "he said"', () => {
    const text = 'Emmanuel Macron arrived on Monday. Carl Heir "rejects the dam", he said.';
    expect(read(text).map(({ actor }) => actor)).not.toContain('heir');
  });

  it('is everyone in a list, and everyone who signed', () => {
    expect(triples('Marsh and Macron called for a truce.').sort()).toEqual([
      'macron truce support',
      'marsh truce support',
    ]);
    const joint =
      'Dora Marsh, Ada Ruler and Emmanuel Macron put out a joint statement on Monday. "There must be a truce," they wrote.';
    expect(triples(joint).filter((triple) => triple.endsWith('truce support'))).toHaveLength(3);
  });

  it('is not the person a statement is about', () => {
    expect(triples('Marsh said that Ruler supports the dam.').filter((triple) => triple.startsWith('ruler'))).toEqual(
      [],
    );
  });

  it('is not somebody of the same surname', () => {
    expect(triples('Melania Ruler called for a truce.')).toEqual([]);
  });

  it('is not an anonymous source, an analyst or the reporter', () => {
    expect(triples('Analysts say the dam should be built.')).toEqual([]);
    expect(triples('The dam is likely to be unacceptable to Lowland.')).toEqual([]);
    expect(triples('Lowland might reject the dam.')).toEqual([]);
    expect(triples('Will Lowland reject the dam?')).toEqual([]);
  });

  it('of a quotation that floats is the speaker before it', () => {
    const [statement] = read('“Talks take time,” Marsh said on Monday. “The dam must be built.”');
    expect(statement).toMatchObject({ actor: 'marsh', issue: 'dam', stance: 'support', kind: 'direct' });
  });

  it('of a quotation over two sentences may be named at its end', () => {
    expect(triples('“The dam must be built. We are ready,” Marsh said.')).toEqual(['marsh dam support']);
  });
});

describe('stance', () => {
  it.each([
    ['Lowland supports the dam.', 'support'],
    ['Lowland does not support the dam.', 'oppose'],
    ['Lowland has ruled out the dam.', 'oppose'],
    ['Lowland has not ruled out the dam.', 'noncommittal'],
    ['Lowland did not reject the dam.', 'noncommittal'],
    ['Lowland no longer insists on the dam.', 'noncommittal'],
    ['Lowland refused to build the dam.', 'oppose'],
    ['Lowland will accept the dam only if Upland pays for it, Marsh said.', 'conditional'],
    ['Lowland said it would build the dam unless Upland attacked its ships in port.', 'conditional'],
    ['Lowland said it was ready to build the dam in exchange for water.', 'conditional'],
    ['Marsh said the dam was out of the question.', 'oppose'],
    ['Marsh said those who build the dam are making a mistake.', 'oppose'],
    ['Marsh said that no decision on the dam had been made.', 'noncommittal'],
    ['Marsh warned against the dam.', 'oppose'],
  ])('%s', (text, stance) => {
    expect(
      read(text)
        .filter((s) => s.issue === 'dam')
        .map((s) => s.stance)[0],
    ).toBe(stance);
  });

  it('is towards the proposition and not towards the thing', () => {
    expect(triples('Upland raised its tolls.')).toEqual(['upland tolls oppose']);
    expect(triples('Upland will cut its tolls, Heir said.')).toContain('heir tolls support');
    expect(triples('Lowland demanded that the tolls be lifted.')).toEqual(['lowland tolls support']);
    expect(triples('Marsh called for an end to the fighting.')).toEqual(['marsh truce support']);
    expect(triples('Marsh accused Upland of stalling.')).toEqual(['marsh good-faith oppose']);
  });

  it('does not depend on a condition that the proposition itself states', () => {
    expect(triples('Marsh said she was ready to send joint patrols once the fighting stops.')).toEqual([
      'marsh patrols support',
    ]);
  });

  it('gives the condition in the words of the article', () => {
    expect(read('Marsh said she would accept the dam only if Upland pays for it.')[0]?.condition).toBe(
      'only if Upland pays for it',
    );
  });

  it('on what was just named is read through "it"', () => {
    expect(triples('The talks dealt with the dam at Narrows. Lowland rejected it.')).toEqual(['lowland dam oppose']);
  });
});

describe('a statement', () => {
  it('carries kind, day, speaker, cue and exact evidence', () => {
    const text = 'The day was long. "We want the dam," Dora Marsh said on Monday. The rain went on.';
    const [statement] = read(text);
    expect(statement).toMatchObject({ kind: 'direct', statedAt: '2025-09-08', speaker: 'Dora Marsh', cue: 'said' });
    expect(statement?.evidence).toBe('"We want the dam," Dora Marsh said on Monday.');
    expect(text.slice(statement?.start, statement?.end)).toBe(statement?.evidence);
  });

  it.each([
    ['"We want the dam," Marsh said.', 'direct'],
    ['Marsh said the dam was "a must".', 'mixed'],
    ['Marsh said the dam must be built.', 'indirect'],
    ['Lowland rejected the dam.', 'act'],
  ])('is of its kind: %s', (text, kind) => {
    expect(read(text)[0]?.kind).toBe(kind);
  });

  it('that is repeated in the article is one', () => {
    const paragraph = 'Lowland rejected the dam on Monday after talks.';
    expect(read(`${paragraph}\n\n${paragraph}\n\nLowland again rejected the dam.`)).toHaveLength(1);
  });

  it('has a confidence of three decimals between 0 and 1', () => {
    for (const { confidence } of read('Lowland rejected the dam. Marsh called for a truce.')) {
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(1);
      expect(Math.round(confidence * 1000) / 1000).toBe(confidence);
    }
  });

  it('is made by a rule set with a version', () => {
    expect(RULE_SET).toEqual({ id: 'rules', version: '1.4.0' });
  });
});

describe('text that is not an ordinary English article', () => {
  it('gives nothing where it is empty, blank or without a day', () => {
    expect(read('')).toEqual([]);
    expect(read(' \n\t')).toEqual([]);
    expect(read('Lowland rejected the dam.', 'yesterday')).toEqual([]);
  });

  it('of too few words to tell is in the language it is declared to be in', () => {
    expect(read('Marsh: no dam.', '2025-09-10', 'de')).toEqual([]);
    expect(extractor.read({ text: 'Marsh: no dam.', publishedAt: '2025-09-10', language: 'de' }).unread).toEqual({
      reason: 'language',
      language: 'de',
    });
    expect(extractor.read({ text: 'Marsh: no dam.', publishedAt: '2025-09-10' }).unread).toBeNull();
  });

  it('gives nothing where the text shows another language', () => {
    const german =
      'Lowland lehnt den dam ab und will weiter verhandeln, sagte Marsh am Montag vor der Presse in der Hauptstadt.';
    const french =
      "Marsh a rejeté le dam lundi devant la presse et demande que les discussions reprennent d'ici la fin du mois.";
    expect(read(german)).toEqual([]);
    expect(read(french)).toEqual([]);
  });

  it('is read where it is all in capitals', () => {
    expect(triples('LOWLAND REJECTED THE DAM ON MONDAY AFTER LONG TALKS IN THE CAPITAL.')).toEqual([
      'lowland dam oppose',
    ]);
  });

  it('is read where it has no punctuation', () => {
    expect(triples('Lowland rejected the dam')).toEqual(['lowland dam oppose']);
  });

  it('is read through invisible and right-to-left characters', () => {
    expect(triples('\u202eLow\u200bland rejected the da\u00adm.\u202c')).toEqual(['lowland dam oppose']);
  });

  it('never throws on lone surrogates', () => {
    expect(() => read('\ud800 Lowland rejected \udc00 the dam. \ud800')).not.toThrow();
  });
});

describe('the act of offering', () => {
  const mill = parseDossier(`
dossier: mill
title: Pay at the mill
from: 2025-01-01
actors: [{ id: mill, name: Norland Mill, kind: organisation }]
issues: [{ id: offer, label: The offer, proposition: What the mill has offered is good enough., terms: [offer, offers] }]
`);
  if (!mill.ok) throw new Error(mill.problems.map((problem) => problem.message).join(' '));
  const { dossier } = mill;
  const holders = (text: string) =>
    createExtractor(dossier)
      .extract({ text, publishedAt: '2025-09-10' })
      .map(({ actor, issue, stance }) => `${actor} ${issue} ${stance}`);

  it('says nothing of how good the offer is', () => {
    expect(holders('Norland Mill offered 20 per cent.')).toEqual([]);
    expect(holders('Norland Mill called its offer generous.')).toEqual(['mill offer support']);
  });
});
