import { FIRST_PERSON, NEGATORS } from './data/function-words.js';
import { valenceOf } from './data/valence.js';
import { verdictOf } from './data/verdicts.js';
import type { Direction } from './direction/direction.js';
import type { AnchorMatch } from './issues/anchor.js';
import type { PropositionRoles } from './proposition-roles.js';
import type { Token } from './tokens.js';

/**
 * What bears on whether an actor is for or against a proposition, -1 to 1 each. All but `vote` are general: nothing in them
 * is of a negotiation, and they count the less the surer the rules are (`room`).
 */
export const EVIDENCE = [
  // What the rules make of the words that name the issue.
  'vote',
  // The proposition judges how somebody behaves; whether that is the speaker's own side (1) or another (-1).
  'conduct',
  'conductSide',
  // It asks the speaker's own side to lift, end or give up something (-1); what it asks of others, third parties need not want.
  'concession',
  // Liked and disliked words in what is said, times the direction of the words that name the issue.
  'valence',
  'verdicts',
  'firstPerson',
  // Liked and disliked words where another whom the proposition is about is named.
  'toldOfSubject',
] as const;
export type Evidence = (typeof EVIDENCE)[number];
export type StanceEvidence = Readonly<Record<Evidence, number>>;

/** How one stretch of words that names the issue was counted. */
export interface Counted {
  readonly anchor: AnchorMatch;
  readonly direction: Direction;
  /** What it adds to the vote: above 0 towards the proposition. */
  readonly vote: number;
}

/** What the words of a content tell, whoever says them. */
export interface ContentEvidence {
  readonly vote: number;
  /** 0.4 to 1: how much the rules leave to other evidence; least where somebody's will governs the words. */
  readonly room: number;
  /** -1 to 1, as they stand and times the direction of the words that name the issue. */
  readonly valence: number;
  readonly valenceAligned: number;
  readonly verdictsAligned: number;
  readonly firstPerson: boolean;
}

const clip = (value: number): number => Math.max(-1, Math.min(1, value));

/** How much of the rules' vote has to be of somebody's will to leave the least room. */
const ROOM_TAKEN = 0.9;
/** What the rules make of words that somebody's will or judgement governs decides, however few they are. */
const LEAST_WILLED_VOTE = 0.6;
/** So many more liked than disliked words are as clear as it gets. */
const CLEAR_VALENCE = 3;
const CLEAR_VERDICTS = 2;

export function contentEvidence(
  tokens: readonly Token[],
  from: number,
  to: number,
  counted: readonly Counted[],
): ContentEvidence {
  let vote = 0;
  let willed = 0;
  // "the tariffs hurt everybody": where the proposition wants less of it, what is bad about it speaks for that.
  let towards = 0;
  let most = 0;
  for (const { anchor, direction, vote: own } of counted) {
    vote += own;
    most += Math.abs(own);
    // A bare denial ("not to do it") is somebody's, too.
    if (direction.attitude || (direction.governed && (!direction.change || direction.sign < 0)))
      willed += Math.abs(own);
    towards += anchor.sign * Math.abs(own);
  }
  let verdicts = 0;
  let valence = 0;
  let firstPerson = false;
  for (let i = from; i < to; i++) {
    const word = tokens[i]?.lower ?? '';
    if (FIRST_PERSON.has(word)) firstPerson = true;
    const judged = verdictOf(word);
    const felt = valenceOf(word);
    if (judged === 0 && felt === 0) continue;
    const turned = isDenied(tokens, i, from) ? -1 : 1;
    verdicts += judged * turned;
    valence += felt * turned;
  }
  const share = most > 0 ? willed / most : 0;
  const clearValence = clip(valence / CLEAR_VALENCE);
  return {
    vote: Math.sign(vote) * Math.max(LEAST_WILLED_VOTE * share, Math.abs(clip(vote))),
    room: 1 - ROOM_TAKEN * share,
    valence: clearValence,
    valenceAligned: clearValence * clip(towards),
    verdictsAligned: clip(verdicts / CLEAR_VERDICTS) * clip(towards),
    firstPerson,
  };
}

/**
 * The evidence for one speaker: with what the dossier tells of who that is to the proposition, and `named`, the actors whom the
 * content names.
 */
export function stanceEvidence(
  content: ContentEvidence,
  roles: PropositionRoles,
  actor: string,
  named: ReadonlySet<string>,
): StanceEvidence {
  const { room } = content;
  const own = roles.subject.has(actor);
  const side = roles.subject.size === 0 ? 0 : own ? 1 : -1;
  const tellsOfSubject = !own && [...named].some((id) => roles.subject.has(id));
  return {
    vote: content.vote,
    conduct: roles.type === 'conduct' ? room : 0,
    conductSide: roles.type === 'conduct' ? side * room : 0,
    concession: roles.type === 'concession' && own ? -room : 0,
    valence: content.valenceAligned * room,
    verdicts: content.verdictsAligned * room,
    firstPerson: content.firstPerson ? room : 0,
    toldOfSubject: tellsOfSubject ? content.valence * room : 0,
  };
}

/** "not fair", "never agreed to": a denial among the four words before. */
function isDenied(tokens: readonly Token[], at: number, from: number): boolean {
  for (let i = at - 1; i >= from && i >= at - 4; i--) {
    const token = tokens[i];
    if (!token || token.kind === 'mark') return false;
    if (NEGATORS.has(token.lower)) return true;
  }
  return false;
}
