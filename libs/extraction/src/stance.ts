import { type Condition, findConditions } from './conditions.js';
import type { Cue } from './cues.js';
import {
  ADVERBS,
  AUXILIARIES,
  CLAUSE_OPENERS,
  CONJUNCTIONS,
  CONTENTLESS,
  DETERMINERS,
  FIRST_PERSON,
  MODALS,
  NEGATORS,
  PREPOSITIONS,
  RELATIVES,
} from './data/function-words.js';
import { directionAt } from './direction/direction.js';
import { isBlame } from './direction/governors.js';
import type { AnchorMatch } from './issues/anchor.js';
import type { CompiledIssue } from './issues/compiled-issue.js';
import { type ContentEvidence, type Counted, contentEvidence } from './stance-evidence.js';
import type { Token } from './tokens.js';
import type { DirectionStep, ReadingTrace } from './trace.js';
import type { Stance } from './types.js';

/** What a stretch of content says on one issue. */
export interface Reading {
  readonly stance: Stance;
  /** 0 to 1: how sure the words are about the issue. */
  readonly link: number;
  /** 0 to 1: how clearly a stance is taken. */
  readonly clarity: number;
  readonly condition: Condition | undefined;
  readonly anchor: AnchorMatch;
  /** Something governs the words that mean the issue: a verb, a negation, a judgement. */
  readonly governed: boolean;
  /** Somebody's will or judgement is said, not only that something happens. */
  readonly attitude: boolean;
  /** 0 to 1: how far the words agree on the direction. */
  readonly agreement: number;
  /** What bears on the stance, for the weighing of it. */
  readonly evidence: ContentEvidence;
}

interface Context {
  readonly tokens: readonly Token[];
  readonly cues: readonly Cue[];
  readonly from: number;
  readonly to: number;
  /** Token indexes that count. */
  readonly inContent: (i: number) => boolean;
  readonly frameCue: Cue | undefined;
  readonly type: 'report' | 'frame' | 'noun' | 'inherited';
  readonly quoted: boolean;
  /** The anchor stands in a purpose or aside of what another issue's anchor leads. */
  readonly inPurpose: (anchor: AnchorMatch) => boolean;
  /** Hears why; absent where nobody asked. */
  readonly trace?: ReadingTrace;
}

/** Reads what content says on each issue its anchors point at. */
export function readStances(
  context: Omit<Context, 'inPurpose'>,
  anchors: readonly AnchorMatch[],
  issues: readonly CompiledIssue[],
  threshold: number,
): Map<number, Reading> {
  const { tokens, cues, from, to, trace } = context;
  const inside = anchors.filter((anchor) => {
    for (let i = anchor.from; i < anchor.to; i++)
      if (!context.inContent(i)) {
        trace?.left(anchor, 'outside-content');
        return false;
      }
    // "ruled out" is no rule: a word inside a cue of several words names nothing.
    if (
      anchor.to - anchor.from === 1 &&
      cues.some((cue) => cue.to - cue.from > 1 && cue.from <= anchor.from && anchor.to <= cue.to)
    ) {
      trace?.left(anchor, 'inside-longer-cue');
      return false;
    }
    return true;
  });
  const out = new Map<number, Reading>();
  if (inside.length === 0) return out;
  const conditions = findConditions(tokens, from, to).filter((condition) => context.inContent(condition.from));
  const kept = dominate(inside, trace);
  const inPurpose = (anchor: AnchorMatch) =>
    kept.some(
      (other) =>
        other.issue !== anchor.issue &&
        other.weight >= 0.8 &&
        other.to <= anchor.from &&
        purposeBetween(tokens, other.to, anchor.from),
    );
  const byIssue = new Map<number, AnchorMatch[]>();
  for (const anchor of kept) {
    const list = byIssue.get(anchor.issue);
    if (list) list.push(anchor);
    else byIssue.set(anchor.issue, [anchor]);
  }
  for (const [issueAt, list] of byIssue) {
    const issue = issues[issueAt];
    if (!issue) continue;
    const reading = readIssue({ ...context, inPurpose }, cues, conditions, list, issue, issueAt);
    const clear = reading && reading.link >= threshold - 0.1 && reading.clarity >= 0.6;
    if (reading && (clear || reading.link >= threshold)) out.set(issueAt, reading);
    else if (reading) trace?.refused(issueAt, 'weak-link');
  }
  return out;
}

