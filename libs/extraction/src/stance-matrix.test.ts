import { harbourDossier } from './harbour-dossier.fixture.js';
import { createExtractor } from './index.js';

const extractor = createExtractor(harbourDossier());
const stanceOf = (text: string, actor: string, issue: string): string =>
  extractor
    .extract({ text, publishedAt: '2025-09-10' })
    .find((statement) => statement.actor === actor && statement.issue === issue)?.stance ?? 'nothing';

/** What each proposition is about, by a name. */
const THINGS: readonly (readonly [string, string])[] = [
  ['canal', 'the canal'],
  ['strike', 'the strike'],
  ['caps', 'caps on timber exports'],
  ['drilling', 'a ban on deep drilling'],
  ['fishing', 'fishing rights for Sudland'],
  ['damages', 'compensation for the oil spill'],
  ['inspections', 'inspections of warehouses'],
  ['wages', 'a wage rise'],
];

/** THING is one of the above; the one who speaks is Eva Lund. */
const ABOUT_A_THING: Readonly<Record<string, readonly string[]>> = {
  support: [
    'Lund will not accept a deal without THING.',
    'Lund warned that without THING the talks would fail.',
    'Lund criticised Norland for rejecting THING.',
    'Lund accused Norland of blocking THING.',
    'Lund complained that Norland was dragging its feet on THING.',
    'Lund urged Norland not to reject THING.',
    'Lund said it was wrong to oppose THING.',
    'Lund said that Norland was wrong to reject THING.',
    'Lund said THING was not negotiable.',
    'Lund said nothing could replace THING.',
    'Lund said she would fight for THING.',
    'Lund said that THING made sense.',
    'Lund said THING should not be delayed.',
    'THING is what Lund demands.',
    'What Lund wants is THING.',
  ],
  oppose: [
    'Lund said THING had failed.',
    'Lund said THING made no sense.',
    'Lund said THING would cost too much.',
    'Lund called THING “irresponsible”.',
    'Lund described THING as “unfair”.',
    'Lund said THING was an insult.',
    'Lund said THING was not acceptable to Sudland.',
    'Lund said THING was not on the table.',
    'Lund would not agree to THING.',
    'Lund said no one wanted THING.',
    'Lund has never supported such a thing as THING.',
    'Lund criticised Norland for supporting THING.',
    'Lund accused Norland of pushing for THING.',
    'Lund praised Norland for rejecting THING.',
    'Lund resisted calls for THING.',
    'Lund expressed concern about THING.',
    'Lund said she saw no need for THING.',
  ],
  conditional: [
    'Lund will accept THING as long as Norland pays for the port.',
    'Lund said she would accept THING provided Norland paid for the port.',
    'Lund would back THING on condition that Norland paid for the port.',
    'If Norland pays for the port, Lund will accept THING.',
    'Lund said that, should Norland pay for the port, she would accept THING.',
    'Lund said THING would only be possible after the port was rebuilt.',
    'Lund said THING would have to wait until the port was rebuilt.',
    'Lund said THING depended on money for the port.',
    'Lund would support THING only if Norland paid for the port.',
  ],
  noncommittal: [
    'Lund refused to rule out THING.',
    'Lund neither backed nor rejected THING.',
    'Lund said she was neither for nor against THING.',
    'Lund said THING could be discussed.',
    'Lund said nothing had been decided on THING.',
    'Lund would not commit to THING.',
  ],
};

interface Deed {
  readonly issue: string;
  readonly doer: readonly [string, string];
  readonly other: readonly [string, string];
  /** Infinitive, past, -ing: the deed that the proposition wants, and its contrary. */
  readonly does: readonly [string, string, string];
  readonly undoes: readonly [string, string, string];
}

