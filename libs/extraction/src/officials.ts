import type { ActorRegistry } from './actor-registry.js';
import { MONTHS_AND_DAYS } from './data/function-words.js';
import type { Token } from './tokens.js';

/** The end of a personal name that begins at `at`, or `at` where none does. */
export function officialName(tokens: readonly Token[], at: number): number {
  let end = at;
  if (tokens[end]?.lower === ',') {
    // "the Russian deputy foreign minister, Sergey Ryabkov": an apposition counts where a comma closes it soon.
    let close = end + 1;
    while (close < end + 5 && tokens[close]?.capital) close++;
    if (close > end + 1 && close - end <= 5 && /^[,.]$/.test(tokens[close]?.lower ?? '')) return close;
    return at;
  }
  while (
    end < at + 4 &&
    tokens[end]?.capital &&
    tokens[end]?.kind === 'word' &&
    !MONTHS_AND_DAYS.has(tokens[end]?.lower ?? '')
  )
    end++;
  return end;
}

export function nameKey(tokens: readonly Token[], from: number, to: number): string {
  return tokens[to - 1]?.lower ?? tokens[from]?.lower ?? '';
}

/** A person of the dossier is named right here, perhaps behind a comma. */
export function namesActor(tokens: readonly Token[], at: number, registry: ActorRegistry): boolean {
  const found = registry.names.longest(tokens, tokens[at]?.lower === ',' ? at + 1 : at);
  return found !== undefined && registry.actors.get(found.value.actors[0] ?? '')?.person === true;
}

/** The end of the name or names of officials that begin at `at`: "chairs, Melissa Ryan and Ross Nieuwoudt,". */
export function officialNames(tokens: readonly Token[], at: number): number {
  let end = at;
  if (tokens[end]?.lower === ',' && tokens[end + 1]?.capital) end++;
  let close = end;
  while (close < end + 9 && (tokens[close]?.capital || (tokens[close]?.lower === 'and' && close > end))) close++;
  if (close === end) return at;
  if (end === at) return close;
  return /^[,.]$/.test(tokens[close]?.lower ?? '') ? close : at;
}
