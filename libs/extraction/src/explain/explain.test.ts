import { readFileSync } from 'node:fs';
import { parseDossier } from '@parley/dossier';
import { createExtractor, type StatementExplanation } from '../index.js';
import { riverDossier } from '../river-dossier.fixture.js';

const extractor = createExtractor(riverDossier());
const article = (text: string, publishedAt = '2025-09-10') => ({ text, publishedAt });
const explained = (text: string): StatementExplanation => {
  const [first] = extractor.explain(article(text)).statements;
  if (!first) throw new Error('no statement to explain');
  return first;
};
const holder = (text: string) => explained(text).holder.map(({ text: words, by, of }) => [words, by, of]);
const reasons = (text: string) =>
  extractor.explain(article(text)).noStatements.map(({ reason, issue }) => [reason, issue]);

describe('the way from the words to the actor', () => {
  test.each<[string, (string | null)[][]]>([
    ['Dora Marsh called for a truce.', [['Dora Marsh', 'name', null]]],
    ['Marsh called for a truce.', [['Marsh', 'alias', 'Marsh']]],
    ['Macron called for a truce.', [['Macron', 'surname', 'Emmanuel Macron']]],
    ['Highton called for a truce.', [['Highton', 'alias', 'Highton']]],
    ['Paris called for a truce.', [['Paris', 'seat', 'France']]],
    ['The RWU called for a truce.', [['RWU', 'alias', 'RWU']]],
    [
      "Upland's president called for a truce.",
      [["Upland's president", 'role', 'president of upland (2025-06-01 to )']],
    ],
    ['A Lowland spokeswoman called for a truce.', [['Lowland spokeswoman', 'speaks-for', 'Lowland']]],
    [
      'Dora Marsh arrived on Monday. She called for a truce.',
      [
        ['She', 'speaker', null],
        ['Dora Marsh', 'name', null],
      ],
    ],
    [
      'Dora Marsh arrived on Monday. The prime minister called for a truce.',
      [
        ['prime minister', 'title-before', null],
        ['Dora Marsh', 'name', null],
      ],
    ],
    [
      'The River Workers Union met on Monday. The union rejected the dam.',
      [
        ['union', 'named-before', null],
        ['River Workers Union', 'name', null],
      ],
    ],
  ])('%s', (text, steps) => expect(holder(text)).toEqual(steps));

  it('leads each of several holders to their own name', () => {
    const { statements } = extractor.explain(article('Marsh and Macron called for a truce.'));
    expect(statements.map(({ actor, holder: [first] }) => [actor, first?.text])).toEqual([
      ['macron', 'Macron'],
      ['marsh', 'Marsh'],
    ]);
  });
});

describe('how holder and content were put together', () => {
  test.each([
    ['Ada Ruler said the dam must be built.', 'report', 'said'],
    ['Lowland rejected the dam.', 'position', 'rejected'],
    ['The dam was rejected by Lowland.', 'passive', 'rejected'],
    ["Lowland's rejection of the dam surprised nobody.", 'noun', 'rejection'],
    ['"We want the dam," said Dora Marsh.', 'report', 'said'],
  ])('%s', (text, rule, cue) => {
    const { attribution } = explained(text);
    expect([attribution.rule, attribution.cue?.text]).toEqual([rule, cue]);
    expect(attribution.cue?.frames.length).toBeGreaterThan(0);
  });

  it('says that a quotation goes on without a report of its own', () => {
    const text = 'Dora Marsh spoke on Monday. "The river is ours," Marsh said. "The dam must be built at once."';
    expect(explained(text).attribution.rule).toBe('quotation-goes-on');
  });
});

describe('the words and the direction', () => {
  it('names the term, what governs it and what denies it', () => {
    const { words, stance } = explained('Marsh said Upland must not lift its tolls.');
    const term = words.find(({ source, left }) => source === 'term' && left === null);
    expect(term).toMatchObject({ text: expect.stringContaining('tolls'), source: 'term', sign: -1 });
    expect(term?.direction.map(({ rule, words: by, negated }) => [rule, by?.text ?? null, negated])).toContainEqual([
      'cue',
      'lift',
      true,
    ]);
    expect(stance).toMatchObject({ stance: 'oppose' });
  });

  it('gives the condition and what it hangs on', () => {
    const text = 'Marsh said Lowland would build the dam only if Upland paid for it.';
    const { stance } = explained(text);
    expect(stance.stance).toBe('conditional');
    expect(stance.condition?.text).toMatch(/^only if Upland/);
  });

  it('says that somebody declined to take a side', () => {
    expect(explained('Marsh did not rule out a truce.').stance).toMatchObject({
      stance: 'noncommittal',
      refusalDenied: true,
    });
  });

  it('shows the sentence that words point back at', () => {
    const text = 'Upland has offered a ceasefire on the river. Lowland rejected the offer.';
    const { words } = extractor.explain(article(text)).statements.find(({ actor }) => actor === 'lowland') ?? {
      words: [],
    };
    expect(words.find(({ source }) => source === 'points-back')).toMatchObject({
      text: 'the offer',
      origin: 'Upland has offered a ceasefire on the river.',
    });
  });
});

