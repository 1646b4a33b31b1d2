import type { PositionChangeKind, Stance } from '@parley/contracts';

const sgr =
  (open: number, close: number) =>
  (text: string): string =>
    text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`;
const plain = (text: string): string => text;

/** Colours that mean something here; without colour each gives its text back. Pure: whether to colour is asked elsewhere. */
export interface Ink {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly note: (text: string) => string;
}

const COLOURED: Ink = {
  strong: sgr(1, 22),
  faint: sgr(2, 22),
  good: sgr(32, 39),
  bad: sgr(31, 39),
  warn: sgr(33, 39),
  note: sgr(36, 39),
};
const PLAIN: Ink = { strong: plain, faint: plain, good: plain, bad: plain, warn: plain, note: plain };

export const inkOf = (color: boolean): Ink => (color ? COLOURED : PLAIN);

/** How a stance looks: never by colour alone. Unknown has a sign of its own, so that silence is not neutrality. */
export const STANCE_SIGN = {
  support: '+',
  oppose: '−',
  conditional: '±',
  noncommittal: '○',
} as const satisfies Record<Stance, string>;
export const UNKNOWN_SIGN = '·';

/** A stance in its colour; null is unknown. */
export function stanceText(stance: Stance | null, ink: Ink, form: 'sign' | 'word' | 'both' = 'both'): string {
  if (stance === null) return ink.faint(form === 'word' ? 'unknown' : UNKNOWN_SIGN);
  const text = form === 'sign' ? STANCE_SIGN[stance] : form === 'word' ? stance : `${STANCE_SIGN[stance]} ${stance}`;
  switch (stance) {
    case 'support':
      return ink.good(text);
    case 'oppose':
      return ink.bad(text);
    case 'conditional':
      return ink.warn(text);
    case 'noncommittal':
      return ink.note(text);
  }
}

/** The word of a change, in the colour of how much it matters. */
export function changeText(change: PositionChangeKind, ink: Ink): string {
  switch (change) {
    case 'shifted':
    case 'contested':
      return ink.strong(ink.warn(change));
    case 'corrected':
      return ink.note(change);
    case 'reaffirmed':
      return ink.faint(change);
    default:
      return ink.strong(change);
  }
}
