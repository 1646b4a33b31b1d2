import { findCues } from '../cues.js';
import { tokenize } from '../tokens.js';
import { withVerdicts } from '../verdicts.js';
import { clauseStart } from './clause-start.js';
import { type Direction, directionAt } from './direction.js';
import { governorsOf, nounBehind } from './governors.js';
import { indispensableAt } from './indispensable.js';
import { verdictAfter, verdictBefore } from './judgement.js';
import { bareNegation, isBidden, isNegated, refusesToExclude } from './negation.js';
import { predicate } from './predicate.js';

/** The words of a sentence, with the place of the one that is marked by a star. */
function read(sentence: string) {
  const tokens = tokenize(sentence.replace('*', ''));
  const before = tokenize(sentence.slice(0, sentence.indexOf('*'))).length;
  const cues = withVerdicts(tokens, findCues(tokens), 0, tokens.length);
  return { tokens, cues, at: before };
}

const directionOf = (sentence: string): Direction => {
  const { tokens, cues, at } = read(sentence);
  return directionAt(tokens, cues, at, at + 1);
};

describe('where a clause begins', () => {
  const wordBehind = (sentence: string) => {
    const { tokens, cues, at } = read(sentence);
    return tokens[clauseStart(tokens, cues, at, 0)]?.lower;
  };
  it.each([
    ['They rejected the levy because the *toll is low', 'the'],
    ['They reject levies, *tolls', 'they'],
    ['They suspended the levy and raised the *toll', 'raised'],
    ['They condemned it for blocking the *canal', 'they'],
  ])('%s', (sentence, first) => expect(wordBehind(sentence)).toBe(first));
});

describe('what governs words', () => {
  const governs = (sentence: string) => {
    const { tokens, cues, at } = read(sentence);
    return governorsOf(tokens, cues, at, at + 1, 0).map((cue) => tokens[cue.from]?.lower);
  };
  it.each([
    ['They want to lift the *toll', ['want', 'lift']],
    ['They want the proposed *toll', ['want']],
    ['They want a strong *toll', ['want']],
    ['They lower or lift the *toll', ['lift']],
  ])('%s', (sentence, words) => expect(governs(sentence)).toEqual(words));

  it('takes the noun behind for what is done', () => {
    const { tokens, cues, at } = read('A *toll increase was agreed');
    expect(nounBehind(tokens, cues, at + 1)?.sign).toBe(1);
  });
});

describe('denials', () => {
  it.each([
    ['does not *want', 'plain'],
    ['no longer *wants', 'longer'],
    ['not only *wants', false],
    ['does not believe that they *want', 'plain'],
    ['has yet to *accept', 'plain'],
    ['is here to *stay', false],
  ])('%s', (words, denied) => {
    const { tokens, at } = read(words);
    expect(isNegated(tokens, at, 0)).toBe(denied);
  });
  it('tells what is warned against from what is left open', () => {
    const bidden = (words: string) => {
      const { tokens, at } = read(words);
      return isBidden(tokens, at, 0);
    };
    expect([bidden('must not *reject'), bidden('did not *reject')]).toEqual([true, false]);
  });
  it('finds the denial that belongs to no cue', () => {
    const { tokens, cues, at } = read('There will be no new *toll');
    expect(tokens[bareNegation(tokens, cues, at, 0) ?? -1]?.lower).toBe('no');
  });
  it('takes a refusal to exclude for neither yes nor no', () => {
    const { tokens, cues, at } = read('refused to rule out a *toll');
    expect(refusesToExclude(tokens, cues, at, 0)).toBe(true);
  });
});

describe('predicates and judgements', () => {
  it('reads what ought to be done to a subject', () => {
    const { tokens, cues, at } = read('The *toll on barges must not be lifted');
    expect(predicate(tokens, cues, at + 1, tokens.length)).toMatchObject({ negated: true, deontic: true });
  });
  it.each([
    ['The *toll would cost too much', -1],
    ['The *toll makes sense', 1],
    ['They called the *toll a disgrace', -1],
  ])('%s', (sentence, sign) => {
    const { tokens, cues, at } = read(sentence);
    expect(verdictAfter(tokens, cues, at + 1, tokens.length, 0, at)?.sign).toBe(sign);
  });
  it('reads the adjective in front', () => {
    const { tokens, cues, at } = read('This unfair *toll');
    expect(verdictBefore(tokens, cues, at, 0)).toBe(-1);
  });
  it('knows what may not be missing', () => {
    const at = (sentence: string) => {
      const { tokens, at: place } = read(sentence);
      return indispensableAt(tokens, place, 0, 0, tokens.length);
    };
    expect([at('There is no deal without the *toll'), at('They live without the *toll')]).toEqual([4, undefined]);
  });
});

describe('the direction of words', () => {
  it.each([
    ['They want the *toll', 1],
    ['They rejected calls to lift the *toll', 1],
    ['They criticised Norland for refusing the *toll', 1],
    ['There will be no *toll', -1],
    ['How can it be right to keep the *toll', -1],
    ['Unfortunately there is no *toll', 1],
    ['They want talks instead of a *toll', -1],
    ['They would rather resign than accept the *toll', -1],
    ['There is no alternative to the *toll', 1],
    ['They will not be bullied into a *toll', -1],
    ['The *toll would only make matters worse', -1],
    ['The *toll puts jobs at risk', -1],
    ['The *toll falls far short of what is needed', 1],
    ['The *toll must stay closed', -1],
    ['They would have hoped for the *toll', -1],
    ['They regretted that the *toll had collapsed', 1],
    ['They want a *toll that will spell the end of the port', -1],
    ['Calling damaging *tolls will not help', -1],
    ['A truce on the *table', 1],
    ['They are against the levy and against the *toll', -1],
  ])('%s', (sentence, sign) => expect(directionOf(sentence).sign).toBe(sign));

  it('knows refusals denied and demands dropped', () => {
    expect(directionOf('They did not rule out the *toll').negatedRefusal).toBe(true);
    expect(directionOf('They no longer insist on the *toll').dropped).toBe(true);
  });
});
