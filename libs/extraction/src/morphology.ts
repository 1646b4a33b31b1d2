/**
 * Word forms. `stem` is Porter's algorithm (M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980) with
 * irregular forms and British spellings brought together first. `formsOf` writes out the forms of a verb or noun.
 */

const IRREGULAR: Readonly<Record<string, string>> = {
  said: 'say',
  told: 'tell',
  gave: 'give',
  given: 'give',
  sent: 'send',
  met: 'meet',
  sought: 'seek',
  left: 'leave',
  kept: 'keep',
  held: 'hold',
  began: 'begin',
  begun: 'begin',
  broke: 'break',
  broken: 'break',
  took: 'take',
  taken: 'take',
  spoke: 'speak',
  spoken: 'speak',
  wrote: 'write',
  written: 'write',
  withdrew: 'withdraw',
  withdrawn: 'withdraw',
  froze: 'freeze',
  frozen: 'freeze',
  bought: 'buy',
  sold: 'sell',
  paid: 'pay',
  fought: 'fight',
  made: 'make',
  stood: 'stand',
  lost: 'lose',
  built: 'build',
  brought: 'bring',
  thought: 'think',
  went: 'go',
  gone: 'go',
  came: 'come',
  sat: 'sit',
  laid: 'lay',
  led: 'lead',
  dealt: 'deal',
  sprang: 'spring',
  struck: 'strike',
  drew: 'draw',
  drawn: 'draw',
  threw: 'throw',
  thrown: 'throw',
  chose: 'choose',
  chosen: 'choose',
  rose: 'rise',
  risen: 'rise',
  fell: 'fall',
  fallen: 'fall',
  spent: 'spend',
  lent: 'lend',
  backed: 'back',
  swore: 'swear',
  sworn: 'swear',
  hid: 'hide',
  hidden: 'hide',
  stuck: 'stick',
  won: 'win',
  forbade: 'forbid',
  forbidden: 'forbid',
  overcame: 'overcome',
  saw: 'see',
  seen: 'see',
  knew: 'know',
  known: 'know',
  felt: 'feel',
  found: 'find',
  got: 'get',
  ran: 'run',
  shot: 'shoot',
  has: 'have',
  had: 'have',
  withheld: 'withhold',
  upheld: 'uphold',
  understood: 'understand',
  undid: 'undo',
  undone: 'undo',
  overrode: 'override',
  overridden: 'override',
  tore: 'tear',
  torn: 'tear',
  drove: 'drive',
  driven: 'drive',
  grew: 'grow',
  grown: 'grow',
  blew: 'blow',
  blown: 'blow',
  rang: 'ring',
  clung: 'cling',
  strove: 'strive',
  dug: 'dig',
  shook: 'shake',
  shaken: 'shake',
  bore: 'bear',
  borne: 'bear',
  bent: 'bend',
  sank: 'sink',
  sunk: 'sink',
  shrank: 'shrink',
  shrunk: 'shrink',
  flew: 'fly',
  flown: 'fly',
  wore: 'wear',
  worn: 'wear',
  forgave: 'forgive',
  forgiven: 'forgive',
  foresaw: 'foresee',
  foreseen: 'foresee',
  taught: 'teach',
  caught: 'catch',
  heard: 'hear',
  meant: 'mean',
  ate: 'eat',
  hung: 'hang',
  wound: 'wind',
  overthrew: 'overthrow',
  overthrown: 'overthrow',
  underwent: 'undergo',
  withstood: 'withstand',
  beaten: 'beat',
  bitten: 'bite',
  swapped: 'swap',
  forwent: 'forgo',
  men: 'man',
  women: 'woman',
  children: 'child',
  fishermen: 'fisherman',
  wages: 'wage',
  countries: 'country',
  taxes: 'tax',
  defence: 'defens',
  defense: 'defens',
  defences: 'defens',
  defenses: 'defens',
  offence: 'offens',
  licence: 'licens',
  licences: 'licens',
  licenses: 'licens',
  'cease-fire': 'ceasefir',
  'cease-fires': 'ceasefir',
  programme: 'program',
  programmes: 'program',
  labour: 'labor',
  favour: 'favor',
  neighbour: 'neighbor',
  neighbours: 'neighbor',
  centre: 'center',
  cooperate: 'cooper',
  'co-operate': 'cooper',
  ukrainians: 'ukrainian',
  news: 'news',
  united: 'united',
  states: 'states',
  general: 'general',
  organisation: 'organiz',
};

