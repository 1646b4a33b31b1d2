import type { Cue } from './cues.js';

export interface Frame {
  readonly cue: Cue;
  readonly mentions: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly inverted: boolean;
  readonly passive: boolean;
  readonly participle: boolean;
  readonly type: 'report' | 'frame' | 'noun';
}

/** A report that no verb makes: "according to", "in her view", "NAME:". */
export function reportCue(from: number, to: number): Cue {
  return {
    from,
    to,
    groups: [],
    sign: 1,
    reports: true,
    attitude: false,
    change: false,
    open: false,
    verb: true,
    noun: false,
    adjective: false,
  };
}
