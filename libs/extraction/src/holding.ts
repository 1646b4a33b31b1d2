import type { Resolution } from './coreference.js';
import type { Cue } from './cues.js';

/** Somebody who says, holds or does something in a sentence, and the tokens that carry what it is. */
export interface Holding {
  readonly sentence: number;
  readonly resolution: Resolution;
  /** The words that name the holder; -1 where nothing does (a quotation that floats). */
  readonly mention: number;
  readonly cue: Cue | undefined;
  /** report: the tokens are what was said; frame: they begin with the cue; noun: "X's offer of". */
  readonly type: 'report' | 'frame' | 'noun' | 'inherited';
  /** Token indexes of the content, in order. */
  readonly content: readonly number[];
  /** How sure the link between holder and content is, 0 to 1. */
  readonly weight: number;
  /** A quotation that goes on in the next sentence, whose report may still come. */
  readonly pendingQuote?: number;
  /** What is done to somebody: the words before the cue are what is spoken of. */
  readonly passive?: boolean;
}
