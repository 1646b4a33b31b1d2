import type { Cue } from './cues.js';
import type { CueGroup } from './data/cue-frames.js';
import { VERDICT_PHRASES, verdictOf } from './data/verdicts.js';
import type { Token } from './tokens.js';

const GROUPS: Readonly<Record<'for' | 'against', CueGroup>> = {
  for: { id: 'verdict', role: 'attitude', pos: 'adjective', sign: 1, lemmas: '' },
  against: { id: 'verdict', role: 'attitude', pos: 'adjective', sign: -1, lemmas: '' },
};

/** The cues of a stretch with the words of judgement that no cue has taken, in the order of the text. */
export function withVerdicts(tokens: readonly Token[], cues: readonly Cue[], from: number, to: number): Cue[] {
  const out: Cue[] = [];
  let next = 0;
  let i = from;
  while (i < to) {
    while (next < cues.length && (cues[next]?.from ?? 0) < i) next++;
    const cue = cues[next];
    const longer = cue && cue.from === i ? verdictAt(tokens, i, to) : undefined;
    if (longer && cue && longer.to > cue.to) {
      out.push(longer);
      while (next < cues.length && (cues[next]?.from ?? 0) < longer.to) next++;
      i = longer.to;
      continue;
    }
    if (cue && cue.from === i) {
      out.push(cue);
      i = Math.max(i + 1, cue.to);
      continue;
    }
    const verdict = verdictAt(tokens, i, Math.min(to, cue?.from ?? to));
    if (verdict) {
      out.push(verdict);
      i = verdict.to;
    } else i++;
  }
  return out;
}

function verdictAt(tokens: readonly Token[], at: number, to: number): Cue | undefined {
  const token = tokens[at];
  if (token?.kind !== 'word') return undefined;
  const phrase = VERDICT_PHRASES.get(token.lower)?.find(
    ({ words }) => at + words.length <= to && words.every((word, k) => tokens[at + k]?.lower === word),
  );
  if (phrase) return verdict(at, at + phrase.words.length, phrase.sign);
  const sign = verdictOf(token.lower);
  return sign === 0 ? undefined : verdict(at, at + 1, sign);
}

function verdict(from: number, to: number, sign: 1 | -1): Cue {
  return {
    from,
    to,
    groups: [sign === 1 ? GROUPS.for : GROUPS.against],
    sign,
    reports: false,
    attitude: true,
    change: false,
    open: false,
    verb: false,
    noun: false,
    adjective: true,
  };
}

/** A word of judgement rather than a cue of the frames. */
export const isVerdict = (cue: Cue): boolean => cue.groups[0]?.id === 'verdict';
