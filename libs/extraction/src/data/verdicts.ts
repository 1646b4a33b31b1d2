import { verbForms } from '../morphology.js';
import type { Token } from '../tokens.js';

/**
 * Words that judge what they are said of, beyond the cue frames: "the walkout was unconscionable", "a costly ban". They say
 * nothing by themselves of what is to be done; where no cue does, they tell how the speaker stands.
 */
const AGAINST = `
absurd abysmal alarming appalling arbitrary arrogant bad baffling bizarre bogus brutal callous catastrophic chaotic clumsy
confrontational contemptuous corrosive costly crazy cruel crippling cynical dangerous deceitful deceptive deplorable derisory
destabilising destabilizing detrimental dire disastrous discriminatory disgraceful disgusting dishonest dismal disproportionate disrespectful disruptive
divisive egregious erroneous excessive exorbitant expensive extortionate farcical feckless flimsy foolish foolhardy frivolous
ghastly half-baked half-hearted harmful harsh hasty hazardous heartless hollow horrible horrific horrendous humiliating hypocritical
idiotic ill-advised ill-conceived ill-judged ill-timed incoherent ineffective inefficient insane insulting ludicrous
malicious meaningless meagre meager misguided misleading misplaced mistaken monstrous myopic naive needless nonsensical obscene
offensive one-sided onerous outdated outrageous paltry pathetic perverse pitiful pointless poor problematic provocative punitive
punishing reckless regrettable regressive repugnant ridiculous risky ruinous scandalous selfish senseless shabby shambolic shameful shocking
short-sighted sickening sinister skewed sloppy spiteful stupid suicidal superficial terrible threadbare toothless toxic tragic treacherous troubling
avoidable unaffordable unbalanced unconscionable unethical unhealthy unilateralist unjust unlawful unneeded unsafe unsatisfactory unsound unwanted
unwarranted unwelcome unwise useless vile vindictive wasteful watered-down weak woeful worrying worst wrong wrongheaded
beleaguered inexplicable insufferable perilous counterproductive disappointing devastating damaging inadequate insufficient
`;
const FOR = `
admirable ambitious beneficial bold brave brilliant commendable compelling considered constructive credible decent
desirable equitable exceptional excellent exciting fair fantastic far-sighted feasible fruitful
generous good great groundbreaking heartening helpful honest honourable honorable landmark laudable
logical magnificent marvellous meaningful mutually-beneficial outstanding positive practical pragmatic promising prudent
rational realistic reassuring remarkable responsible rewarding sane sensible smart splendid
superb terrific thoughtful timely tremendous valid valuable visionary vital well-balanced win-win wise wonderful workable worthy
`;
/** Several words, or nouns behind a copula; kept short enough to be read as they stand. */
const AGAINST_PHRASES = `
bad news, bad deal, terrible deal, wrong approach, wrong direction, wrong way, wrong path, wrong answer, wrong signal, wrong move, wrong time, wrong tool, worst possible, dead end,
farce, insult, slap in the face, kick in the teeth, stab in the back, betrayal, disgrace, scandal, folly, madness, nonsense, tragedy, catastrophe, blow, setback, step back,
step backwards, step in the wrong direction, too little, too late, too low, too weak, too high, too expensive, too much, not enough, nowhere near, far short, threat,
provocation, trap, smokescreen, fig leaf, distraction, gimmick, stunt, wasted opportunity, missed opportunity, self-defeating, own goal, last resort, false solution,
recipe for disaster, poison pill, sell-out, sellout, waste of time, waste of money, burden, injustice, violation of, submission, capitulation, humiliation, defeat, blackmail, extortion, bullying, coercion, obstruction, taking advantage, playing games, going nowhere, black day, dark day, sad day, bitter day, bad joke, bad sign,
warning sign, cause for concern, hostage, charade, pretext, excuse, whim, joke, mockery, crumbs, peanuts, pittance, death sentence, death knell, bottomless pit, dead letter, legitimate target, legitimate targets, enemy, enemies, occupiers, invitation to, the last thing, attack on, assault on,
affront, sham, hoax, swindle, rip-off, non-answer, cop-out, non-event, worse off, bankrupt, out of business, time bomb, powder keg, poisoned chalice, thorn in, mess, failure, flop, fiasco, blunder, error of judgment, error of judgement, act of aggression, act of war, breach of, abuse of,
not the way, not the answer, not the solution, not a solution, no solution, no answer, not the right way, not the right time, not the time, not the moment, no way to, no substitute, unrealistic, dead on arrival, beyond the pale, a step too far, one step too far, pie in the sky, house of cards, race to the bottom, illusion, fantasy, wishful thinking, pipe dream, red herring
`;
const FOR_PHRASES = `
good news, great news, good deal, great deal, good thing, right thing, right way, right approach, right move, right direction, right path, right step, right answer, way forward, only way,
best way, best option, only option, best solution, only solution, breakthrough, victory, win for, triumph, milestone, turning point, step forward, big step, huge step,
important step, first step, taken seriously, lifeline, opportunity, priority, necessity, cornerstone, the least, long overdue, common sense, moral duty, game changer, game-changer, safety net, insurance policy, the right call, win for everyone, good start, good basis, good sign, good step, top priority, win-win, must-have
`;

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const phrases = (text: string): readonly (readonly string[])[] =>
  text
    .split(',')
    .map((phrase) => phrase.trim().split(/\s+/))
    .filter((phrase) => phrase[0] !== '');