/** What the forms of a word share; equal for "negotiate", "negotiating" and "negotiations". */
export function stem(lower: string): string {
  const irregular = Object.hasOwn(IRREGULAR, lower) ? IRREGULAR[lower] : undefined;
  const word = irregular ?? lower;
  if (word.length < 4 || word.length > 40 || !/^[a-z]+$/.test(word))
    return word.endsWith("'") ? word.slice(0, -1) : word;
  return porter(american(word));
}

/** "demilitarisation" as "demilitarization"; only endings that are safe without a dictionary. */
function american(word: string): string {
  return word
    .replace(/isation(s?)$/, 'ization$1')
    .replace(/(al|ar|or|on|in|er|at|it|ic|im|is|an|il)(?:is)(e|ed|es|ing)$/, (all, before: string, end: string) =>
      all.length < word.length - 1 ? `${before}iz${end}` : all,
    );
}

const isVowel = (word: string, i: number): boolean => {
  const c = word[i];
  if (c === 'a' || c === 'e' || c === 'i' || c === 'o' || c === 'u') return true;
  return c === 'y' && i > 0 && !isVowelPlain(word[i - 1]);
};
const isVowelPlain = (c: string | undefined): boolean => c === 'a' || c === 'e' || c === 'i' || c === 'o' || c === 'u';

/** Porter's m: how many times a vowel is followed by a consonant. */
function measure(word: string): number {
  let m = 0;
  let before = false;
  for (let i = 0; i < word.length; i++) {
    const vowel = isVowel(word, i);
    if (before && !vowel) m++;
    before = vowel;
  }
  return m;
}

function hasVowel(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (isVowel(word, i)) return true;
  return false;
}

function endsDouble(word: string): boolean {
  const n = word.length;
  return n > 1 && word[n - 1] === word[n - 2] && !isVowel(word, n - 1);
}

function endsCvc(word: string): boolean {
  const n = word.length;
  if (n < 3) return false;
  if (isVowel(word, n - 3) || !isVowel(word, n - 2) || isVowel(word, n - 1)) return false;
  const last = word[n - 1];
  return last !== 'w' && last !== 'x' && last !== 'y';
}

const STEP2: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['abli', 'able'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
];
const STEP3: readonly (readonly [string, string])[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];
const STEP4: readonly string[] = [
  'ement',
  'ance',
  'ence',
  'able',
  'ible',
  'ment',
  'ant',
  'ent',
  'ion',
  'ism',
  'ate',
  'iti',
  'ous',
  'ive',
  'ize',
  'al',
  'er',
  'ic',
  'ou',
];