describe('why there is no statement', () => {
  test.each<[string, (string | null)[]]>([
    ['Bob Stranger said the dam must be built.', ['unknown-speaker', null]],
    ['Dora Marsh said the weather had been fine.', ['no-issue', null]],
    ['The dam was planned for years. Dora Marsh went home.', ['nobody-speaks', 'dam']],
    ['Marsh called for a truce. Marsh again called for a truce on Tuesday.', ['said-again', 'truce']],
  ])('%s', (text, reason) => expect(reasons(text)).toContainEqual(reason));

  it('a paragraph that stood before is read once', () => {
    const paragraph = 'Dora Marsh said that the dam must be built.';
    expect(reasons(`${paragraph}\n\n${paragraph}`)).toEqual([['repeated-paragraph', null]]);
  });

  it('the other stance of the same actor weighs more', () => {
    const text =
      'Marsh said the dam must be built. "We want the dam," Marsh said. Some heard Marsh say the dam was a mistake.';
    expect(reasons(text)).toContainEqual(['outvoted', 'dam']);
  });
});

describe('on every annotated article of dev', () => {
  const rows = readFileSync('test/gold/dev.jsonl', 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { dossier: string; text: string; publishedAt: string });
  const extractors = new Map(
    [...new Set(rows.map(({ dossier }) => dossier))].map((name) => {
      const parsed = parseDossier(readFileSync(`test/gold/dossiers/${name}.yaml`, 'utf8'));
      if (!parsed.ok) throw new Error(`${name} refused`);
      return [name, createExtractor(parsed.dossier)] as const;
    }),
  );
  const read = rows.map((row) => {
    const of = extractors.get(row.dossier);
    if (!of) throw new Error(row.dossier);
    const input = article(row.text, row.publishedAt);
    return { text: row.text, statements: of.extract(input), explanation: of.explain(input) };
  });

  it('explains the statements that are extracted, and no others', () => {
    for (const { statements, explanation } of read)
      expect(
        explanation.statements
          .map(({ actor, issue, start, end, stance, confidence }) =>
            [actor, issue, start, end, stance.stance, confidence.confidence].join(' '),
          )
          .sort(),
      ).toEqual(
        statements
          .map(({ actor, issue, start, end, stance, confidence }) =>
            [actor, issue, start, end, stance, confidence].join(' '),
          )
          .sort(),
      );
  });

  it('every offset gives the words it stands for', () => {
    const walk = (value: unknown, text: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('start' in value && 'end' in value && 'text' in value)
        expect(text.slice(Number(value.start), Number(value.end))).toBe(value.text);
      for (const inner of Object.values(value)) walk(inner, text);
    };
    for (const { text, explanation } of read) walk(explanation, text);
  });

  it('the parts give what they are said to give', () => {
    for (const { explanation } of read)
      for (const { words, stance, confidence, attribution, holder: steps } of explanation.statements) {
        const counted = words.filter(({ left }) => left === null);
        expect(counted.length).toBeGreaterThan(0);
        for (const { sign, direction } of counted)
          expect(direction.reduce((product, step) => product * step.sign, 1)).toBe(sign);
        expect(counted.reduce((sum, { vote }) => sum + vote, 0)).toBeCloseTo(stance.vote, 1);
        const odds = confidence.signals.reduce((sum, { adds }) => sum + adds, confidence.base);
        expect(1 / (1 + Math.exp(-odds))).toBeCloseTo(confidence.confidence, 2);
        expect(attribution.content.length).toBeGreaterThan(0);
        expect(steps.at(-1)?.by ?? 'name').not.toBe('unknown');
      }
  });

  it('is the same every time', () => {
    const { text } = rows[0] ?? { text: '' };
    const again = () => JSON.stringify(extractors.get(rows[0]?.dossier ?? '')?.explain(article(text, '2025-03-01')));
    expect(again()).toBe(again());
  });
});

it('an article that is not read explains nothing', () => {
  expect(extractor.explain(article(''))).toMatchObject({ statements: [], noStatements: [] });
});