const SIGNS: ReadonlyMap<string, 1 | -1> = new Map<string, 1 | -1>([
  ...words(FOR).map((word): [string, 1] => [word, 1]),
  ...words(AGAINST).map((word): [string, -1] => [word, -1]),
]);

/** What cannot be done, borne or denied, mostly to somebody's dislike. */
const CANNOT = /^(?:un|in|im|ir)[a-z]{3,}(?:able|ible)$/;
const CANNOT_BUT_GOOD = new Set(
  words(`unavoidable unmistakable unshakable unshakeable unbreakable invaluable incredible inevitable inviolable inalienable undeniable
  unquestionable indispensable irreversible irrevocable unforgettable incomparable unstoppable inseparable irrefutable inexhaustible
  invincible indisputable incontestable incontrovertible irreplaceable immeasurable infallible unbeatable unflappable invisible impregnable impeccable unpredictable indistinguishable irrespective intangible inedible
  immovable immutable unassailable incalculable innumerable uncountable impassable inflammable unable unthinkable`),
);

/** How one word judges what it is said of: +1 well, -1 badly, 0 not at all. */
export function verdictOf(word: string): 1 | -1 | 0 {
  const known = SIGNS.get(word);
  if (known !== undefined) return known;
  return CANNOT.test(word) && !CANNOT_BUT_GOOD.has(word) ? -1 : 0;
}

interface VerdictPhrase {
  readonly words: readonly string[];
  readonly sign: 1 | -1;
}

/** Verdicts of several words, and nouns, by their first word; the longest first. */
export const VERDICT_PHRASES: ReadonlyMap<string, readonly VerdictPhrase[]> = (() => {
  const map = new Map<string, VerdictPhrase[]>();
  const all: VerdictPhrase[] = [
    ...phrases(FOR_PHRASES).map((each): VerdictPhrase => ({ words: each, sign: 1 })),
    ...phrases(AGAINST_PHRASES).map((each): VerdictPhrase => ({ words: each, sign: -1 })),
  ];
  for (const phrase of all.sort((a, b) => b.words.length - a.words.length)) {
    const first = phrase.words[0] ?? '';
    const known = map.get(first);
    if (known) known.push(phrase);
    else map.set(first, [phrase]);
  }
  return map;
})();

/**
 * Verbs that judge their subject: "the canal has failed", "the cut makes no sense". Written as they stand in text; the first
 * word in any form, `*` for up to four words.
 */