function porter(input: string): string {
  let w = input;
  if (w.endsWith('sses') || w.endsWith('ies')) w = w.slice(0, -2);
  else if (w.endsWith('s') && !w.endsWith('ss')) w = w.slice(0, -1);

  let again = false;
  if (w.endsWith('eed')) {
    if (measure(w.slice(0, -3)) > 0) w = w.slice(0, -1);
  } else if (w.endsWith('ed') && hasVowel(w.slice(0, -2))) {
    w = w.slice(0, -2);
    again = true;
  } else if (w.endsWith('ing') && hasVowel(w.slice(0, -3))) {
    w = w.slice(0, -3);
    again = true;
  }
  if (again) {
    if (w.endsWith('at') || w.endsWith('bl') || w.endsWith('iz')) w += 'e';
    else if (endsDouble(w) && !/[lsz]$/.test(w)) w = w.slice(0, -1);
    else if (measure(w) === 1 && endsCvc(w)) w += 'e';
  }
  if (w.endsWith('y') && hasVowel(w.slice(0, -1))) w = `${w.slice(0, -1)}i`;

  w = replaceEnding(w, STEP2);
  w = replaceEnding(w, STEP3);
  for (const ending of STEP4) {
    if (!w.endsWith(ending)) continue;
    const rest = w.slice(0, -ending.length);
    if (measure(rest) > 1 && (ending !== 'ion' || /[st]$/.test(rest))) w = rest;
    break;
  }
  if (w.endsWith('e')) {
    const rest = w.slice(0, -1);
    const m = measure(rest);
    if (m > 1 || (m === 1 && !endsCvc(rest))) w = rest;
  }
  if (w.endsWith('ll') && measure(w) > 1) w = w.slice(0, -1);
  return w;
}

function replaceEnding(word: string, endings: readonly (readonly [string, string])[]): string {
  for (const [ending, replacement] of endings) {
    if (!word.endsWith(ending)) continue;
    const rest = word.slice(0, -ending.length);
    return measure(rest) > 0 ? rest + replacement : word;
  }
  return word;
}

const PAST: Readonly<Record<string, readonly string[]>> = (() => {
  const table: Record<string, string[]> = {};
  for (const [form, base] of Object.entries(IRREGULAR)) {
    if (/^[a-z]+$/.test(base)) {
      table[base] ??= [];
      table[base].push(form);
    }
  }
  return table;
})();

const UNCHANGED_PAST = new Set([
  'cut',
  'put',
  'set',
  'let',
  'quit',
  'hit',
  'shut',
  'rid',
  'read',
  'hurt',
  'cost',
  'spread',
  'bet',
  'undercut',
  'beat',
]);
/** Verbs whose last consonant is doubled although they have more than one syllable. */
const DOUBLING = new Set([
  'commit',
  'admit',
  'permit',
  'rebut',
  'refer',
  'defer',
  'prefer',
  'rebuff',
  'submit',
  'forbid',
  'begin',
  'compel',
  'rebel',
  'regret',
  'omit',
  'concur',
  'deter',
  'incur',
  'transfer',
  'equip',
  'acquit',
]);

/** The forms of an English verb: base, -s, -ing, past and participle. */
export function verbForms(base: string): string[] {
  const forms = new Set([base]);
  const vowelBefore = /[aeiou]$/.test(base.slice(0, -1));
  const consonantY = base.endsWith('y') && !vowelBefore;
  if (consonantY) forms.add(`${base.slice(0, -1)}ies`);
  else forms.add(/(?:s|x|z|ch|sh|o)$/.test(base) ? `${base}es` : `${base}s`);
  const short = /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(base);
  const doubled = short || DOUBLING.has(base) ? base + base.slice(-1) : base;
  forms.add(
    base.endsWith('ie')
      ? `${base.slice(0, -2)}ying`
      : base.endsWith('e') && !base.endsWith('ee')
        ? `${base.slice(0, -1)}ing`
        : `${doubled}ing`,
  );
  const irregular = Object.hasOwn(PAST, base) ? PAST[base] : undefined;
  if (irregular) for (const form of irregular) forms.add(form);
  else if (!UNCHANGED_PAST.has(base)) {
    forms.add(consonantY ? `${base.slice(0, -1)}ied` : base.endsWith('e') ? `${base}d` : `${doubled}ed`);
  }
  if (/[^aeiou]l$/.test(base) === false && /(?:el|al|il)$/.test(base)) {
    forms.add(`${base}led`);
    forms.add(`${base}ling`);
  }
  return [...forms];
}

/** Singular and plural of an English noun. */
export function nounForms(base: string): string[] {
  if (/[^aeiou]y$/.test(base)) return [base, `${base.slice(0, -1)}ies`];
  return [base, /(?:s|x|z|ch|sh)$/.test(base) ? `${base}es` : `${base}s`];
}
