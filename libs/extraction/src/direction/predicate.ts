import type { Cue } from '../cues.js';
import {
  ADVERBS,
  AUXILIARIES,
  DEONTIC,
  MODALS,
  MONTHS_AND_DAYS,
  NEGATORS,
  PREPOSITIONS,
} from '../data/function-words.js';
import type { Token } from '../tokens.js';
import { takesObject } from './clause-start.js';

export interface Predicate {
  readonly cue: Cue | undefined;
  readonly negated: boolean;
  readonly modal: boolean;
  readonly deontic: boolean;
  /** What is denied is only that it depends on something ("cannot be subject to conditions"). */
  readonly conditions?: boolean;
}

const VANISHING: Cue = {
  from: 0,
  to: 0,
  groups: [],
  sign: -1,
  reports: false,
  attitude: false,
  change: true,
  open: false,
  verb: true,
  noun: false,
  adjective: false,
};

/** Verbs whose bare form is a noun that the frames do not have as one. */
const NOUNS_TOO = new Set('damage harm hurt ruin waste risk block start launch share help fight'.split(' '));

/** The predicate that follows a noun: auxiliaries, a negation, and the cue they lead to. */
export function predicate(
  tokens: readonly Token[],
  cues: readonly Cue[],
  to: number,
  end: number,
): Predicate | undefined {
  // "wants the levy gone".
  if (/^(?:gone|abolished|scrapped|axed)$/.test(tokens[to]?.lower ?? ''))
    return { cue: VANISHING, negated: false, modal: false, deontic: false };
  let i = to;
  // "a ceasefire in Gaza must", "sanctions on Russia should"
  let skipped = 0;
  while (i < end && skipped < 5) {
    const token = tokens[i];
    if (!token || token.kind === 'mark') return undefined;
    if (AUXILIARIES.has(token.lower) || MODALS.has(token.lower)) break;
    const cue = cues.find((found) => found.from === i);
    // "flood damage": behind a noun in the singular a verb's bare form is no verb.
    if (cue && NOUNS_TOO.has(token.lower) && !/s$/.test(tokens[i - 1]?.lower ?? '')) return undefined;
    if (cue?.verb && !cue.noun && cue.change && skipped === 0 && !/ing$/.test(token.lower)) {
      // "assets frozen in the West should be used": a participle that only describes.
      const describes =
        /(?:ed|en|wn|pt|lt)$/.test(token.lower) &&
        PREPOSITIONS.has(tokens[cue.to]?.lower ?? '') &&
        finiteLater(tokens, cue.to, end);
      if (!describes) return { cue, negated: false, modal: false, deontic: false };
      i = cue.to;
      skipped = 1;
      continue;
    }
    if (skipped === 0 && !PREPOSITIONS.has(token.lower)) return undefined;
    if (/^(?:and|but|or|that|which|who|because|if|while|when)$/.test(token.lower)) return undefined;
    skipped++;
    i++;
  }
  if (i >= end || skipped >= 5) return undefined;
  if (vanishes(tokens, i, end)) return { cue: VANISHING, negated: false, modal: true, deontic: true };
  let negated = false;
  let modal = false;
  let deontic = false;
  for (let steps = 0; i < end && steps < 8; steps++) {
    const token = tokens[i];
    if (!token || token.kind === 'mark') break;
    const cue = cues.find((found) => found.from === i && !found.reports) ?? cues.find((found) => found.from === i);
    // "an end to it was close": an adjective that is spelt like a verb.
    const spelt = /^(?:close|open|clear|free|secure)$/.test(token.lower);
    if (cue && !spelt && (cue.attitude || cue.change)) return { cue, negated, modal, deontic };
    if (/^(?:subject|conditional|dependent|tied|linked)$/.test(token.lower))
      return { cue: undefined, negated, modal, deontic, conditions: true };
    if (NEGATORS.has(token.lower)) negated = !negated;
    if (MODALS.has(token.lower)) modal = true;
    if (DEONTIC.has(token.lower)) deontic = true;
    else if (
      !AUXILIARIES.has(token.lower) &&
      !ADVERBS.has(token.lower) &&
      !token.lower.endsWith('ly') &&
      !/^(?:a|an|the|to|be|not|never|completely|in|of|by|way|means|at|so|too|least|remain|remains|remained|stay|stays|stayed|kept)$/.test(
        token.lower,
      )
    )
      break;
    i++;
  }
  return { cue: undefined, negated, modal, deontic };
}

/** "the treaty should cap output": a verb that does something to its object tells nothing of what its subject is to be. */
export function ofSubject(
  tokens: readonly Token[],
  found: Predicate | undefined,
  to: number,
  end: number,
): Predicate | undefined {
  const cue = found?.cue;
  if (!found || !cue || cue === VANISHING || !cue.change || cue.attitude || !cue.verb || cue.to >= end) return found;
  const next = tokens[cue.to];
  if (!next || !takesObject(tokens, cue) || ADVERBS.has(next.lower) || next.lower.endsWith('ly')) return found;
  if (
    /^(?:next|last|this|that|out|up|down|off|away|back|over|apart|ahead|in|home|right|straight|at|too|more|less|if|when|once|unless|because|as|soon|now)$/.test(
      next.lower,
    ) ||
    next.lower === 'to'
  )
    return found;
  if (MONTHS_AND_DAYS.has(next.lower)) return found;
  for (let i = to; i < cue.from; i++)
    if (
      /^(?:be|been|being|is|are|was|were|get|gets|got)$/.test(tokens[i]?.lower ?? '') &&
      !/ing$/.test(tokens[cue.from]?.lower ?? '')
    )
      return found;
  return { ...found, cue: undefined, negated: false };
}

/** "emissions must come down", "the tax has to go": what ought to be less or gone. */
function vanishes(tokens: readonly Token[], at: number, end: number): boolean {
  const ought = tokens[at]?.lower ?? '';
  let i = at + 1;
  if (/^(?:has|have|needs|need)$/.test(ought)) {
    if (tokens[i]?.lower !== 'to') return false;
    i++;
  } else if (!/^(?:must|should)$/.test(ought)) return false;
  while (i < end && (ADVERBS.has(tokens[i]?.lower ?? '') || tokens[i]?.lower.endsWith('ly'))) i++;
  const verb = tokens[i]?.lower ?? '';
  const next = tokens[i + 1];
  if (/^(?:come|go)$/.test(verb) && next?.lower === 'down') return true;
  if (verb === 'go') return next === undefined || i + 1 >= end || next.kind === 'mark';
  return /^(?:fall|shrink|decline|disappear|vanish|decrease)$/.test(verb);
}

function finiteLater(tokens: readonly Token[], from: number, end: number): boolean {
  for (let i = from; i < Math.min(end, from + 8); i++) {
    const token = tokens[i];
    if (!token || (token.kind === 'mark' && token.lower !== ',')) return false;
    if (AUXILIARIES.has(token.lower) || MODALS.has(token.lower)) return true;
  }
  return false;
}
