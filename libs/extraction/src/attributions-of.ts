import type { Cue } from './cues.js';
import { AUXILIARIES, MODALS } from './data/function-words.js';
import type { ArticleDocument } from './document.js';
import type { Holding } from './holding.js';
import { verbForms } from './morphology.js';
import type { Attribution, AttributionKind, Span } from './types.js';

/**
 * What somebody is said to have said, out of the holdings of an article. A quotation that goes on behind its report, or in
 * the next sentence, is one attribution of several spans. Acts, and what is only somebody's doing, are no speech.
 */
export function attributionsOf(document: ArticleDocument, holdings: readonly Holding[]): Attribution[] {
  const groups: { readonly holding: Holding; readonly content: number[] }[] = [];
  for (const holding of holdings) {
    if (!document.mentions[holding.mention] || !holding.cue || holding.type === 'inherited') continue;
    const content = contentOf(document, holding, holding.cue);
    // Speech that goes on unreported is only sure where it stands in quotation marks.
    const elsewhere = !within(document, holding.sentence, holding.cue);
    if (content.length === 0 || (elsewhere && !isQuoted(document, content))) continue;
    if (holding.type === 'report' && isQuoted(document, content) && governed(document, holding, content)) continue;
    const last = groups.at(-1);
    if (last && goesOn(document, last.holding, holding, content)) last.content.push(...content);
    else groups.push({ holding, content });
  }
  return groups.flatMap(({ holding, content }) => {
    const mention = document.mentions[holding.mention];
    const spans = contentSpans(document, content);
    if (!mention || !holding.cue || spans.length === 0) return [];
    const source = spanOf(document, mention.from, mention.to);
    const cue = spanOf(document, holding.cue.from, holding.cue.to);
    return [
      {
        source: {
          ...source,
          text: document.text.slice(source.start, source.end),
          actor: holding.resolution.actors[0] ?? null,
        },
        cue: { ...cue, text: document.text.slice(cue.start, cue.end) },
        content: spans,
        kind: attributionKind(document, content),
      },
    ];
  });
}

/** Position verbs that are said rather than done: what they govern is what somebody made known in words. */
const SPOKEN = new Set(
  `reject dismiss condemn criticise criticize denounce decry oppose refuse decline demand urge propose offer suggest insist want wish hope
  warn rule turn welcome praise hail endorse favour favor advocate call ask request pledge promise vow threaten seek prefer recommend
  accuse blame fault scold berate castigate advise counsel resolve deny doubt regret applaud appeal plead beg encourage implore support defend deplore disagree`
    .split(/\s+/)
    .flatMap(verbForms),
);

/** The tokens that were said: without the cue of a position, and nothing where it is an act. */
function contentOf(document: ArticleDocument, holding: Holding, cue: Cue): number[] {
  if (holding.type === 'report') return reported(document, holding, cue);
  const next = document.tokens[cue.to]?.lower ?? '';
  if (holding.type === 'noun') return next === 'that' ? after(holding.content, cue.to + 1) : [];
  const word = document.tokens[cue.from]?.lower ?? '';
  if (!cue.verb || !SPOKEN.has(word)) return [];
  if (holding.passive === true) {
    // "was dismissed by X as “hypothetical”": what it was called.
    const from = document.mentions[holding.mention]?.to ?? cue.to;
    return document.tokens[from]?.lower === 'as' ? after(holding.content, from) : [];
  }
  return clause(document, after(holding.content, next === 'that' ? cue.to + 1 : cue.to));
}

/** Verbs that may as well have a thing for their object: "announced the strike" gives no words, "announced they would strike" does. */
const NAMING = new Set(
  [
    'announce',
    'confirm',
    'reveal',
    'disclose',
    'find',
    'see',
    'call',
    'put',
    'set',
    'lay',
    'outline',
    'voice',
    'express',
    'report',
    'cite',
    'answer',
    'feel',
    'unveil',
    'continue',
  ].flatMap(verbForms),
);

