import type { NoStatementReasons, StatementReasons } from '@parley/contracts';
import { inkOf, stanceText } from './ink.js';
import type { RenderOptions } from './render-options.js';
import { shorten, terminalText } from './terminal-text.js';
import { MIN_WIDTH, quoted, wrapText } from './wrap-text.js';

type Words = { readonly start: number; readonly end: number; readonly text: string };
type Steps = StatementReasons['holder'];
type IssueWords = StatementReasons['words'][number];

const BY: Readonly<Record<Steps[number]['by'], string>> = {
  name: 'the name',
  alias: 'an alias',
  surname: 'the surname of',
  'other-spelling': 'another spelling of',
  country: 'the country',
  seat: 'the seat of',
  initials: 'the initials of',
  role: 'holds the office:',
  'speaks-for': 'speaks for',
  subject: 'the subject of the sentence',
  speaker: 'who spoke or acted last',
  'named-before': 'named before',
  'title-before': 'of that title, named before',
  group: 'the group named before',
  signatories: 'who signed the statement',
  unknown: 'nobody of the dossier',
};
const RULE: Readonly<Record<StatementReasons['attribution']['rule'], string>> = {
  report: 'reported by',
  turn: 'a turn of a transcript, headed by',
  'quotation-goes-on': 'the quotation goes on after',
  'beside-quotation': 'a quotation in a sentence about the holder',
  'speech-goes-on': 'the speech goes on after',
  position: 'position verb',
  passive: 'position verb in the passive',
  noun: 'position noun',
};
const LEFT: Readonly<Record<NonNullable<IssueWords['left']>, string>> = {
  'outside-content': 'outside of what is said',
  'inside-longer-cue': 'part of a cue',
  'is-the-cue': 'the act itself, and no judgement of it',
  'longer-term-of-another-issue': 'inside a longer term of another issue',
  'in-condition': 'only in the condition',
  purpose: 'only says what for',
  circumstance: 'only says when or why',
  'nothing-done-to-it': 'nothing is done to it',
  'points-back-without-verb': 'points back, but nothing is said of it',
};
const STEP: Readonly<Record<IssueWords['direction'][number]['rule'], string>> = {
  words: 'the words themselves',
  cue: 'cue',
  negation: 'negation',
  indispensable: '"without"',
  head: 'noun behind',
  predicate: 'verb behind',
  verdict: 'judgement',
  decried: 'scorn',
  regret: 'regret',
  rhetorical: 'rhetorical question',
  treated: 'taking it up is a step to less',
  'left-out': 'leaving it out',
};
const REASON: Readonly<Record<NoStatementReasons['reason'], string>> = {
  'unknown-speaker': 'nobody of the dossier speaks',
  'no-issue': 'no words of any issue',
  'not-counted': 'words of the issue, but none that count',
  'weak-link': 'the words are not surely about the issue',
  'condition-of-assessment': 'a condition is no judgement yet',
  'low-confidence': 'too unsure',
  'own-act': "one side's own act is no stance on what the other should do",
  outvoted: 'the other stance of the same actor weighs more',
  'said-again': 'the statement shown says it, too',
  'repeated-paragraph': 'the paragraph stood before',
  'no-content': 'nothing is said',
  'other-subject': 'the article is about something else',
  'nobody-speaks': "background: the reporter's own words",
};

const at = ({ start, end }: Pick<Words, 'start' | 'end'>): string => `[${start}, ${end})`;
const mark = ({ text, start, end }: Words): string => `“${shorten(terminalText(text), 100)}” ${at({ start, end })}`;
const signed = (value: number): string => (value < 0 ? `−${Math.abs(value)}` : `+${value}`);

