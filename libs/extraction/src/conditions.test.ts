import { findConditions } from './conditions.js';
import { tokenize } from './tokens.js';

const conditionsOf = (sentence: string) => {
  const tokens = tokenize(sentence);
  return findConditions(tokens, 0, tokens.length).map(({ from, to, demands }) => ({
    words: tokens
      .slice(from, to)
      .map((token) => token.lower)
      .join(' '),
    demands,
  }));
};

describe('findConditions', () => {
  it.each([
    ['The toll goes the moment they open the port', 'the moment they open the port', false],
    ['Open the port, or we will keep the toll', 'or we will', false],
    ['We are ready for talks, but not under bombardment', 'but not under bombardment', false],
    ['A truce would have to come with guarantees', 'have to come with', false],
    ['No truce without a withdrawal', 'without a withdrawal', true],
    ['Without a withdrawal there will be no truce', 'without a withdrawal', true],
    ['They must withdraw before there are talks', 'they must withdraw', true],
    ['Before talks can begin, they have to withdraw', ', they have to withdraw', true],
    ['First they must withdraw; then talks can begin', 'first they must withdraw ;', true],
    ['They set three conditions for talks', 'three conditions', true],
    ['They could leave, but the others need to go, too', 'but the others need to go , too', true],
  ])('%s', (sentence, words, demands) => {
    expect(conditionsOf(sentence)).toContainEqual({ words, demands });
  });

  it.each([
    'They left without a word',
    'The conditions for workers are bad',
    'The day of the vote',
    'They met before the summer',
    'It is not complete without a port',
  ])('%s: none', (sentence) => expect(conditionsOf(sentence)).toEqual([]));
});