function reported(document: ArticleDocument, holding: Holding, cue: Cue): number[] {
  const content = clause(document, holding.content);
  const first = content.find((i) => document.tokens[i]?.kind !== 'mark') ?? -1;
  if (first < cue.to || content.some((i) => (document.quoteOf[i] ?? -1) >= 0)) return content;
  if (document.tokens[first - 1]?.lower === 'that' || !NAMING.has(document.tokens[cue.from]?.lower ?? ''))
    return content;
  return content.some(
    (i) => AUXILIARIES.has(document.tokens[i]?.lower ?? '') || MODALS.has(document.tokens[i]?.lower ?? ''),
  )
    ? content
    : [];
}

/** Up to the semicolon behind which another clause begins. */
function clause(document: ArticleDocument, content: readonly number[]): number[] {
  const end = content.findIndex((i) => document.tokens[i]?.lower === ';' && (document.quoteOf[i] ?? -1) < 0);
  return end <= 0 ? [...content] : content.slice(0, end);
}

function after(content: readonly number[], from: number): number[] {
  return content.filter((i) => i >= from);
}

/** The same speaker's quotation, resumed without a report of its own. */
function goesOn(document: ArticleDocument, last: Holding, next: Holding, content: readonly number[]): boolean {
  return (
    !governed(document, next, content) &&
    last.mention === next.mention &&
    last.cue?.from === next.cue?.from &&
    (last.sentence !== next.sentence || last.type === next.type) &&
    next.type === 'report' &&
    isQuoted(document, content)
  );
}

/** “urged X to “do it””: a quotation that another verb of its sentence governs is not the report's. */
function governed(document: ArticleDocument, next: Holding, content: readonly number[]): boolean {
  const sentence = document.sentences[next.sentence];
  const first = content[0] ?? -1;
  return (
    sentence?.cues.some(
      (cue) =>
        cue.from > (next.cue?.to ?? first) &&
        cue.to <= first &&
        first - cue.to <= 8 &&
        (document.quoteOf[cue.from] ?? -1) < 0 &&
        SPOKEN.has(document.tokens[cue.from]?.lower ?? ''),
    ) ?? false
  );
}

function isQuoted(document: ArticleDocument, content: readonly number[]): boolean {
  return content.every((i) => (document.quoteOf[i] ?? -1) >= 0 || document.tokens[i]?.kind === 'mark');
}

function within(document: ArticleDocument, sentence: number, cue: Cue): boolean {
  const view = document.sentences[sentence];
  return view !== undefined && cue.from >= view.from && cue.from < view.to;
}

/** Words that may stand before a quotation and add nothing to it: "called it a “mistake”". */
function attributionKind(document: ArticleDocument, content: readonly number[]): AttributionKind {
  let quoted = 0;
  let plain = 0;
  for (const i of content) {
    const token = document.tokens[i];
    if (!token || token.kind === 'mark') continue;
    if ((document.quoteOf[i] ?? -1) >= 0) quoted++;
    else if (!/^(?:a|an|the|as|it|that)$/.test(token.lower)) plain++;
  }
  if (quoted === 0) return 'indirect';
  return plain === 0 ? 'direct' : 'mixed';
}

function spanOf(document: ArticleDocument, from: number, to: number): Span {
  return { start: document.tokens[from]?.start ?? 0, end: document.tokens[to - 1]?.end ?? 0 };
}

/** Runs of consecutive tokens as spans, without the commas and spaces at their ends. */
function contentSpans(document: ArticleDocument, content: readonly number[]): Span[] {
  const spans: Span[] = [];
  let first = -1;
  let last = -1;
  const close = () => {
    let from = first;
    let to = last;
    const trim = (i: number) => /^[,;:—–-]$/.test(document.tokens[i]?.lower ?? '');
    while (from >= 0 && from <= to && trim(from)) from++;
    while (to >= from && (trim(to) || document.tokens[to]?.lower === '.')) to--;
    if (from >= 0 && from <= to && document.tokens.slice(from, to + 1).some((token) => token.kind !== 'mark'))
      spans.push(spanOf(document, from, to + 1));
  };
  for (const i of content) {
    if (first < 0) first = i;
    else if (i !== last + 1) {
      close();
      first = i;
    }
    last = i;
  }
  close();
  return spans;
}