/** Why a statement is there, part by part, each with its place in the text. Ends with a line break. */
export function renderReasons(reasons: StatementReasons, options: RenderOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const { actor, issue, stance, confidence, totals } = reasons;
  const line = (text: string, indent = 4) => wrapText(text, width, indent);
  const { condition, open, refusalDenied, dropped, clear } = stance;
  const weighed = Object.entries(totals);
  return `${[
    `${stanceText(stance.stance, ink)}  ${ink.strong(actor)} on ${ink.strong(issue)}  ${ink.faint(at(reasons))}`,
    '  who',
    ...holderLines(reasons.holder).map((text) => line(text)),
    '  how',
    ...attributionLines(reasons.attribution).map((text) => line(text)),
    '  what about',
    ...reasons.words.flatMap((words) => wordLines(words)).map(([text, indent]) => line(text, indent)),
    '  stance',
    line(`vote ${signed(stance.vote)}${clear.length > 0 ? `; clear by: ${clear.join(', ')}` : ''}`),
    ...(condition ? [line(`condition: ${mark(condition)}`)] : []),
    ...(open ? [line('declines to take a side')] : []),
    ...(refusalDenied ? [line('a refusal is denied ("did not rule out")')] : []),
    ...(dropped ? [line('a demand is dropped ("no longer insists")')] : []),
    ...(stance.weighing ? [line(weighingText(stance.weighing))] : []),
    ...(weighed.length > 1
      ? [line(`in the whole article: ${weighed.map(([name, total]) => `${name} ${total}`).join(', ')}`)]
      : []),
    `  confidence ${confidence.confidence}`,
    line(
      `log-odds: base ${signed(confidence.base)}; ${confidence.signals
        .map(({ signal, value, adds }) => `${signal}${value === 1 ? '' : ` ${value}`} ${signed(adds)}`)
        .join(', ')}`,
    ),
  ].join('\n')}\n`;
}

function weighingText({ base, evidence, support }: NonNullable<StatementReasons['stance']['weighing']>): string {
  const parts = evidence.map(({ evidence: name, value, adds }) => `${name} ${value} ${signed(adds)}`);
  return `support ${Math.round(100 * support)} %; log-odds: ${[`base ${signed(base)}`, ...parts].join(', ')}`;
}

/** What gave no statement, and why. Ends with a line break. */
export function renderNoStatement(no: NoStatementReasons, options: RenderOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const line = (text: string, indent = 4) => wrapText(text, width, indent);
  const who = no.actors.length > 0 ? ` ${no.actors.join(', ')}` : '';
  const about = no.issue === null ? '' : ` on ${no.issue}`;
  const likely = no.confidence === null ? '' : ` (confidence ${no.confidence})`;
  return `${[
    `${stanceText(no.stance, ink, 'sign')} ${ink.warn(REASON[no.reason])}${likely}${who}${about}  ${ink.faint(at(no))}`,
    line(quoted(shorten(terminalText(no.text), 300))),
    ...(no.holder.length > 0 ? holderLines(no.holder).map((text) => line(text)) : []),
    ...no.words.flatMap((words) => wordLines(words)).map(([text, indent]) => line(text, indent)),
  ].join('\n')}\n`;
}

function holderLines(steps: Steps): string[] {
  if (steps.length === 0) return ['no words name the holder'];
  return steps.map((step, i) => {
    const name = step.of === null ? '' : ` ${terminalText(step.of)}`;
    return `${i === 0 ? '' : '→ '}${mark(step)}: ${BY[step.by]}${name}`;
  });
}

function attributionLines({ rule, cue, content }: StatementReasons['attribution']): string[] {
  const frames = cue?.frames.map(({ id, sign }) => `${id}${sign < 0 ? ' −' : ''}`).join(', ');
  return [
    cue ? `${RULE[rule]} ${mark(cue)}, cue frame ${frames}` : RULE[rule],
    ...content.map((words) => `content: ${mark(words)}`),
  ];
}

function wordLines(words: IssueWords): [string, number][] {
  const from =
    words.source === 'points-back'
      ? `points back at “${shorten(terminalText(words.origin), 80)}”`
      : `${words.source} “${terminalText(words.origin)}”`;
  const head = `${mark(words)}: ${from}, weight ${words.weight}`;
  if (words.left !== null) return [[`${head}; not counted: ${LEFT[words.left]}`, 4]];
  return [
    [`${head}; ${words.sign > 0 ? 'for' : 'against'} the proposition, vote ${signed(words.vote)}`, 4],
    ...words.direction
      .filter(({ rule, sign }) => rule !== 'words' || sign < 0)
      .map(({ rule, sign, negated, words: by }): [string, number] => [
        `${sign > 0 ? 'keeps' : 'turns'}: ${STEP[rule]}${by ? ` ${mark(by)}` : ''}${negated ? ', under a negation' : ''}`,
        6,
      ]),
  ];
}
