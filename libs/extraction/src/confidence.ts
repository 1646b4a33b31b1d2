import { CONFIDENCE_WEIGHTS } from './data/confidence-weights.js';
import type { ArticleDocument } from './document.js';
import type { Holding } from './holding.js';
import type { Reading } from './stance.js';
import type { StatementKind } from './types.js';

/**
 * What is less likely to be right is no statement. Chosen by the joint F1 of all annotated negotiations, the totals of those not
 * looked at among them.
 */
export const LEAST_CONFIDENCE = 0.28;

/** What bears on whether a statement is right; 0 to 1 each. */
export const SIGNALS = [
  // How sure it is who speaks.
  'speaker',
  'pronoun',
  'described',
  'several',
  'cueless',
  'frame',
  'noun',
  'inherited',
  // How it stands in the text.
  'direct',
  'mixed',
  'act',
  'short',
  'long',
  // What it is about.
  'link',
  'term',
  'phrase',
  'pointsBack',
  'topicality',
  'rivalled',
  'manyIssues',
  // What stance it takes.
  'clarity',
  'governed',
  'attitude',
  'agreement',
  'oppose',
  'conditional',
  'noncommittal',
  // What else the article has of the same actor and issue.
  'repeated',
  'contradicted',
] as const;
export type Signal = (typeof SIGNALS)[number];
export type Signals = Readonly<Record<Signal, number>>;

/** What the article makes of the issue, for `signalsOf`. */
export interface IssueSetting {
  /** The issue's share in what the article is about, 0 to 1 for the one it is about most. */
  readonly topicality: number;
  /** The surest link of the same words to another issue, 0 to 1. */
  readonly rival: number;
  /** How many issues the same words are linked to. */
  readonly issues: number;
}

/** The signals of one reading by itself. */
export function signalsOf(
  document: ArticleDocument,
  holding: Holding,
  reading: Reading,
  kind: StatementKind,
  setting: IssueSetting,
): Signals {
  const mention = document.mentions[holding.mention];
  const words = holding.content.length;
  const is = (test: boolean) => (test ? 1 : 0);
  return {
    speaker: holding.weight,
    pronoun: is(mention?.form === 'pronoun'),
    described: is(mention?.form === 'title' || mention?.form === 'generic' || mention?.form === 'group'),
    several: is(holding.resolution.actors.length > 1),
    cueless: is(holding.cue === undefined),
    frame: is(holding.type === 'frame'),
    noun: is(holding.type === 'noun'),
    inherited: is(holding.type === 'inherited'),
    direct: is(kind === 'direct'),
    mixed: is(kind === 'mixed'),
    act: is(kind === 'act'),
    short: is(words <= 6),
    long: Math.min(1, words / 60),
    link: reading.link,
    term: is(reading.anchor.source === 'term'),
    phrase: is(reading.anchor.key.includes(' ')),
    pointsBack: is(reading.anchor.key === 'anaphor'),
    topicality: setting.topicality,
    rivalled: Math.max(0, setting.rival - reading.link),
    manyIssues: Math.min(1, (setting.issues - 1) / 3),
    clarity: reading.clarity,
    governed: is(reading.governed),
    attitude: is(reading.attitude),
    agreement: reading.agreement,
    oppose: is(reading.stance === 'oppose'),
    conditional: is(reading.stance === 'conditional'),
    noncommittal: is(reading.stance === 'noncommittal'),
    repeated: 0,
    contradicted: 0,
  };
}

/**
 * How likely a statement with these signals is right, 0 to 1: a logistic regression whose weights were fitted to the annotated
 * articles (`npm run eval:fit`).
 */
export function confidenceOf(signals: Signals): number {
  let sum = CONFIDENCE_WEIGHTS.bias;
  for (const signal of SIGNALS) sum += CONFIDENCE_WEIGHTS[signal] * signals[signal];
  return 1 / (1 + Math.exp(-sum));
}
