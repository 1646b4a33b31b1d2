import { CUE_GROUPS, type CueGroup } from './data/cue-frames.js';
import { AUXILIARIES, DETERMINERS, MODALS } from './data/function-words.js';
import { nounForms, verbForms } from './morphology.js';
import { PhraseIndex } from './phrase-index.js';
import { type Token, tokenize } from './tokens.js';

/** A cue found in the text: tokens `from` up to (not including) `to`. */
export interface Cue {
  readonly from: number;
  readonly to: number;
  /** The groups of the cue frames it belongs to; a word may be verb and noun. */
  readonly groups: readonly CueGroup[];
  readonly sign: 1 | -1;
  /** It can give somebody's words. */
  readonly reports: boolean;
  /** It says how somebody stands. */
  readonly attitude: boolean;
  /** It does something to its object. */
  readonly change: boolean;
  /** It declines to take a side. */
  readonly open: boolean;
  readonly verb: boolean;
  readonly noun: boolean;
  readonly adjective: boolean;
}

interface Gapped {
  readonly particles: readonly string[];
  readonly group: CueGroup;
}

const index = new PhraseIndex<CueGroup[]>((token) => token.lower);
const gapped = new Map<string, Gapped[]>();

/** Fills the index once, when the module is loaded; nothing changes it afterwards. */
function compile(): void {
  const byPhrase = new Map<string, CueGroup[]>();
  const add = (words: readonly string[], group: CueGroup) => {
    const key = words.join(' ');
    const groups = byPhrase.get(key);
    if (groups) {
      if (!groups.includes(group)) groups.push(group);
      return;
    }
    const fresh = [group];
    byPhrase.set(key, fresh);
    index.add(words, fresh);
  };
  for (const group of CUE_GROUPS) {
    for (const lemma of group.lemmas.split(',')) {
      const words = tokenize(lemma.trim()).map((token) => token.lower);
      const [first, ...rest] = words;
      if (first === undefined) continue;
      const forms =
        group.pos === 'verb'
          ? verbForms(first)
          : group.pos === 'noun' && rest.length === 0
            ? nounForms(first)
            : group.pos === 'phrase' && rest.length > 0
              ? [...new Set([first, ...phraseForms(first)])]
              : [first];
      for (const form of forms) {
        if (rest[0] === '*' && rest[1] !== undefined) {
          const entry = { particles: rest.slice(1), group };
          const known = gapped.get(form);
          if (known) known.push(entry);
          else gapped.set(form, [entry]);
        } else add([form, ...rest], group);
      }
    }
  }
  index.seal();
}

const INFLECTED_FIRST = new Set([
  'decline',
  'refuse',
  'prefer',
  'weigh',
  'mull',
  'consider',
  'sidestep',
  'dodge',
  'evade',
  'leave',
  'keep',
  'study',
  'look',
  'stop',
  'duck',
]);
function phraseForms(first: string): string[] {
  return INFLECTED_FIRST.has(first) ? verbForms(first) : [first];
}
compile();

/** Every cue, left to right; the longest phrase wins, cues do not overlap. */
export function findCues(tokens: readonly Token[]): Cue[] {
  const cues: Cue[] = [];
  let i = 0;
  while (i < tokens.length) {
    const cue = cueAt(tokens, i);
    if (cue) {
      cues.push(cue);
      i = cue.to;
    } else i++;
  }
  return cues;
}

function cueAt(tokens: readonly Token[], i: number): Cue | undefined {
  const token = tokens[i];
  if (token?.kind !== 'word') return undefined;
  const particle = gappedAt(tokens, i, token.lower);
  if (particle) return particle;
  // "we are going to build it": only says when.
  if (token.lower === 'going' && tokens[i + 1]?.lower === 'to' && tokens[i + 2]?.capital !== true) return undefined;
  const match = index.longest(tokens, i);
  if (!match) return undefined;
  // "go on strike", "went on with it": nobody goes on speaking.
  if (match.to - i === 2 && tokens[i + 1]?.lower === 'on' && GOES.has(token.lower) && tokens[i + 2]?.kind === 'word')
    return cueOf(i, i + 1, asUsed(tokens, i, i + 1, index.longest(tokens.slice(i, i + 1), 0)?.value ?? []));
  const groups = asUsed(tokens, i, match.to, match.value);
  if (groups.length === 0) return undefined;
  return cueOf(i, match.to, groups);
}

const GOES = new Set(['go', 'goes', 'going', 'went', 'gone']);

function gappedAt(tokens: readonly Token[], i: number, lower: string): Cue | undefined {
  for (const { particles, group } of gapped.get(lower) ?? []) {
    for (let j = i + 2; j <= i + 4 && j < tokens.length; j++) {
      const token = tokens[j];
      if (!token || token.kind === 'mark') break;
      if (particles.every((word, k) => tokens[j + k]?.lower === word)) return cueOf(i, i + 1, [group]);
    }
  }
  return undefined;
}

function cueOf(from: number, to: number, groups: readonly CueGroup[]): Cue {
  const has = (role: CueGroup['role']) => groups.some((group) => group.role === role);
  const telling =
    groups.find((group) => group.role === 'open') ??
    groups.find((group) => group.role === 'attitude') ??
    groups.find((group) => group.role === 'change');
  return {
    from,
    to,
    groups,
    sign: telling?.sign ?? 1,
    reports: has('report'),
    attitude: has('attitude'),
    change: has('change'),
    open: has('open'),
    verb: groups.some((group) => group.pos === 'verb' || group.pos === 'phrase'),
    noun: groups.some((group) => group.pos === 'noun'),
    adjective: groups.some((group) => group.pos === 'adjective'),
  };
}

const LEAVES = /^(?:sick|paid|unpaid|parental|maternity|paternity|annual|medical|family|shore|compassionate)$/;

/** Words that are verb and noun ("offer", "plan", "end"): the word before decides. */
function asUsed(tokens: readonly Token[], from: number, to: number, groups: readonly CueGroup[]): readonly CueGroup[] {
  const before = tokens[from - 1];
  const word = tokens[from];
  if (!before || !word || to - from > 1) return groups;
  // "paid sick leave", "loss and damage caused by the flood": nouns that no frame has as nouns.
  if (word.lower === 'leave' && LEAVES.test(before.lower)) return [];
  if (
    /^(?:damage|harm)$/.test(word.lower) &&
    /^(?:caused|done|from|inflicted|by|suffered)$/.test(tokens[to]?.lower ?? '')
  )
    return groups.filter((group) => group.pos !== 'verb');
  const nounPlace =
    (DETERMINERS.has(before.lower) && !/^(?:both|all|each)$/.test(before.lower)) ||
    before.lower === "'s" ||
    before.lower === 'of' ||
    before.lower === 'no';
  const verbPlace =
    before.lower === 'to' || MODALS.has(before.lower) || (AUXILIARIES.has(before.lower) && before.lower !== "'s");
  const inflected = /(?:ed|ing)$/.test(word.lower);
  if (nounPlace && !inflected) {
    const nouns = groups.filter((group) => group.pos !== 'verb');
    // "their return", "the fight": a verb's word used as a noun that no noun group has still turns its object.
    return nouns.length > 0
      ? nouns
      : groups
          .filter((group) => group.role === 'change')
          .map((group) => ({ ...group, pos: 'noun' as const, role: 'change' as const }));
  }
  if (verbPlace) {
    const verbs = groups.filter((group) => group.pos === 'verb' || group.pos === 'adjective' || group.pos === 'phrase');
    return verbs.length > 0 ? verbs : groups;
  }
  return groups;
}
