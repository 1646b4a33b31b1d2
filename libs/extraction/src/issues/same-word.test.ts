import { isSameWord } from './same-word.js';

describe('words that share a stem', () => {
  it.each([
    ['sanctions', 'sanction'],
    ['ratification', 'ratify'],
    ['generously', 'generous'],
    ['likenesses', 'likeness'],
    ['neutrality', 'neutral'],
    ['houses', 'house'],
    ['initiatives', 'initiative'],
  ])('are forms of one word: %s, %s', (a, b) => {
    expect(isSameWord(a, b)).toBe(true);
    expect(isSameWord(b, a)).toBe(true);
  });

  it.each([
    ['liked', 'likeness'],
    ['generative', 'generous'],
  ])('are others: %s, %s', (a, b) => {
    expect(isSameWord(a, b)).toBe(false);
    expect(isSameWord(b, a)).toBe(false);
  });
});