/** "in answer to its curbs", "after a second round of tariffs", "on account of": why or when, not what. */
function isCircumstance(tokens: readonly Token[], at: number, from: number): boolean {
  for (let i = at - 1; i >= from && i >= at - 6; i--) {
    const token = tokens[i];
    if (!token || token.kind === 'mark') return false;
    const next = tokens[i + 1]?.lower ?? '';
    if (/^(?:amid|despite|following)$/.test(token.lower)) return true;
    if (token.lower === 'after' && !/ing$/.test(next) && !/^(?:only|all)$/.test(tokens[i - 1]?.lower ?? ''))
      return !tokens.slice(i, at).some((word) => AUXILIARIES.has(word.lower) || /ed$/.test(word.lower));
    if (
      /^(?:because|account|due|response|answer|retaliation|reaction)$/.test(token.lower) &&
      /^(?:of|to|for)$/.test(next)
    )
      return true;
  }
  return false;
}

/** "a tariff war", "ceasefire talks": the word only qualifies another noun. */
function qualifiesNoun(tokens: readonly Token[], cues: readonly Cue[], at: number): boolean {
  const next = tokens[at];
  if (next?.kind !== 'word' || next.capital) return false;
  if (cues.some((cue) => cue.from === at)) return false;
  const word = next.lower;
  return (
    !AUXILIARIES.has(word) &&
    !PREPOSITIONS.has(word) &&
    !CONJUNCTIONS.has(word) &&
    !DETERMINERS.has(word) &&
    !RELATIVES.has(word) &&
    !ADVERBS.has(word) &&
    !NEGATORS.has(word) &&
    !CLAUSE_OPENERS.has(word) &&
    !/(?:ed|ing|ly)$/.test(word) &&
    word !== "'s" &&
    word !== 'to' &&
    word !== 'than'
  );
}

/** "guarantees to defend its integrity", "land in order to get a truce": what comes after only says what for. */
function purposeBetween(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const token = tokens[i];
    if (!token || (token.kind === 'mark' && token.lower !== ',')) return false;
    if (/^(?:and|but|while|or)$/.test(token.lower)) return false;
    if (
      token.lower === 'to' &&
      i - from <= 2 &&
      tokens[i + 1]?.kind === 'word' &&
      !/^(?:the|a|an|its|their|his|be)$/.test(tokens[i + 1]?.lower ?? '') &&
      !tokens[i + 1]?.capital
    )
      return true;
    if (token.lower === 'so' && tokens[i + 1]?.lower === 'that') return true;
    if (token.lower === 'order' && tokens[i + 1]?.lower === 'to') return true;
  }
  return false;
}

/** Of anchors on the same words the longer ones count, and of those equal in length the surer. */
function dominate(anchors: readonly AnchorMatch[], trace: ReadingTrace | undefined): AnchorMatch[] {
  const sorted = [...anchors].sort((a, b) => score(b) - score(a) || a.from - b.from || a.issue - b.issue);
  const kept: AnchorMatch[] = [];
  for (const anchor of sorted) {
    const beaten = kept.some(
      (other) =>
        other.issue !== anchor.issue &&
        other.from <= anchor.from &&
        anchor.to <= other.to &&
        other.to - other.from > anchor.to - anchor.from &&
        other.weight >= anchor.weight,
    );
    if (!beaten) kept.push(anchor);
    else trace?.left(anchor, 'longer-term-of-another-issue');
  }
  return kept;
}

function score(anchor: AnchorMatch): number {
  return anchor.weight + (anchor.to - anchor.from) * 0.2;
}