const SUBJECT_AGAINST = `
fail, backfire, flop, misfire, ignore, betray, insult, neglect, overlook, lack, hurt, harm, damage, punish, penalise, penalize, burden, cripple, cost too much, cost jobs,
cost lives, make no sense, make little sense, make matters worse, make things worse, make it worse, go too far, go far beyond, fall * short, come too late, come at the wrong time, send the wrong signal,
send the wrong message, do nothing, do more harm, do harm, do damage, miss the point, miss the mark, fall short, threaten, endanger, imperil, jeopardise, jeopardize, risk, destroy, ruin, wreck,
put * at risk, put * in danger, put * in jeopardy, cost * jobs, cost * lives, cost * dear, cost * dearly, cost * billions, cost * millions, turn * into a loss,
push * into poverty, push * out of, drive * out of, leave * worse off, leave * behind, leave * in the lurch, leave * with nothing, leave * defenceless, leave * vulnerable, make * worse, make * harder, make * more difficult, make * poorer, make * impossible,
spell * end, spell * death, spell disaster, spell the end, spell the death, mean the end, mean fewer, mean less, mean job losses, bankrupt, provoke, embolden, unleash, invite, spark, isolate, alienate, antagonise, antagonize, kill, choke, strangle,
carry * risk, carry * risks, carry * consequences, have * consequences, come at a price, come at a cost, come at a high price, amount to an insult, serve nobody, serve no one, serve no purpose, give in to, sell out, let down,
drive up prices, push up prices, raise prices, fuel inflation, drive a wedge, add insult, create * chaos, cause * chaos, cause * harm, cause * damage, bring * chaos, complicate, poison, exclude, humiliate, not help, sacrifice,
weaken, undermine, worsen, destabilise, destabilize, reward, violate, breach, contravene, deprive, discriminate, set a bad, set a dangerous, play into, divide, hit, solve nothing, change nothing,
bring nothing, help nobody, help no one, be doomed, doom, stoke, fuel, inflame, prolong, waste, distort, hollow out, open the door to abuse, lead nowhere, have no future, have no basis, have no place, have no chance
`;
const SUBJECT_FOR = `
work, make sense, pay off, succeed, help, benefit, protect, save, secure, create jobs, bring peace, bring jobs, bring stability, bring relief, boost, strengthen, improve, solve, ease, enable, deserve support,
deserve a chance, serve, send the right signal, send a strong, send a clear, go in the right direction, point in the right direction, point the way, bear fruit, do good, make a difference, make us safer, offer hope, give hope, offer a chance,
offer a way, open the way, pave the way, lay the foundation, lay the groundwork, come at the right time, stabilise, stabilize, safeguard, enrich, save * lives, save * jobs, create * jobs, bring * relief, bring * stability, keep * safe, keep * alive, make * safer, make * stronger, make * easier, make * better,
make all the difference, lift * out of, give * hope, give * certainty, be overdue, pay for itself, reassure, bring us closer, bring * closer
`;
interface SubjectVerdict {
  readonly rest: readonly string[];
  readonly sign: 1 | -1;
}

const SUBJECT_VERDICTS: ReadonlyMap<string, readonly SubjectVerdict[]> = (() => {
  const map = new Map<string, SubjectVerdict[]>();
  const add = (text: string, sign: 1 | -1) => {
    for (const [first, ...rest] of phrases(text)) {
      for (const form of verbForms(first ?? '')) {
        const known = map.get(form);
        if (known) known.push({ rest, sign });
        else map.set(form, [{ rest, sign }]);
      }
    }
  };
  add(SUBJECT_AGAINST, -1);
  add(SUBJECT_FOR, 1);
  return map;
})();

const BAD_THINGS = new Set(
  words(`harm threat threats danger dangers risk risks damage peril menace disaster catastrophe burden loss hardship suffering injustice chaos ruin crisis
  nightmare poison curse`),
);
const GOOD_THINGS = new Set(
  words(
    `benefit benefits blessing boon gain gains opportunity progress success relief hope prosperity improvement breakthrough`,
  ),
);

/** Whether words speak well (+1) or badly (-1) of what they are said of, or neither (0); a negation turns it. */
export function valenceOf(tokens: readonly Token[]): 1 | -1 | 0 {
  let negated = false;
  for (let i = 0; i < tokens.length; i++) {
    const word = tokens[i]?.lower ?? '';
    if (/^(?:no|not|never|without|n't|nor)$/.test(word)) negated = true;
    const sign = BAD_THINGS.has(word) ? -1 : GOOD_THINGS.has(word) ? 1 : verdictOf(word);
    if (sign !== 0) return negated ? (-sign as 1 | -1) : sign;
  }
  return 0;
}

/** How the verb at `at` judges its subject: +1 well, -1 badly, 0 not at all. Nouns of the same spelling are not told apart. */
export function predicateSign(tokens: readonly Token[], at: number, end: number): 1 | -1 | 0 {
  const known = SUBJECT_VERDICTS.get(tokens[at]?.lower ?? '');
  if (!known) return 0;
  for (const { rest, sign } of known) if (followedBy(tokens, at + 1, end, rest)) return sign;
  return 0;
}

/** Whether the words stand there, `*` for up to four that are not told. */
function followedBy(tokens: readonly Token[], at: number, end: number, rest: readonly string[]): boolean {
  if (rest[0] === '*') {
    for (let i = at; i <= at + 4 && i < end; i++) {
      if (followedBy(tokens, i, end, rest.slice(1))) return true;
      if (tokens[i]?.kind === 'mark') return false;
    }
    return false;
  }
  return at + rest.length <= end && rest.every((word, k) => tokens[at + k]?.lower === word);
}
