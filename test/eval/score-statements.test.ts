import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GOLD_FOLDER, readGold } from './gold.js';
import { type ScoredArticle, type ScoredStatement, scoreStatements } from './score-statements.js';

type Predictions = ReadonlyMap<string, readonly ScoredStatement[]>;

const text = 'Ruritania backs the canal. The duke rejects it. Graustark wants it only if tolls fall.';
const madeUp: ScoredArticle[] = [
  {
    id: 'a',
    dossier: 'canal',
    text,
    statements: [
      {
        actor: 'ruritania',
        issue: 'canal',
        stance: 'support',
        kind: 'indirect',
        evidence: 'Ruritania backs the canal.',
      },
      { actor: 'duke', issue: 'canal', stance: 'oppose', kind: 'act', evidence: 'The duke rejects it.' },
      { actor: 'duke', issue: 'canal', stance: 'conditional', kind: 'mixed', evidence: 'The duke rejects it.' },
      {
        actor: 'graustark',
        issue: 'tolls',
        stance: 'conditional',
        kind: 'direct',
        evidence: 'Graustark wants it only if tolls fall.',
      },
    ],
  },
  { id: 'b', dossier: 'lake', text: 'Nothing was said.', statements: [] },
];

const says = (actor: string, issue: string, stance: string, more: Partial<ScoredStatement> = {}): ScoredStatement => ({
  actor,
  issue,
  stance,
  ...more,
});

describe('scoreStatements', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-score-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const asTheScorerSays = (gold: readonly ScoredArticle[], predicted: Predictions): unknown => {
    const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    const goldFile = join(folder, 'gold.jsonl');
    const predictedFile = join(folder, 'predicted.jsonl');
    writeFileSync(goldFile, lines(gold));
    writeFileSync(predictedFile, lines([...predicted].map(([id, statements]) => ({ id, statements }))));
    return JSON.parse(
      execFileSync(process.execPath, [join(GOLD_FOLDER, 'score.mjs'), goldFile, predictedFile, '--json'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  };

  const cases: Record<string, Predictions> = {
    'nothing at all': new Map(),
    'an empty answer': new Map([['a', []]]),
    'everything right': new Map([['a', madeUp[0]!.statements]]),
    'every stance wrong': new Map([
      ['a', [says('ruritania', 'canal', 'oppose'), says('graustark', 'tolls', 'noncommittal')]],
    ]),
    'the same pair with two stances, one of them right': new Map([
      ['a', [says('duke', 'canal', 'support'), says('duke', 'canal', 'oppose')]],
    ]),
    'a statement twice, the second with other evidence': new Map([
      [
        'a',
        [
          says('ruritania', 'canal', 'support', { start: 0, end: 26 }),
          says('ruritania', 'canal', 'support', { start: 60, end: 70 }),
        ],
      ],
    ]),
    'evidence that touches, overlaps, or is not in the text': new Map([
      [
        'a',
        [
          says('ruritania', 'canal', 'support', { start: 26, end: 30 }),
          says('duke', 'canal', 'oppose', { start: 40, end: 60 }),
          says('duke', 'canal', 'conditional', { evidence: 'The duke' }),
          says('graustark', 'tolls', 'conditional', { evidence: 'Graustark never said so.' }),
        ],
      ],
    ]),
    'statements where there are none, and of an article nobody annotated': new Map([
      ['b', [says('duke', 'canal', 'oppose')]],
      ['c', [says('duke', 'canal', 'oppose')]],
    ]),
  };

  it.each(Object.entries(cases))('gives the numbers of score.mjs for %s', (_, predicted) => {
    expect(scoreStatements(madeUp, predicted)).toEqual(asTheScorerSays(madeUp, predicted));
  });

  it('gives the numbers of score.mjs for answers that are partly right over the whole of the gold', () => {
    const gold = readGold(join(GOLD_FOLDER, 'dev.jsonl'));
    const stances = ['support', 'oppose', 'conditional', 'noncommittal'];
    const predicted = new Map(
      gold.map((article, i) => [
        article.id,
        article.statements
          .filter((_, j) => (i + j) % 3 !== 0)
          .map((one, j) => ({ ...one, stance: (i + j) % 4 === 0 ? stances[j % 4]! : one.stance })),
      ]),
    );
    expect(scoreStatements(gold, predicted)).toEqual(asTheScorerSays(gold, predicted));
  });
});