function readIssue(
  context: Context,
  heard: readonly Cue[],
  conditions: readonly Condition[],
  anchors: readonly AnchorMatch[],
  issue: CompiledIssue,
  issueAt: number,
): Reading | undefined {
  const { tokens, from, to, trace } = context;
  // "accused it of stalling" says that it stalls: where a proposition tells what is, blame turns nothing.
  const cues = issue.assessment ? heard.filter((cue) => !isBlame(cue)) : heard;
  const keys = new Map<string, AnchorMatch>();
  for (const anchor of anchors) {
    const known = keys.get(anchor.key);
    if (!known || anchor.weight > known.weight) keys.set(anchor.key, anchor);
  }
  const free = [...keys.values()].filter(
    (anchor) =>
      !conditions.some((condition) => !condition.demands && anchor.from >= condition.from && anchor.to <= condition.to),
  );
  const used =
    free.length > 0
      ? free
      : [...keys.values()].filter((anchor) =>
          conditions.some((condition) => condition.strict && anchor.from >= condition.from),
        );
  if (trace) for (const anchor of keys.values()) if (!used.includes(anchor)) trace.left(anchor, 'in-condition');
  if (used.length === 0) return undefined;

  const named = used.some((anchor) => anchor.source !== 'proposition');
  let vote = 0;
  let refusalDenied = false;
  let dropped = false;
  let attitude = false;
  let deontic = false;
  let modal = false;
  let change = false;
  let governed = false;
  let counted = 0;
  let weighed = 0;
  let link = 0;
  let best: AnchorMatch | undefined;
  const covered: AnchorMatch[] = [];
  const tally: Counted[] = [];
  for (const anchor of [...used].sort((a, b) => score(b) - score(a))) {
    const purpose = context.inPurpose(anchor);
    if (purpose || isCircumstance(tokens, anchor.from, from)) {
      trace?.left(anchor, purpose ? 'purpose' : 'circumstance');
      continue;
    }
    if (issue.assessment && isSpeechAct(cues, anchor)) {
      trace?.left(anchor, 'is-the-cue');
      continue;
    }
    const steps: DirectionStep[] | undefined = trace && [];
    const direction = directionAt(
      tokens,
      cues,
      anchor.from,
      anchor.to,
      from,
      to,
      steps && ((step) => void steps.push(step)),
    );
    if (anchor.needsChange && !direction.change) {
      trace?.left(anchor, 'nothing-done-to-it');
      continue;
    }
    if (anchor.key === 'anaphor' && !direction.governed && !cues.some((cue) => cue.open)) {
      trace?.left(anchor, 'points-back-without-verb');
      continue;
    }
    const overlapping = covered.some((other) => other.from < anchor.to && anchor.from < other.to);
    if (!overlapping) {
      const share = anchor.to - anchor.from === 1 && qualifiesNoun(tokens, cues, anchor.to) ? 0.6 : 1;
      link = 1 - (1 - link) * (1 - Math.min(0.98, anchor.weight * share));
      covered.push(anchor);
      best ??= anchor;
    }
    const treated = anchor.mode === 'relative' && anchor.sign === -1 && isTreated(tokens, anchor.from, from);
    const leftOut = isLeftOut(tokens, anchor.to, to);
    const sign =
      anchor.sign *
      direction.sign *
      (treated || (leftOut && anchor.mode === 'relative' && anchor.sign === -1) ? -1 : 1) *
      (leftOut && !leavingRead(tokens, cues, anchor.to) ? -1 : 1) *
      turnedWithin(tokens, cues, anchor);
    const telling = anchor.source === 'proposition' && named ? 0.3 : 1;
    const own = sign * anchor.weight * telling * (overlapping ? 0.3 : 1) * (direction.governed ? 1 : 0.5);
    vote += own;
    weighed += Math.abs(own);
    trace?.counted(anchor, {
      direction: steps ?? [],
      sign: sign > 0 ? 1 : -1,
      vote: own,
      overlapping,
      treated,
      leftOut,
    });
    tally.push({ anchor, direction, vote: own });
    counted++;
    refusalDenied ||= direction.negatedRefusal;
    dropped ||= direction.dropped;
    attitude ||= direction.attitude;
    deontic ||= direction.deontic;
    modal ||= direction.modal;
    change ||= direction.change;
    governed ||= direction.governed;
  }
  if (!best || counted === 0) return undefined;

  const open =
    cues.some(
      (cue) =>
        cue.open &&
        context.inContent(cue.from) &&
        !conditions.some((condition) => cue.from >= condition.from && cue.to <= condition.to) &&
        leavesOpen(tokens, cue, used),
    ) || context.frameCue?.open === true;
  const frameAttitude =
    context.type !== 'report' && context.type !== 'inherited' && (context.frameCue?.attitude ?? false);
  let firstPerson = false;
  let weakModal = false;
  for (let i = from; i < to; i++) {
    if (!context.inContent(i)) continue;
    const word = tokens[i]?.lower ?? '';
    if (FIRST_PERSON.has(word)) firstPerson = true;
    if (MODALS.has(word)) modal = true;
    if (/^(?:could|may|might)$/.test(word)) weakModal = true;
  }
  let clarity = 0.25;
  if (attitude || frameAttitude) clarity += 0.35;
  if (deontic) clarity += 0.2;
  if (change && modal) clarity += 0.2;
  else if (change) clarity += 0.12;
  if (firstPerson) clarity += 0.1;
  if (context.quoted) clarity += 0.05;
  if (issue.assessment) clarity += 0.3;
  if (governed) clarity += 0.05;

  // "only if the war is ended": what a condition asks for is asked for.
  const asked =
    free.length === 0 &&
    conditions.some(
      ({ strict, from: at, to: until }) =>
        strict && ASKS.has(tokens[at]?.lower ?? '') && used.every((anchor) => anchor.from >= at && anchor.to <= until),
    );
  const condition = asked ? undefined : conditionFor(tokens, conditions, used, issue);
  // What would show good faith or bad is no judgement yet.
  if (condition && issue.assessment) {
    trace?.refused(issueAt, 'condition-of-assessment');
    return undefined;
  }
  let stance: Stance;
  if (open || refusalDenied || dropped) stance = 'noncommittal';
  else if (condition && vote !== 0) stance = 'conditional';
  else stance = vote >= 0 ? 'support' : 'oppose';
  if (weakModal && !attitude && !frameAttitude && !deontic) clarity -= 0.2;
  if (open) clarity = Math.max(clarity, 0.6);
  const reading: Reading = {
    stance,
    link,
    clarity: Math.min(1, clarity),
    condition: stance === 'conditional' ? condition : undefined,
    anchor: best,
    governed,
    attitude: attitude || frameAttitude || deontic,
    agreement: weighed > 0 ? Math.abs(vote) / weighed : 0,
    evidence: contentEvidence(tokens, from, to, tally),
  };
  trace?.read(issueAt, reading, {
    vote,
    open,
    refusalDenied,
    dropped,
    clear: [
      ...(attitude || frameAttitude ? ['attitude' as const] : []),
      ...(deontic ? ['deontic' as const] : []),
      ...(change ? ['change' as const] : []),
      ...(modal ? ['modal' as const] : []),
      ...(firstPerson ? ['first-person' as const] : []),
      ...(context.quoted ? ['quoted' as const] : []),
      ...(issue.assessment ? ['assessment' as const] : []),
      ...(governed ? ['governed' as const] : []),
      ...(weakModal ? ['weak-modal' as const] : []),
      ...(open ? ['open' as const] : []),
    ],
  });
  return reading;
}

