import type { Stance } from '@parley/contracts';
import { bodiesOf, type HeldRole, isHeldOn, type RoleHolder } from './speaks-for.js';

/** What somebody holds on an issue on the day that is asked about. */
export interface VoicedPosition {
  readonly actor: string;
  readonly issue: string;
  readonly stance: Stance;
  readonly validFrom: string;
  readonly lastStatedOn: string;
  readonly independentSources: number;
  readonly stale: boolean;
}

export interface SideActor extends RoleHolder {
  readonly isPerson: boolean;
}

/** As whom somebody speaks for a body: as itself, as its head, or as another who holds a post there. */
export type VoiceRank = 'body' | 'head' | 'member';

/** One who speaks for a body, with what is held. */
export interface Voice<Position extends VoicedPosition = VoicedPosition> {
  readonly rank: VoiceRank;
  /** The post; null for the body itself, and for those who speak for a body that speaks for this one. */
  readonly title: string | null;
  readonly position: Position;
}

/** What a body holds on an issue. */
export interface SidePosition<Position extends VoicedPosition = VoicedPosition> {
  readonly body: string;
  readonly issue: string;
  /** Whose position is taken for the body's. */
  readonly leading: Voice<Position>;
  /** The others, in the order of precedence. */
  readonly others: readonly Voice<Position>[];
  readonly dissonance: Dissonance<Position> | null;
}

/** Members of one side hold different stances. */
export interface Dissonance<Position extends VoicedPosition = VoicedPosition> {
  /** opposite: support stands against oppose. */
  readonly degree: 'opposite' | 'different';
  /** The first day on which one of them differs from the leading voice, with the stances held now. */
  readonly since: string;
  readonly dissenting: readonly { readonly voice: Voice<Position>; readonly since: string }[];
}

/** Posts that speak for a body as its head, the highest first. A vice president or a head of office is none. */
const HEAD_TITLES: readonly string[] = [
  'president',
  'chancellor',
  'prime minister',
  'premier',
  'king',
  'queen',
  'emperor',
  'supreme leader',
  'secretary-general',
  'secretary general',
  'director-general',
  'chief executive',
  'chief executive officer',
  'ceo',
  'chair',
  'chairman',
  'chairwoman',
  'chairperson',
  'leader',
  'head',
];

/** The bodies of a dossier: actors that are no persons, and whomever a role points at. */
export function bodiesIn(actors: readonly SideActor[]): Set<string> {
  const pointedAt = new Set(actors.flatMap(({ roles }) => roles.map(({ of }) => of)));
  return new Set(actors.filter(({ id, isPerson }) => !isPerson || pointedAt.has(id)).map(({ id }) => id));
}

/**
 * What each body holds on each issue on a day, rolled up from those who speak for it. `positions` are those held on that
 * day, one for each actor and issue.
 *
 * Somebody speaks for a body who holds a post there, or at a body that speaks for it, on the day asked about, and held it
 * when the position was last stated. The side's position is that of the highest in precedence: positions that are not
 * stale before those that are; then the body's own, its head's (president, chancellor, prime minister, …), another
 * member's; then the one stated last, on more sources, by the actor of the smaller id.
 */
export function sidesOf<Position extends VoicedPosition>(
  actors: readonly SideActor[],
  positions: readonly Position[],
  day: string,
): SidePosition<Position>[] {
  const holders = new Map(actors.map((actor) => [actor.id, actor]));
  const bodies = bodiesIn(actors);
  const voices = new Map<string, Map<string, Voice<Position>[]>>();
  const add = (body: string, voice: Voice<Position>) => {
    const ofBody = voices.get(body) ?? new Map<string, Voice<Position>[]>();
    voices.set(body, ofBody);
    const { issue } = voice.position;
    ofBody.set(issue, [...(ofBody.get(issue) ?? []), voice]);
  };
  for (const position of positions) {
    const { actor, lastStatedOn } = position;
    if (bodies.has(actor)) add(actor, { rank: 'body', title: null, position });
    const stated = bodiesOf(holders, actor, lastStatedOn);
    for (const body of bodiesOf(holders, actor, day)) {
      if (body === actor || !bodies.has(body) || !stated.has(body)) continue;
      add(body, { ...postOf(holders.get(actor)?.roles ?? [], body, day), position });
    }
  }
  return [...voices].flatMap(([body, byIssue]) =>
    [...byIssue].flatMap(([issue, all]) => {
      const [leading, ...others] = all.sort(byPrecedence);
      return leading ? [{ body, issue, leading, others, dissonance: dissonanceOf(leading, others) }] : [];
    }),
  );
}

/** The highest post somebody holds at a body that day. */
function postOf(roles: readonly HeldRole[], body: string, day: string): Pick<Voice, 'rank' | 'title'> {
  const held = roles.filter((role) => role.of === body && isHeldOn(role, day));
  const head = held
    .filter(({ title }) => headPlace(title) >= 0)
    .sort((a, b) => headPlace(a.title) - headPlace(b.title))[0];
  if (head) return { rank: 'head', title: head.title };
  return { rank: 'member', title: held[0]?.title ?? null };
}

const headPlace = (title: string): number => HEAD_TITLES.indexOf(title.trim().toLowerCase());

const RANKS: readonly VoiceRank[] = ['body', 'head', 'member'];

const byPrecedence = (a: Voice, b: Voice): number =>
  Number(a.position.stale) - Number(b.position.stale) ||
  RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank) ||
  (a.rank === 'head' ? headPlace(a.title ?? '') - headPlace(b.title ?? '') : 0) ||
  byText(b.position.lastStatedOn, a.position.lastStatedOn) ||
  b.position.independentSources - a.position.independentSources ||
  byText(a.position.actor, b.position.actor);

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function dissonanceOf<Position extends VoicedPosition>(
  leading: Voice<Position>,
  others: readonly Voice<Position>[],
): Dissonance<Position> | null {
  const dissenting = others
    .filter(({ position }) => position.stance !== leading.position.stance)
    .map((voice) => ({
      voice,
      since:
        voice.position.validFrom > leading.position.validFrom ? voice.position.validFrom : leading.position.validFrom,
    }));
  const [first] = dissenting.map(({ since }) => since).sort();
  if (first === undefined) return null;
  const stances = new Set([leading, ...dissenting.map(({ voice }) => voice)].map(({ position }) => position.stance));
  return {
    degree: stances.has('support') && stances.has('oppose') ? 'opposite' : 'different',
    since: first,
    dissenting,
  };
}
