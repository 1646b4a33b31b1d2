import { CONTENTLESS, DETERMINERS } from '../data/function-words.js';
import type { Token } from '../tokens.js';

/** Tokens that carry meaning. */
export const meaning = (tokens: readonly Token[]): Token[] =>
  tokens.filter((token) => token.kind !== 'mark' && !CONTENTLESS.has(token.lower) && token.lower !== "'s");

/** Tokens as anchors are matched on: without articles and possessives, so that "withdraw from the Donbas" is found. */
export const matchable = (token: Token): boolean =>
  (!DETERMINERS.has(token.lower) || token.lower === 'no') && token.lower !== "'s";

/** What anchors are matched on, each with its place among the tokens: "30%" and "30 per cent" are the same. */
export function matchableOf(tokens: readonly Token[]): { readonly kept: Token[]; readonly places: number[] } {
  const kept: Token[] = [];
  const places: number[] = [];
  tokens.forEach((token, i) => {
    if (!matchable(token)) return;
    if (token.lower === 'per' && /^cents?$/.test(tokens[i + 1]?.lower ?? '')) return;
    const share = /^cents?$/.test(token.lower) && tokens[i - 1]?.lower === 'per';
    if (token.kind === 'number' && token.lower.endsWith('%')) {
      const number = token.lower.slice(0, -1);
      kept.push({ ...token, lower: number, stem: number }, { ...token, lower: 'percent', stem: 'percent' });
      places.push(i, i);
      return;
    }
    kept.push(share ? { ...token, lower: 'percent', stem: 'percent' } : token);
    places.push(i);
  });
  return { kept, places };
}

/** The stems a phrase is found by. */
export const stemsOf = (tokens: readonly Token[]): string[] => matchableOf(tokens).kept.map((token) => token.stem);