/** "offered 20 per cent", "promised to do it": whoever does it says nothing of how good the offer is. */
function isSpeechAct(cues: readonly Cue[], anchor: AnchorMatch): boolean {
  return (
    anchor.to - anchor.from === 1 &&
    cues.some(
      (cue) => cue.attitude && cue.verb && !cue.noun && !cue.change && cue.from <= anchor.from && anchor.to <= cue.to,
    )
  );
}

/** "we cannot move on pay, although we are looking at hours": what another clause leaves open is something else. */
function leavesOpen(tokens: readonly Token[], cue: Cue, anchors: readonly AnchorMatch[]): boolean {
  const least = 0.5 * Math.max(0, ...anchors.map((anchor) => anchor.weight));
  return anchors.some((anchor) => {
    if (anchor.weight < least) return false;
    const [from, to] = cue.from < anchor.from ? [cue.to, anchor.from] : [anchor.to, cue.from];
    for (let i = from; i < to; i++) {
      const word = tokens[i]?.lower ?? '';
      if (/^(?:but|although|though|while|whereas|[;.?!])$/.test(word)) return false;
    }
    return true;
  });
}

/** "troops will not be sent", "produce less glass": what stands between the words of an anchor and turns them. */
function turnedWithin(tokens: readonly Token[], cues: readonly Cue[], anchor: AnchorMatch): 1 | -1 {
  if (!anchor.gaps) return 1;
  let sign: 1 | -1 = 1;
  for (let i = anchor.from + 1; i < anchor.to - 1; i++) {
    const word = tokens[i]?.lower ?? '';
    const less = cues.some((cue) => cue.from === i && cue.groups.some((group) => group.id === 'less'));
    if (less || (NEGATORS.has(word) && tokens[i + 1]?.lower !== 'only')) sign = -sign as 1 | -1;
  }
  return sign;
}

