import type { Token } from './tokens.js';

/** A phrase found in a token sequence: tokens `from` up to (not including) `to`. */
export interface PhraseMatch<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

interface Entry<T> {
  readonly keys: readonly string[];
  readonly accept: ((tokens: readonly Token[], from: number) => boolean) | undefined;
  readonly value: T;
}

/**
 * Finds the longest phrase that begins at a token. Phrases are looked up by their first word, so that ten thousand of them
 * cost no more than one.
 */
export class PhraseIndex<T> {
  private readonly byFirst = new Map<string, Entry<T>[]>();
  private sorted = true;

  constructor(private readonly keyOf: (token: Token) => string) {}

  add(keys: readonly string[], value: T, accept?: (tokens: readonly Token[], from: number) => boolean): void {
    const first = keys[0];
    if (first === undefined) return;
    const entries = this.byFirst.get(first);
    if (entries) entries.push({ keys, accept, value });
    else this.byFirst.set(first, [{ keys, accept, value }]);
    this.sorted = false;
  }

  /** Sorts the entries once; to be called after the last `add`, so that looking up changes nothing. */
  seal(): this {
    if (!this.sorted) {
      for (const entries of this.byFirst.values()) entries.sort((a, b) => b.keys.length - a.keys.length);
      this.sorted = true;
    }
    return this;
  }

  /** The longest phrase beginning at `from`. */
  longest(tokens: readonly Token[], from: number): PhraseMatch<T> | undefined {
    const first = tokens[from];
    if (!first) return undefined;
    const entries = this.byFirst.get(this.keyOf(first));
    if (!entries) return undefined;
    for (const entry of entries) {
      if (this.matches(entry, tokens, from)) return { from, to: from + entry.keys.length, value: entry.value };
    }
    return undefined;
  }

  /** Every phrase beginning at `from`, longest first. */
  all(tokens: readonly Token[], from: number): PhraseMatch<T>[] {
    const first = tokens[from];
    const entries = first ? this.byFirst.get(this.keyOf(first)) : undefined;
    if (!entries) return [];
    const found: PhraseMatch<T>[] = [];
    for (const entry of entries) {
      if (this.matches(entry, tokens, from)) found.push({ from, to: from + entry.keys.length, value: entry.value });
    }
    return found;
  }

  private matches(entry: Entry<T>, tokens: readonly Token[], from: number): boolean {
    const { keys } = entry;
    if (from + keys.length > tokens.length) return false;
    for (let i = 1; i < keys.length; i++) {
      const token = tokens[from + i];
      if (!token || this.keyOf(token) !== keys[i]) return false;
    }
    return entry.accept === undefined || entry.accept(tokens, from);
  }
}