const DEEDS: readonly Deed[] = [
  {
    issue: 'wages',
    doer: ['Halden Lines', 'halden'],
    other: ['Berg', 'berg'],
    does: ['raise wages', 'raised wages', 'raising wages'],
    undoes: ['cut wages', 'cut wages', 'cutting wages'],
  },
  {
    issue: 'embargo',
    doer: ['Norland', 'norland'],
    other: ['Lund', 'lund'],
    does: ['lift the embargo', 'lifted the embargo', 'lifting the embargo'],
    undoes: ['tighten the embargo', 'tightened the embargo', 'tightening the embargo'],
  },
  {
    issue: 'drilling',
    doer: ['Norland', 'norland'],
    other: ['Lund', 'lund'],
    does: ['ban deep drilling', 'banned deep drilling', 'banning deep drilling'],
    undoes: ['allow deep drilling', 'allowed deep drilling', 'allowing deep drilling'],
  },
  {
    issue: 'caps',
    doer: ['Norland', 'norland'],
    other: ['Lund', 'lund'],
    does: ['cap timber exports', 'capped timber exports', 'capping timber exports'],
    undoes: ['scrap the caps on timber', 'scrapped the caps on timber', 'scrapping the caps on timber'],
  },
  {
    issue: 'inspections',
    doer: ['Norland', 'norland'],
    other: ['Lund', 'lund'],
    does: ['allow inspections', 'allowed inspections', 'allowing inspections'],
    undoes: ['stop inspections', 'stopped inspections', 'stopping inspections'],
  },
];

/** A sign, what the deed means for the stance, and the sentence: DOER does, OTHER speaks of it. */
const BY_THE_DOER = [
  '+DOER decided to DO.',
  '+DOER offered to DO.',
  '+DOER threatened to DO.',
  '+DOER said it would DO.',
  '+“We are going to DO,” DOER said.',
  '+DOER bowed to calls to DO.',
  '-DOER refused to DO.',
  '-DOER said it would not DO.',
  '-DOER decided not to DO.',
  '-DOER has no plans to DO.',
  '-DOER has no intention of DOING.',
  '-“We are not going to DO,” DOER said.',
  '-DOER rejected calls to DO.',
  '-DOER ignored calls to DO.',
];
const BY_ANOTHER = [
  '+OTHER urged DOER to DO.',
  '+OTHER said DOER should DO.',
  '+OTHER demanded that DOER DO.',
  '+OTHER praised DOER for DOING.',
  '+OTHER criticised DOER for not DOING.',
  '+OTHER criticised DOER for refusing to DO.',
  '+OTHER accused DOER of refusing to DO.',
  '+OTHER said she was disappointed that DOER refused to DO.',
  '+OTHER said DOER could no longer refuse to DO.',
  '+OTHER said a failure to DO would be unacceptable.',
  '-OTHER warned DOER against DOING.',
  '-OTHER told DOER not to DO.',
  '-OTHER said DOER was wrong to DO.',
  '-OTHER said there was no excuse for DOING.',
  '-OTHER said it made no sense to DO.',
  '-OTHER praised DOER for refusing to DO.',
  '-OTHER accused DOER of DOING.',
  '-OTHER advised DOER against DOING.',
];

const inSentence = (template: string, words: Readonly<Record<string, string>>): string => {
  const text = template.replace(/[A-Z]{2,}/g, (name) => words[name] ?? name);
  return text.charAt(0).toUpperCase() + text.slice(1);
};

describe('what is said of a thing', () => {
  for (const [stance, templates] of Object.entries(ABOUT_A_THING))
    it.each(templates)(`${stance}: %s`, (template) => {
      const read = THINGS.map(([issue, thing]) => [
        issue,
        stanceOf(inSentence(template, { THING: thing }), 'lund', issue),
      ]);
      expect(read).toEqual(THINGS.map(([issue]) => [issue, stance]));
    });
});

describe.each([
  ['what ought to be done', false],
  ['its contrary', true],
] as const)('%s', (_name, contrary) => {
  const cases = [
    ...BY_THE_DOER.map((template) => ['doer', template] as const),
    ...BY_ANOTHER.map((template) => ['other', template] as const),
  ];
  it.each(cases)('by the %s: %s', (who, template) => {
    const expected = (template.startsWith('+') ? 1 : -1) * (contrary ? -1 : 1) === 1 ? 'support' : 'oppose';
    const read = DEEDS.map((deed) => {
      const [infinitive, past, gerund] = contrary ? deed.undoes : deed.does;
      const text = inSentence(template.slice(1), {
        DOER: deed.doer[0],
        OTHER: deed.other[0],
        DO: infinitive,
        DID: past,
        DOING: gerund,
      });
      return [deed.issue, stanceOf(text, deed[who][1], deed.issue)];
    });
    expect(read).toEqual(DEEDS.map((deed) => [deed.issue, expected]));
  });
});