const TREATING = new Set(
  `mention mentions mentioning mentioned reference references language wording provisions provision article chapter
  address addresses addressing addressed tackle tackles tackling tackled deal deals dealing act acting action cover covers covering measures`.split(
    /\s+/,
  ),
);

/** "any mention of coal", "to tackle emissions": of what is to be less, taking it up at all is a step to that. */
function isTreated(tokens: readonly Token[], at: number, from: number): boolean {
  for (let i = at - 1; i >= from && i >= at - 4; i--) {
    const token = tokens[i];
    if (!token || token.kind === 'mark') return false;
    if (TREATING.has(token.lower)) return true;
    if (!PREPOSITIONS.has(token.lower) && !DETERMINERS.has(token.lower)) return false;
  }
  return false;
}

const LEFT_OUT = new Set(
  'left leave leaving kept keep keeping taken take taking struck strike excluded exclude omitted omit'.split(' '),
);
const PAPER = new Set(
  'text treaty deal agreement draft scope mandate document pact accord instrument outcome declaration'.split(' '),
);

/** "wants supply to be left out of the text". */
function isLeftOut(tokens: readonly Token[], at: number, to: number): boolean {
  let leaves = false;
  for (let i = at; i < Math.min(to, at + 10); i++) {
    const token = tokens[i];
    if (!token || token.kind === 'mark') return false;
    if (LEFT_OUT.has(token.lower)) leaves = true;
    if (leaves && PAPER.has(token.lower))
      return tokens.slice(at, i).some((word) => /^(?:out|from|off|omitted|excluded)$/.test(word.lower));
  }
  return false;
}

/** Whether the direction has taken the leaving out into account. */
function leavingRead(tokens: readonly Token[], cues: readonly Cue[], at: number): boolean {
  return cues.some(
    (cue) =>
      cue.from >= at &&
      cue.from < at + 6 &&
      cue.change &&
      cue.sign === -1 &&
      LEFT_OUT.has(tokens[cue.from]?.lower ?? ''),
  );
}

/** "if they attack again": what a guarantee or a reprisal is about, not what it hangs on. */
function isAggression(tokens: readonly Token[], condition: Condition): boolean {
  for (let i = condition.from; i < condition.to; i++)
    if (
      /^(?:attack|attacks|attacked|invade|invades|invaded|violate|violates|violated|breach|breaches|breached|aggression)$/.test(
        tokens[i]?.lower ?? '',
      )
    )
      return true;
  return false;
}

