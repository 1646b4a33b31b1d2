import { parseDossier } from '@parley/dossier';
import { findCues } from '../cues.js';
import { directionAt } from '../direction/direction.js';
import { tokenize } from '../tokens.js';
import { compileIssues } from './issue-index.js';

/** The direction towards the proposition that a term of an issue stands for. */
function termSign(proposition: string, term: string): number | undefined {
  const result = parseDossier(`
dossier: one
title: One
from: 2025-01-01
actors: [{ id: somebody, name: Somebody, kind: government }]
issues: [{ id: issue, label: Issue, proposition: "${proposition}", terms: ["${term}"] }]
`);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join(' '));
  const found = compileIssues(result.dossier)
    .find(tokenize(term))
    .sort((a, b) => b.to - b.from - (a.to - a.from) || b.weight - a.weight);
  return found[0]?.sign;
}

describe('a term stands for the proposition or its contrary', () => {
  it.each([
    ['The government should lower or lift its tariffs on goods.', 'cut tariffs', 1],
    ['The government should lower or lift its tariffs on goods.', 'raise tariffs', -1],
    ['The government should lower or lift its tariffs on goods.', 'tariffs', -1],
    ['The government should lower or lift its tariffs on goods.', '145%', -1],
    ['More sanctions should be put on the regime.', 'sanctions', 1],
    ['Fighting should stop (a ceasefire or truce) before a settlement.', 'truce', 1],
    ['Fighting should stop (a ceasefire or truce) before a settlement.', 'halt in fighting', 1],
    ['The province should give up territory.', 'cede territory', 1],
    ['The province should give up territory.', 'territorial integrity', -1],
    ['The militia should lay down its weapons.', 'disarmament', 1],
    ['The militia should lay down its weapons.', 'weapons', -1],
    ['The country should be able to join the alliance.', 'neutrality', -1],
    ['The two sides should keep or extend the tariff truce (the 90-day pause).', 'pause', 1],
    ['The treaty should limit how much new plastic is produced.', 'production cap', 1],
    ['The treaty should limit how much new plastic is produced.', 'virgin plastic', -1],
    ['The firm is negotiating in good faith.', 'stalling', -1],
    ['The firm is negotiating in good faith.', 'unfair', -1],
    ['The union should answer tariffs with countermeasures of its own.', 'countermeasures', 1],
    ['The union should answer tariffs with countermeasures of its own.', 'retaliatory tariffs', 1],
    ['The firms should drop their tolls altogether (zero for zero).', 'zero for zero', 1],
    ['The firms should drop their tolls altogether (zero for zero).', 'no tolls', 1],
    ['Wage tiers and temporary work should end.', 'tiers', -1],
    ['The working week should be cut.', 'shorter week', 1],
    ['Strikes should be called off before there are talks.', 'call off', 1],
    ['The two sides should talk to each other directly.', 'indirect talks', -1],
    ['The company should reopen its plant.', 'plant closings', -1],
    ['The country should keep the water treaty in force.', 'suspension of the treaty', -1],
  ])('%s — %s', (proposition, term, sign) => {
    expect(termSign(proposition, term)).toBe(sign);
  });
});

describe('shares', () => {
  it.each(['30%', '30 per cent', '30 percent'])('are the same however they are written: %s', (written) => {
    const result = parseDossier(`
dossier: one
title: One
from: 2025-01-01
actors: [{ id: somebody, name: Somebody, kind: government }]
issues: [{ id: issue, label: Issue, proposition: The levy should be paid., terms: ["30%"] }]
`);
    if (!result.ok) throw new Error('dossier refused');
    const text = tokenize(`a levy of ${written} on goods`);
    const found = compileIssues(result.dossier)
      .find(text)
      .find(({ source }) => source === 'term');
    const words = text.slice(found?.from, found?.to).map(({ lower }) => lower);
    expect(words.join(' ')).toBe(written);
  });
});

describe('the direction given to a word', () => {
  const sign = (text: string, word: string) => {
    const tokens = tokenize(text);
    const at = tokens.findIndex((token) => token.lower === word);
    return directionAt(tokens, findCues(tokens), at, at + 1).sign;
  };
  it.each([
    ['they want to lift the sanctions', 'sanctions', -1],
    ['they do not want to lift the sanctions', 'sanctions', 1],
    ['they rejected calls to lift the sanctions', 'sanctions', 1],
    ['the sanctions should be lifted', 'sanctions', -1],
    ['the sanctions will not be lifted', 'sanctions', 1],
    ['they should lower or lift the sanctions', 'sanctions', -1],
    ['they suspended talks and imposed sanctions', 'sanctions', 1],
    ['there will be no sanctions', 'sanctions', -1],
    ['sanctions are out of the question', 'sanctions', -1],
    ['they have yet to accept the deal', 'deal', -1],
    ['the best way to end the war is to sign the deal', 'deal', 1],
    ['they left the contested parts', 'parts', -1],
  ])('%s: %s', (text, word, expected) => {
    expect(sign(text, word)).toBe(expected);
  });
});
