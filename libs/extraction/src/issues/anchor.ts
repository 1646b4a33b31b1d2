/** What points at an issue in a text. */
export interface Anchor {
  readonly issue: number;
  /** 0 to 1: how surely the words alone mean the issue. */
  readonly weight: number;
  /** What the weight would be if no other issue had the words. */
  readonly alone: number;
  /**
   * The direction of the words towards the proposition. `fixed` words stand for the proposition (+1) or its contrary (-1)
   * as they are; `relative` words take their direction from what is done to them, times `sign`.
   */
  readonly mode: 'fixed' | 'relative';
  readonly sign: 1 | -1;
  /** The words count only together with something done to them ("fighting" for a ceasefire). */
  readonly needsChange: boolean;
  readonly source: 'term' | 'concept' | 'proposition';
  readonly key: string;
  /** What it comes from, for explanations: the dossier's term, the name of the concept, the word of the proposition. */
  readonly origin: string;
}

export interface AnchorMatch extends Anchor {
  readonly from: number;
  readonly to: number;
  /** Other words stand between its own. */
  readonly gaps?: boolean;
}