/** "if no solution is negotiated": another way out, and not what the proposition answers. */
function isOfTalks(tokens: readonly Token[], condition: Condition): boolean {
  for (let i = condition.from; i < condition.to; i++)
    if (
      /^(?:talk|negoti|agre|agree|agreement|deal|solut|settl|settlement|compromis|diplomaci)$/.test(
        tokens[i]?.stem ?? '',
      )
    )
      return true;
  return false;
}

/** How conditions begin that name what is asked for, and not what hangs on it ("a precondition for talks"). */
const ASKS = new Set('only on provided providing as so unless in not but under with if'.split(' '));

const EXCHANGE = /^(?:exchange|return|turn)$/;

const HOLDS_BACK = new Set(['until', 'while', 'whilst']);

/** Something is denied in the clause that holds the anchors. */
function refuses(tokens: readonly Token[], condition: Condition, anchors: readonly AnchorMatch[]): boolean {
  return anchors.some((anchor) => {
    const from = anchor.from >= condition.to ? condition.to : Math.max(0, anchor.from - 8);
    for (let i = from; i < anchor.to + 4; i++)
      if (NEGATORS.has(tokens[i]?.lower ?? '') && (i < condition.from || i >= condition.to)) return true;
    return false;
  });
}

/** "if he is ready", "if necessary": an offer, not a condition. */
function isCourtesy(tokens: readonly Token[], condition: Condition): boolean {
  if (condition.to - condition.from > 18) return false;
  for (let i = condition.from; i < Math.min(condition.to, condition.from + 7); i++)
    if (
      tokens[i]?.lower === 'anytime' ||
      (tokens[i]?.lower === 'any' && tokens[i + 1]?.lower === 'time') ||
      /^(?:ready|willing|wants|want|wishes|wanted|necessary|needed|asked|possible|interested|likes)$/.test(
        tokens[i]?.lower ?? '',
      )
    )
      return true;
  return false;
}

function conditionFor(
  tokens: readonly Token[],
  conditions: readonly Condition[],
  anchors: readonly AnchorMatch[],
  issue: CompiledIssue,
): Condition | undefined {
  for (const condition of conditions) {
    const touches = anchors.some(
      (anchor) =>
        anchor.from >= condition.to || (!condition.forwardOnly && anchor.to <= condition.from) || condition.strict,
    );
    if (!touches) continue;
    if (anchors.every((anchor) => anchor.from >= condition.reach)) continue;
    // "they must withdraw before there are talks": what is demanded hangs on nothing.
    if (condition.demands && anchors.some((anchor) => anchor.from >= condition.from && anchor.to <= condition.to))
      continue;
    // "reconsider the preconditions": what the words are about is not what they hang on.
    if (condition.strict && anchors.some((anchor) => anchor.from <= condition.from && condition.from < anchor.to))
      continue;
    // "should free prisoners in exchange for hostages": the exchange is what is proposed.
    if (issue.exchanges && EXCHANGE.test(tokens[condition.from + 1]?.lower ?? '')) continue;
    if (condition.strict) return condition;
    if (issue.answers && !isOfTalks(tokens, condition)) continue;
    if (isAggression(tokens, condition) || isCourtesy(tokens, condition)) continue;
    const word = tokens[condition.from]?.lower;
    if (word === 'when') continue;
    // "will not negotiate while …": refused for as long as something lasts.
    if (HOLDS_BACK.has(word ?? '') && !refuses(tokens, condition, anchors)) continue;
    let own = 0;
    let words = 0;
    for (let i = condition.from + 1; i < condition.to; i++) {
      const token = tokens[i];
      if (!token || token.kind === 'mark' || CONTENTLESS.has(token.lower)) continue;
      words++;
      if (issue.ownCondition.has(token.stem)) own++;
    }
    // What the proposition itself presupposes is no condition ("once the fighting stops").
    if (issue.ownCondition.size > 0 && (own > 0 || word === 'once' || word === 'as')) continue;
    if (words > 0) return condition;
  }
  return undefined;
}
