import type { ActorRef, IssueRef, Position, Stance, TimelineSegment } from '@parley/contracts';
import { sameStretch, sameTimeline } from '@parley/domain';

/** A statement as it is shown in a difference. */
export interface ShownStatement {
  readonly id: string;
  readonly actor: string;
  readonly issue: string;
  readonly stance: Stance;
  readonly statedOn: string;
  readonly confidence: number;
  readonly sentence: string;
}

export interface ShownArticle {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly publisher: string;
}

/** A statement that an article has by one reading and not, or not so, by the other. */
export interface StatementDifference {
  readonly difference: 'statement';
  readonly kind: 'gained' | 'lost' | 'changed';
  readonly dossier: string;
  readonly article: ShownArticle;
  readonly before: ShownStatement | null;
  readonly after: ShownStatement | null;
}

/**
 * `gained`: unknown before; `lost`: unknown after; `changed`: another stance, or other days, somewhere; `evidence`: the
 * same stances on the same days, resting on other statements, counted or doubted otherwise.
 */
export type PositionDifferenceKind = 'gained' | 'lost' | 'changed' | 'evidence';

/** What an actor holds on an issue, before and after, where that is not the same. */
export interface PositionDifference {
  readonly difference: 'position';
  readonly kind: PositionDifferenceKind;
  readonly dossier: string;
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  /** The stretches in order, the last one open; none: unknown. */
  readonly before: readonly Position[];
  readonly after: readonly Position[];
  /** Statements behind it, at most two. */
  readonly examples: readonly { readonly statement: ShownStatement; readonly article: ShownArticle }[];
}

export type Difference = StatementDifference | PositionDifference;

export interface Counts {
  same: number;
  gained: number;
  lost: number;
  changed: number;
}

export const noCounts = (): Counts => ({ same: 0, gained: 0, lost: 0, changed: 0 });

/** Of timelines; `evidence` are those whose stances and days are the same. */
export interface PositionCounts extends Counts {
  evidence: number;
}

/** null where the timelines are the same down to the statements they rest on. */
export function kindOfDifference(
  was: readonly TimelineSegment[],
  is: readonly TimelineSegment[],
): PositionDifferenceKind | null {
  if (sameTimeline(was, is)) return null;
  if (was.length === 0) return 'gained';
  if (is.length === 0) return 'lost';
  const sameStretches =
    was.length === is.length && was.every(({ position }, at) => sameStretch(position, is[at]?.position ?? null));
  return sameStretches ? 'evidence' : 'changed';
}
