import { type CoreferenceChain, type Resolution } from './coreference.js';
import type { Cue } from './cues.js';
import {
  ADVERBS,
  AUXILIARIES,
  CONJUNCTIONS,
  DETERMINERS,
  MODALS,
  MONTHS_AND_DAYS,
  PREPOSITIONS,
  RELATIVES,
} from './data/function-words.js';
import { HONORIFICS, OFFICIAL_NOUNS } from './data/titles.js';
import type { ArticleDocument, SentenceView } from './document.js';
import type { Mention } from './mentions.js';

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

interface Frame {
  readonly cue: Cue;
  readonly mentions: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly inverted: boolean;
  readonly passive: boolean;
  readonly participle: boolean;
  readonly type: 'report' | 'frame' | 'noun';
}

/** Verbs that never stand before their subject: "…, accuse Putin" has Putin as its object. */
const NOT_INVERTED = new Set(
  'accuse accuses accused tell tells told quote quotes quoted inform informs informed assure assures assured describe describes described call calls called ask asked asks regard regards regarded urge urges urged remind reminded label labels labelled brand branded see sees saw seen view views viewed feel find finds found cite cites cited report reported reports express expressed voice voiced threaten threatened charge charged press pressed believe believes think expect blame blamed term termed hint'.split(
    ' ',
  ),
);

const RECIPIENTS = new Set([
  'reporters',
  'journalists',
  'reuters',
  'afp',
  'ap',
  'bbc',
  'cnn',
  'bloomberg',
  'parliament',
  'lawmakers',
  'deputies',
  'mps',
  'fox',
  'broadcaster',
  'newspaper',
  'news',
  'media',
]);

/**
 * Finds the holders of one sentence. `speaker` is who was speaking when the sentence began; the returned speaker is who is at
 * its end.
 */
export function holdingsOf(
  document: ArticleDocument,
  sentence: SentenceView,
  chain: CoreferenceChain,
  quoteSpeakers: Map<number, { resolution: Resolution; mention: number; cue: Cue | undefined; weight: number }>,
  context: SpeakerContext,
): Holding[] {
  const { tokens, quoteOf } = document;
  const frames = findFrames(document, sentence);
  const reports = frames.filter((frame) => frame.type === 'report');
  const owner = new Int32Array(sentence.to - sentence.from).fill(-1);
  const sources = new Map(reports.map((frame) => [frame, sourceStart(document, sentence, frame)]));
  const inPhrase = (i: number) =>
    frames.findIndex((frame) => frame.type === 'report' && i >= (sources.get(frame) ?? frame.from) && i < frame.to);

  // What each report owns: the sentence without its own words, up to where another's begins.
  if (reports.length > 0) {
    const bounds = reports.map((frame) => ({
      frame,
      start: frame.from,
      end: reportEnd(document, sentence, frame, frames),
    }));
    for (let i = sentence.from; i < sentence.to; i++) {
      if (inPhrase(i) >= 0) continue;
      let at = -1;
      bounds.forEach((bound, b) => {
        if (i >= bound.start) at = i < bound.end ? b : -1;
      });
      owner[i - sentence.from] = at;
    }
    // A report whose content lies before it ("…, he said") owns back to the sentence's start or the report before.
    bounds.forEach((bound, b) => {
      if (!hasContentBefore(document, sentence, bound.frame)) return;
      // "…, he said on Monday in Paris.": when and where it was said is no content.
      for (let i = bound.frame.to; i < circumstanceEnd(document, sentence, bound.frame) && inPhrase(i) < 0; i++)
        owner[i - sentence.from] = -1;
      for (let i = (sources.get(bound.frame) ?? bound.frame.from) - 1; i >= sentence.from; i--) {
        const before = inPhrase(i);
        if (before >= 0) break;
        owner[i - sentence.from] = b;
      }
    });
  }

  // Quotations that begin in earlier sentences or have no report here keep their speaker.
  const holdings: Holding[] = [];
  const quotedHere = new Set<number>();
  for (let i = sentence.from; i < sentence.to; i++) {
    const q = quoteOf[i] ?? -1;
    if (q >= 0) quotedHere.add(q);
  }
  for (const q of quotedHere) {
    if (quoteSpeakers.has(q)) continue;
    const nearest = nearestReport(document, q, reports);
    if (nearest) {
      const mention = nearest.mentions[0] ?? -1;
      quoteSpeakers.set(q, { resolution: combine(nearest.mentions, chain), mention, cue: nearest.cue, weight: 1 });
    }
  }
  const byOwner = new Map<number, number[]>();
  const floating = new Map<number, number[]>();
  for (let i = sentence.from; i < sentence.to; i++) {
    const q = quoteOf[i] ?? -1;
    const o = owner[i - sentence.from] ?? -1;
    if (o >= 0) push(byOwner, o, i);
    else if (q >= 0 && inPhrase(i) < 0) push(floating, q, i);
  }
  for (const [o, content] of byOwner) {
    const frame = reports[o];
    if (!frame || content.length === 0) continue;
    holdings.push({
      sentence: sentence.index,
      resolution: combine(frame.mentions, chain),
      mention: frame.mentions[0] ?? -1,
      cue: frame.cue,
      type: 'report',
      content,
      weight: frame.participle ? 0.85 : 1,
    });
  }
  for (const [q, content] of floating) {
    const settled = quoteSpeakers.get(q);
    const unfinished = settled === undefined && (document.quotations[q]?.end ?? 0) > sentence.end;
    const known = settled ?? context.inherit(document, sentence, q, chain) ?? (unfinished ? NO_SPEAKER : undefined);
    if (!known) continue;
    if (!unfinished && !settled) quoteSpeakers.set(q, known);
    const speech = content.length > 5;
    if (!speech && frames.some((frame) => frame.type !== 'report')) continue;
    const told = frames.length === 0 ? toldBefore(document, sentence, q) : undefined;
    holdings.push({
      sentence: sentence.index,
      resolution: known.resolution,
      mention: known.mention,
      cue: known.cue,
      type: 'report',
      content: told === undefined ? content : told,
      weight: known.weight,
      ...(unfinished ? { pendingQuote: q } : {}),
    });
  }

  // Positions that the sentence gives in its own words, outside what somebody is reported to have said.
  frames.forEach((frame) => {
    if (frame.type === 'report') return;
    const inside = owner[frame.cue.from - sentence.from] ?? -1;
    if (inside >= 0) {
      const reporter = reports[inside];
      const reporting = reporter ? combine(reporter.mentions, chain) : undefined;
      const own = combine(frame.mentions, chain);
      if (!reporting || reporting.key !== own.key) return;
      return;
    }
    const content = frameContent(document, sentence, frame, frames);
    if (content.length === 0) return;
    holdings.push({
      sentence: sentence.index,
      resolution: combine(frame.mentions, chain),
      mention: frame.mentions[0] ?? -1,
      cue: frame.cue,
      type: frame.type,
      content,
      weight: frame.type === 'noun' ? 0.75 : 0.9,
      ...(frame.passive ? { passive: true } : {}),
    });
  });
  const lead =
    holdings.find((holding) => holding.type === 'report' && holding.mention >= 0) ??
    holdings.find((holding) => holding.mention >= 0);
  if (lead) {
    chain.focus(lead.resolution);
    context.note(lead, sentence);
  } else context.pass(sentence, frames.length > 0 || sentence.mentions.some((m) => isSubject(document, sentence, m)));
  // Free indirect speech: what follows a report in the same paragraph and says what ought to be.
  if (holdings.length === 0) {
    const inherited = context.continued(document, sentence);
    if (inherited) {
      const content: number[] = [];
      for (let i = sentence.from; i < sentence.to; i++) if (tokens[i]?.kind !== undefined) content.push(i);
      holdings.push({
        sentence: sentence.index,
        resolution: inherited.resolution,
        mention: inherited.mention,
        cue: inherited.cue,
        type: 'inherited',
        content,
        weight: 0.55,
      });
    }
  }
  return holdings;
}

/** "But he did not hide his anger: their walkout was “wrong”": behind the colon all is theirs. */
function toldBefore(document: ArticleDocument, sentence: SentenceView, quotation: number): number[] | undefined {
  const { tokens, quoteOf } = document;
  for (let i = sentence.from; i < sentence.to && quoteOf[i] !== quotation; i++) {
    if (tokens[i]?.lower !== ':' || (quoteOf[i] ?? -1) >= 0) continue;
    const content: number[] = [];
    for (let at = i + 1; at < sentence.to; at++) content.push(at);
    return content;
  }
  return undefined;
}

const NO_SPEAKER = {
  resolution: { actors: [], key: '', person: false, plural: false, gender: undefined },
  mention: -1,
  cue: undefined,
  weight: 0,
};

/** Gives quotations that ran over a sentence's end the speaker that a later sentence named. */
export function settlePending(
  holdings: readonly Holding[],
  quoteSpeakers: ReadonlyMap<number, { resolution: Resolution; mention: number; cue: Cue | undefined; weight: number }>,
): Holding[] {
  const out: Holding[] = [];
  for (const holding of holdings) {
    const { pendingQuote, ...rest } = holding;
    const settled = pendingQuote === undefined ? undefined : quoteSpeakers.get(pendingQuote);
    if (settled)
      out.push({
        ...rest,
        resolution: settled.resolution,
        mention: settled.mention,
        cue: settled.cue,
        weight: settled.weight,
      });
    else if (rest.weight > 0) out.push(rest);
  }
  return out;
}

/** The cue as a verb: a noun of the same form ("calls") says nothing here. */
function asVerb(cue: Cue): Cue {
  if (!cue.verb || !cue.noun) return cue;
  const groups = cue.groups.filter((group) => group.pos !== 'noun');
  const attitude = groups.some((group) => group.role === 'attitude');
  const telling = groups.find((group) => group.role === 'attitude') ?? groups.find((group) => group.role === 'change');
  return {
    ...cue,
    groups,
    attitude,
    change: groups.some((group) => group.role === 'change'),
    noun: false,
    sign: telling?.sign ?? 1,
  };
}

/** The first token of the words that name a holder: "spokesman", "the", "retired general" before the name belong to it. */
function phraseStart(document: ArticleDocument, sentence: SentenceView, from: number): number {
  let i = from;
  while (i > sentence.from && i > from - 9) {
    const token = document.tokens[i - 1];
    if (!token || token.kind === 'mark' || (document.quoteOf[i - 1] ?? -1) >= 0) break;
    const m = document.mentionOf[i - 1] ?? -1;
    const named = m >= 0 && document.mentions[m]?.modifier === true;
    const plainWord =
      DETERMINERS.has(token.lower) ||
      token.capital ||
      token.lower === "'s" ||
      token.lower === 'of' ||
      token.lower === 'for' ||
      HONORIFICS.has(token.lower) ||
      OFFICIAL_NOUNS.has(token.lower) ||
      /^(?:foreign|prime|deputy|chief|top|senior|retired|former|economic|trade|finance|defence|defense|its|country's|state|vice|ministry|government|general)$/.test(
        token.lower,
      );
    if (!named && !plainWord) break;
    i--;
  }
  return i;
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

/** Who spoke last, from sentence to sentence. */
export class SpeakerContext {
  private last:
    | {
        resolution: Resolution;
        mention: number;
        cue: Cue | undefined;
        paragraph: number;
        sentence: number;
        report: boolean;
      }
    | undefined;

  note(holding: Holding, sentence: SentenceView): void {
    this.last = {
      resolution: holding.resolution,
      mention: holding.mention,
      cue: holding.cue,
      paragraph: sentence.paragraph,
      sentence: sentence.index,
      report: holding.type === 'report',
    };
  }

  /** A sentence without a holder of its own; one about somebody else ends what was being reported. */
  pass(sentence: SentenceView, other: boolean): void {
    if (this.last && other && sentence.paragraph !== this.last.paragraph) this.last = { ...this.last, report: false };
    if (this.last && other) this.broken = sentence.index;
  }

  private broken = -1;

  /** The speaker of a quotation that no report goes with. */
  inherit(
    document: ArticleDocument,
    sentence: SentenceView,
    quotation: number,
    chain: CoreferenceChain,
  ): { resolution: Resolution; mention: number; cue: Cue | undefined; weight: number } | undefined {
    const subject = sentence.mentions.find((m) => isSubject(document, sentence, m));
    const quote = document.quotations[quotation];
    if (subject !== undefined && quote && quote.start > sentence.start) {
      return { resolution: chain.of(subject), mention: subject, cue: undefined, weight: 0.55 };
    }
    const last = this.last;
    if (!last) return undefined;
    if (last.paragraph === sentence.paragraph)
      return { resolution: last.resolution, mention: last.mention, cue: last.cue, weight: 0.85 };
    if (sentence.index - last.sentence <= 3 && sentence.paragraph - last.paragraph <= 1)
      return { resolution: last.resolution, mention: last.mention, cue: last.cue, weight: 0.65 };
    return undefined;
  }

  /** The speaker whose speech a sentence without one may go on with. */
  continued(
    document: ArticleDocument,
    sentence: SentenceView,
  ): { resolution: Resolution; mention: number; cue: Cue | undefined } | undefined {
    const last = this.last;
    if (
      !last ||
      last.paragraph !== sentence.paragraph ||
      sentence.index - last.sentence > 2 ||
      this.broken > last.sentence + 1
    )
      return undefined;
    for (let i = sentence.from; i < sentence.to; i++) {
      const word = document.tokens[i]?.lower ?? '';
      if (word === 'must' || word === 'should' || word === 'would' || word === 'will') return last;
    }
    return undefined;
  }
}

function isSubject(document: ArticleDocument, sentence: SentenceView, index: number): boolean {
  const mention = document.mentions[index];
  if (!mention || mention.modifier || (document.quoteOf[mention.from] ?? -1) >= 0) return false;
  return !afterPreposition(document, mention, sentence) && mention.from - sentence.from <= 12;
}

/** A holder named together with others: "A, B and C said". */
function combine(mentions: readonly number[], chain: CoreferenceChain): Resolution {
  const [first, ...rest] = mentions;
  const lead =
    first === undefined ? { actors: [], key: '', person: false, plural: false, gender: undefined } : chain.of(first);
  if (rest.length === 0) return lead;
  const actors = [...new Set(mentions.flatMap((mention) => chain.of(mention).actors))];
  return { actors, key: actors.join('+'), person: true, plural: true, gender: undefined };
}

/** "…, X said": text stands before the report and leads up to it with a comma or a closing quotation mark. */
function hasContentBefore(document: ArticleDocument, sentence: SentenceView, frame: Frame): boolean {
  const { tokens, quoteOf } = document;
  let i = phraseStart(document, sentence, frame.from) - 1;
  if (i < sentence.from) return false;
  if ((quoteOf[i] ?? -1) >= 0) return true;
  if (/^(?:which|what|as|so)$/.test(tokens[i]?.lower ?? '') && tokens[i - 1]?.lower === ',') i--;
  const before = tokens[i]?.lower ?? '';
  if (before !== ',' && before !== '—' && before !== '–' && before !== '-' && before !== '?' && before !== '!') {
    // "his terms, he told journalists in Bishkek, have not changed": a report set in between commas.
    return false;
  }
  if (frame.participle) return false;
  i--;
  // A fronted phrase ("In a statement on Monday, X said …") is no content where content follows.
  const after = tokens[frame.to];
  const follows =
    after !== undefined && frame.to < sentence.to && !(after.kind === 'mark' && /^[,.;]$/.test(after.lower));
  if (!follows) return true;
  if (document.tokens[frame.to]?.lower === ':') return i - sentence.from > 5;
  const first = tokens[sentence.from]?.lower ?? '';
  if (
    PREPOSITIONS.has(first) ||
    /^(?:when|while|as|if|once|asked|speaking|but|earlier|later|meanwhile|however)$/.test(first) ||
    /ing$/.test(first)
  ) {
    return endsSoon(document, sentence, frame);
  }
  return endsSoon(document, sentence, frame);
}

/** Where the time, place or addressee behind a closing report ends; the report's own end where there is none. */
function circumstanceEnd(document: ArticleDocument, sentence: SentenceView, frame: Frame): number {
  const { tokens, quoteOf } = document;
  // Behind a quotation the reporter goes on, until another quotation opens.
  if ((quoteOf[sourceStart(document, sentence, frame) - 1] ?? -1) >= 0 && tokens[frame.to]?.lower !== ':') {
    let open = frame.to;
    while (open < sentence.to && (quoteOf[open] ?? -1) < 0 && tokens[open]?.lower !== ';') open++;
    const clause = tokens.slice(frame.to, open).findIndex((token) => /^(?:and|but)$/.test(token.lower));
    return clause >= 0 && open - frame.to - clause > 2 ? sentence.to : open;
  }
  const first = tokens[frame.to]?.lower ?? '';
  if (!PREPOSITIONS.has(first) && !ADVERBS.has(first) && !/^(?:as|when|while|reporters|journalists)$/.test(first))
    return frame.to;
  let end = frame.to;
  while (end < sentence.to && tokens[end]?.kind !== 'mark' && (quoteOf[end] ?? -1) < 0) end++;
  return end;
}

/** After the report only time, place or addressee come until the sentence ends or a comma resumes the speech. */
function endsSoon(document: ArticleDocument, sentence: SentenceView, frame: Frame): boolean {
  const { tokens } = document;
  let words = 0;
  for (let i = frame.to; i < sentence.to; i++) {
    const token = tokens[i];
    if (!token) break;
    if (token.lower === 'that') return false;
    if (token.kind === 'mark') return true;
    if (
      i === frame.to &&
      !PREPOSITIONS.has(token.lower) &&
      !ADVERBS.has(token.lower) &&
      !RECIPIENTS.has(token.lower) &&
      !/ly$/.test(token.lower) &&
      !/^(?:as|when|while|afterwards|his|her|them|him|moments|hours|days)$/.test(token.lower) &&
      !isSomeTime(document, i)
    )
      return false;
    words++;
  }
  return words <= 40;
}

/** "the same day", "a few days earlier", "the reporters". */
function isSomeTime(document: ArticleDocument, at: number): boolean {
  if (!/^(?:the|a|an|this|that)$/.test(document.tokens[at]?.lower ?? '')) return false;
  for (let i = at + 1; i <= at + 3; i++) {
    const word = document.tokens[i]?.lower ?? '';
    if (RECIPIENTS.has(word) || TIME_NOUNS.test(word)) return true;
  }
  return false;
}

const TIME_NOUNS =
  /^(?:time|day|days|week|weeks|month|months|year|years|hour|hours|moment|moments|minutes|morning|evening|night|afternoon|reporter|journalist|crowd|newspaper|conference|interview|briefing)$/;

/** Where the words that name a report's source begin. */
function sourceStart(document: ArticleDocument, sentence: SentenceView, frame: Frame): number {
  return document.mentionOf[frame.from] === -1 || frame.inverted
    ? frame.from
    : phraseStart(document, sentence, frame.from);
}

/** Where what a report gives ends at the latest: with the aside it stands in, or before what the same source does next. */
function reportEnd(document: ArticleDocument, sentence: SentenceView, frame: Frame, frames: readonly Frame[]): number {
  const { tokens, quoteOf } = document;
  const next = frames.find(
    (other) =>
      other.type === 'frame' &&
      other.from > frame.to &&
      other.from === other.cue.from &&
      !other.passive &&
      !other.participle &&
      other.cue.attitude &&
      other.mentions[0] === frame.mentions[0] &&
      CONJUNCTIONS.has(tokens[other.from - 1]?.lower ?? ''),
  );
  const end = next ? next.from - 1 : sentence.to;
  if (!isAside(document, sentence, frame)) return end;
  for (let i = frame.to; i < end; i++)
    if (tokens[i]?.lower === ',' && (quoteOf[i] ?? -1) < 0 && goesOnBehind(document, sentence, i)) return i;
  return end;
}

/** "X, who said …, now wants": the report stands in a relative clause that commas set off. */
function isAside(document: ArticleDocument, sentence: SentenceView, frame: Frame): boolean {
  if (frame.inverted || frame.from !== frame.cue.from) return false;
  for (let i = frame.from - 1; i > sentence.from && i > frame.from - 8; i--) {
    const word = document.tokens[i]?.lower ?? '';
    if (RELATIVES.has(word)) return document.tokens[i - 1]?.lower === ',';
    if (word === ',') return false;
  }
  return false;
}

/** Behind a comma the main clause takes its verb up. */
function goesOnBehind(document: ArticleDocument, sentence: SentenceView, comma: number): boolean {
  const { tokens } = document;
  let i = comma + 1;
  while (i < comma + 4 && (ADVERBS.has(tokens[i]?.lower ?? '') || /ly$/.test(tokens[i]?.lower ?? ''))) i++;
  return AUXILIARIES.has(tokens[i]?.lower ?? '') || sentence.cues.some((cue) => cue.from === i && cue.verb);
}

function nearestReport(document: ArticleDocument, quotation: number, reports: readonly Frame[]): Frame | undefined {
  const quote = document.quotations[quotation];
  if (!quote) return undefined;
  let best: Frame | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const frame of reports) {
    const start = document.tokens[frame.from]?.start ?? 0;
    const end = document.tokens[frame.to - 1]?.end ?? 0;
    const distance = start >= quote.end ? start - quote.end : quote.start >= end ? (quote.start - end) * 1.1 : 0;
    if (distance < bestDistance) {
      best = frame;
      bestDistance = distance;
    }
  }
  return best;
}

/** The tokens a position frame speaks of: from its cue to the end of the clause, or back from it in the passive. */
function frameContent(
  document: ArticleDocument,
  sentence: SentenceView,
  frame: Frame,
  frames: readonly Frame[],
): number[] {
  const content: number[] = [];
  const { tokens } = document;
  if (frame.passive) {
    for (let i = sentence.from; i < sentence.to; i++)
      if (i < frame.from || i >= frame.to || (i >= frame.cue.from && i < frame.cue.to)) content.push(i);
    return content;
  }
  const next = frames.find(
    (other) =>
      other.from >= frame.to &&
      other.mentions[0] !== frame.mentions[0] &&
      !other.participle &&
      isIndependent(document, other),
  );
  const end = next ? next.from : sentence.to;
  for (let i = Math.min(frame.cue.from, frame.from); i < end; i++) {
    const token = tokens[i];
    if (token?.lower === ';') break;
    if (i >= frame.cue.from || isPolar(tokens[i]?.lower ?? '')) content.push(i);
  }
  return content;
}

function isPolar(word: string): boolean {
  return (
    AUXILIARIES.has(word) ||
    MODALS.has(word) ||
    word === 'not' ||
    word === 'never' ||
    word === 'no' ||
    word === 'longer'
  );
}

function findFrames(document: ArticleDocument, sentence: SentenceView): Frame[] {
  const { tokens, quoteOf, mentions, mentionOf } = document;
  const frames: Frame[] = [];
  let lastSubject: readonly number[] = [];
  for (const found of sentence.cues) {
    const cue = asVerb(found);
    if ((quoteOf[cue.from] ?? -1) >= 0) continue;
    if ((mentionOf[cue.from] ?? -1) >= 0) continue;
    const before = tokens[cue.from - 1]?.lower ?? '';
    if (cue.noun && !cue.verb) {
      const frame = nounFrame(document, sentence, cue);
      if (frame) frames.push(frame);
      continue;
    }
    if (!cue.verb && !cue.adjective) continue;
    if (!cue.attitude && PERCEIVED.has(tokens[cue.from]?.lower ?? '') && MODALS.has(before)) continue;
    const habit = before === 'to' && tokens[cue.from - 2]?.lower === 'used';
    if ((before === 'to' || before === 'or') && cue.verb && !habit) continue;
    const form = tokens[cue.from]?.lower ?? '';
    if (cue.verb && isPassive(document, sentence, cue, form)) {
      const agent = agentAfter(document, sentence, cue);
      if (agent !== undefined) {
        frames.push({
          cue,
          mentions: withCoordinated(document, agent, sentence),
          from: cue.from,
          to: mentions[agent]?.to ?? cue.to,
          inverted: true,
          passive: true,
          participle: false,
          type: cue.attitude || cue.change ? 'frame' : 'report',
        });
      }
      continue;
    }
    // "…", said X
    const inverted = cue.reports || cue.attitude ? invertedSubject(document, sentence, cue) : undefined;
    if (inverted !== undefined) {
      const list = withCoordinated(document, inverted, sentence);
      lastSubject = list;
      frames.push({
        cue,
        mentions: list,
        from: cue.from,
        to: mentions[list.at(-1) ?? inverted]?.to ?? cue.to,
        inverted: true,
        passive: false,
        participle: false,
        type: 'report',
      });
      continue;
    }
    const participle = /ing$/.test(form) && !AUXILIARIES.has(before) && !ADVERBS.has(before);
    let subject: readonly number[] = [];
    let from = cue.from;
    if (participle) {
      if (before !== ',' && !CONJUNCTIONS.has(before)) continue;
      subject = lastSubject.length > 0 ? lastSubject : mainSubject(document, sentence, cue.from);
    } else {
      const before = subjectBefore(document, sentence, cue.from, lastSubject);
      if (!before) continue;
      subject = before.mentions;
      from = before.from;
    }
    if (subject.length === 0) continue;
    if (cue.adjective && !cue.verb && !hasCopula(document, from, cue.from)) continue;
    lastSubject = subject;
    const type = reportType(document, sentence, cue);
    if (
      type === 'frame' &&
      !cue.attitude &&
      !cue.open &&
      !cue.groups.some((group) => group.act) &&
      !beginsAct(document, sentence, cue)
    )
      continue;
    if (type === 'frame' && isHypothetical(document, sentence, from, cue)) continue;
    const to = type === 'report' ? phraseEnd(document, sentence, cue) : cue.to;
    frames.push({ cue, mentions: subject, from, to, inverted: false, passive: false, participle, type });
  }
  accordingTo(document, sentence, frames);
  inTheirView(document, sentence, frames);
  colonSpeaker(document, sentence, frames);
  frames.sort((a, b) => a.from - b.from);
  return frames.filter(
    (frame, at) => frame.type === 'report' || frame.participle || !isNested(document, frames.slice(0, at), frame),
  );
}

/** "accept that Ukraine should surrender land": the second subject is part of what the first accepts. */
function isNested(document: ArticleDocument, earlier: readonly Frame[], frame: Frame): boolean {
  const outer = earlier.findLast((other) => other.type !== 'report' && !other.passive && other.cue.to <= frame.from);
  if (!outer || frame.mentions[0] === outer.mentions[0] || frame.type === 'noun') return false;
  return !isIndependent(document, frame);
}

/** A clause of its own begins right before the frame's subject. */
function isIndependent(document: ArticleDocument, frame: Frame): boolean {
  const { tokens } = document;
  let i = frame.from - 1;
  while (
    i >= 0 &&
    (DETERMINERS.has(tokens[i]?.lower ?? '') || (tokens[i]?.capital && tokens[i]?.kind === 'word' && i > 0))
  )
    i--;
  return /^(?:,|;|and|but|while|after|as|whereas|though|although|—|–|before|when|because|since)$/.test(
    tokens[i]?.lower ?? '',
  );
}

/** "has started to buy": the act is the verb behind "to". */
function beginsAct(document: ArticleDocument, sentence: SentenceView, cue: Cue): boolean {
  if (
    !/^(?:start|starts|started|begin|begins|began|begun|continue|continues|continued)$/.test(
      document.tokens[cue.from]?.lower ?? '',
    )
  )
    return false;
  return (
    document.tokens[cue.to]?.lower === 'to' &&
    sentence.cues.some((other) => other.from === cue.to + 1 && other.groups.some((group) => group.act))
  );
}

/** "whether X might settle", "if X refuses", "X is expected to back": nothing X has made known. */
function isHypothetical(document: ArticleDocument, sentence: SentenceView, from: number, cue: Cue): boolean {
  const { tokens } = document;
  for (let i = from; i < cue.from; i++)
    if (!tokens[i]?.capital && /^(?:might|could|may|expected|likely|would|reportedly)$/.test(tokens[i]?.lower ?? ''))
      return true;
  for (let i = from - 1; i >= sentence.from && i >= from - 4; i--) {
    const word = tokens[i]?.lower ?? '';
    if (/^(?:whether|if|unless|until|should|how|why|would)$/.test(word)) return true;
    if (tokens[i]?.kind === 'mark') break;
  }
  for (let i = sentence.to - 1; i >= cue.to; i--) {
    if (tokens[i]?.lower === '?' && (document.quoteOf[i] ?? -1) < 0) return true;
    if (tokens[i]?.kind !== 'mark') break;
  }
  return false;
}

/** Whether a cue gives words (a clause or a quotation follows, or it closes a sentence) or takes an object. */
function reportType(document: ArticleDocument, sentence: SentenceView, cue: Cue): 'report' | 'frame' {
  const { tokens, quoteOf } = document;
  if (!cue.reports && !cue.attitude) return 'frame';
  const next = tokens[cue.to];
  const quoteNear =
    cue.to < sentence.to &&
    ((quoteOf[cue.to] ?? -1) >= 0 ||
      (next?.kind === 'mark' && /^[:,]$/.test(next.lower) && (quoteOf[cue.to + 1] ?? -1) >= 0));
  const closing =
    next === undefined || cue.to >= sentence.to || (next.kind === 'mark' && /^[,.;:?!]$/.test(next.lower));
  if (cue.reports && !cue.attitude) return 'report';
  if (cue.reports && (quoteNear || closing || next?.lower === 'that' || next?.lower === 'on')) return 'report';
  if (cue.attitude && cue.verb && (quoteNear || closing) && precededByContent(document, sentence, cue)) return 'report';
  return cue.attitude || cue.change ? 'frame' : 'report';
}

function precededByContent(document: ArticleDocument, sentence: SentenceView, cue: Cue): boolean {
  for (let i = cue.from - 1; i >= sentence.from; i--)
    if ((document.quoteOf[i] ?? -1) >= 0 || document.tokens[i]?.lower === ',') return true;
  return false;
}

function phraseEnd(document: ArticleDocument, sentence: SentenceView, cue: Cue): number {
  const { tokens, quoteOf } = document;
  let end = cue.to;
  // "told reporters (in Paris) (on Monday) that"
  if (
    RECIPIENTS.has(tokens[end]?.lower ?? '') ||
    /^(?:tell|told|tells|telling|assure|assured|informed|remind|reminded)$/.test(tokens[cue.from]?.lower ?? '')
  ) {
    for (let i = end; i < Math.min(sentence.to, end + 10); i++) {
      if ((quoteOf[i] ?? -1) >= 0) break;
      if (tokens[i]?.lower === 'that') return i + 1;
      if (tokens[i]?.kind === 'mark') break;
      if (RECIPIENTS.has(tokens[i]?.lower ?? '')) end = i + 1;
    }
  }
  if (tokens[end]?.lower === 'that') return end + 1;
  // "said a moment earlier that", "hinted in Paris on Monday that"
  const first = tokens[end]?.lower ?? '';
  if (PREPOSITIONS.has(first) || ADVERBS.has(first) || /ly$/.test(first) || isSomeTime(document, end))
    for (let i = end; i < Math.min(sentence.to, end + 10); i++) {
      if ((quoteOf[i] ?? -1) >= 0 || tokens[i]?.kind === 'mark' || AUXILIARIES.has(tokens[i]?.lower ?? '')) break;
      if (tokens[i]?.lower === 'that' && i > end) return i + 1;
    }
  return end;
}

function hasCopula(document: ArticleDocument, from: number, to: number): boolean {
  for (let i = from; i < to; i++)
    if (
      /^(?:is|are|was|were|be|been|being|'s|'re|'m|am|remain|remains|remained|stands|stand|stood|seems|seemed|sounded|sounds|looks|looked|pronounced|declared)$/.test(
        document.tokens[i]?.lower ?? '',
      )
    )
      return true;
  return false;
}

function isPassive(document: ArticleDocument, sentence: SentenceView, cue: Cue, form: string): boolean {
  if (!/(?:ed|en|wn|ld|de|pt|ut|ght|et|nt|id)$/.test(form)) return false;
  const { tokens } = document;
  for (let i = cue.from - 1; i >= sentence.from && i >= cue.from - 4; i--) {
    const word = tokens[i]?.lower ?? '';
    if (/^(?:is|are|was|were|be|been|being)$/.test(word)) return true;
    if (!ADVERBS.has(word) && word !== 'not' && !word.endsWith('ly')) break;
  }
  // "a pause proposed by Washington"
  return tokens[cue.to]?.lower === 'by' && (document.mentionOf[cue.from - 1] ?? -1) < 0;
}

function agentAfter(document: ArticleDocument, sentence: SentenceView, cue: Cue): number | undefined {
  const { tokens, mentionOf, mentions } = document;
  for (let i = cue.to; i < sentence.to && i < cue.to + 10; i++) {
    const token = tokens[i];
    if (!token || (token.kind === 'mark' && token.lower !== ',')) return undefined;
    if (token.lower !== 'by') continue;
    for (let j = i + 1; j <= i + 5 && j < sentence.to; j++) {
      const m = mentionOf[j] ?? -1;
      if (m >= 0 && !mentions[m]?.modifier) return m;
      if (tokens[j]?.kind === 'mark') return undefined;
    }
    return undefined;
  }
  return undefined;
}

/** X in "…", said X: the mention that follows a cue which itself follows a quotation or a comma. */
function invertedSubject(document: ArticleDocument, sentence: SentenceView, cue: Cue): number | undefined {
  const { tokens, quoteOf, mentionOf, mentions } = document;
  if (!cue.reports) return undefined;
  const at = cue.from - 1;
  if (at < sentence.from) return undefined;
  const led =
    (quoteOf[at] ?? -1) >= 0 || tokens[at]?.lower === ',' || tokens[at]?.lower === '—' || tokens[at]?.lower === '–';
  if (!led) return undefined;
  const form = tokens[cue.from]?.lower ?? '';
  if (/ing$/.test(form) || NOT_INVERTED.has(form)) return undefined;
  for (let i = cue.to; i < sentence.to && i < cue.to + 6; i++) {
    const token = tokens[i];
    if (!token || (quoteOf[i] ?? -1) >= 0) return undefined;
    const m = mentionOf[i] ?? -1;
    if (m >= 0) {
      const mention = mentions[m];
      if (!mention) return undefined;
      if (mention.modifier) {
        i = mention.to - 1;
        continue;
      }
      // "X, Y and Z, said it was needed": a clause follows, and its subject said nothing.
      if (AUXILIARIES.has(tokens[mention.to]?.lower ?? '')) return undefined;
      return m;
    }
    // said its chair, X
    if (token.lower === ',' && i > cue.to && (mentionOf[i + 1] ?? -1) >= 0) continue;
    if (token.kind === 'mark' || PREPOSITIONS.has(token.lower) || token.lower === 'that') return undefined;
  }
  return undefined;
}

/** Under a modal these tell what will be, not what was said: "would see any war through". */
const PERCEIVED = new Set(['see', 'find', 'feel', 'view', 'answer', 'continue', 'report', 'regard']);

interface FoundSubject {
  readonly mentions: readonly number[];
  readonly from: number;
}

/** The subject of a finite verb, looking left. */
function subjectBefore(
  document: ArticleDocument,
  sentence: SentenceView,
  verb: number,
  lastSubject: readonly number[],
): FoundSubject | undefined {
  const { tokens, quoteOf, mentionOf, mentions } = document;
  let i = verb - 1;
  let skipped = 0;
  while (i >= sentence.from) {
    const token = tokens[i];
    if (!token || (quoteOf[i] ?? -1) >= 0) {
      // X called it "a mistake" and said: the verb is coordinated across a quotation.
      const q = quoteOf[i] ?? -1;
      if (q < 0) return undefined;
      while (i >= sentence.from && (quoteOf[i] ?? -1) === q) i--;
      if (lastSubject.length > 0 && CONJUNCTIONS.has(tokens[verb - 1]?.lower ?? ''))
        return { mentions: lastSubject, from: verb };
      return undefined;
    }
    const m = mentionOf[i] ?? -1;
    const mention = m >= 0 ? mentions[m] : undefined;
    if (mention) {
      if (mention.modifier) {
        i = mention.from - 1;
        skipped++;
        continue;
      }
      const preposition = prepositionBefore(document, mention, sentence);
      if (preposition >= 0) {
        i = preposition - 1;
        continue;
      }
      return { mentions: coordinatedBefore(document, m, sentence), from: mention.from };
    }
    const word = token.lower;
    if (word === ',' || word === '—' || word === '–' || word === ')') {
      const open = asideStart(document, sentence, i);
      if (open !== undefined) {
        const head = mentionOf[open - 1] ?? -1;
        const headMention = head >= 0 ? mentions[head] : undefined;
        if (headMention && !headMention.modifier && prepositionBefore(document, headMention, sentence) < 0)
          return { mentions: coordinatedBefore(document, head, sentence), from: headMention.from };
      }
      return undefined;
    }
    if (token.kind === 'mark') return undefined;
    if (RELATIVES.has(word)) {
      let head = i - 1;
      if (tokens[head]?.lower === ',') head--;
      const m2 = mentionOf[head] ?? -1;
      return m2 >= 0 && word !== 'whose' ? { mentions: [m2], from: verb } : undefined;
    }
    if (CONJUNCTIONS.has(word) || word === 'then') {
      return lastSubject.length > 0 ? { mentions: lastSubject, from: verb } : coordinated(document, sentence, i);
    }
    if (word === 'to' && i === verb - 1) {
      if (tokens[i - 1]?.lower !== 'used') return undefined;
      i -= 2;
      continue;
    }
    if (
      !AUXILIARIES.has(word) &&
      !ADVERBS.has(word) &&
      !word.endsWith('ly') &&
      !PREPOSITIONS.has(word) &&
      !DETERMINERS.has(word)
    ) {
      skipped++;
      if (skipped > 4) return undefined;
      // Another verb in between: this one is not the subject's.
      if (word === 'to' || /(?:ing)$/.test(word)) return undefined;
      if (sentence.cues.some((cue) => cue.from === i && cue.verb && !cue.noun)) return undefined;
    }
    i--;
  }
  return undefined;
}

/** The subject of the first verb, for the second of two verbs that "and" joins. */
function coordinated(document: ArticleDocument, sentence: SentenceView, before: number): FoundSubject | undefined {
  const subject = mainSubject(document, sentence, before);
  return subject.length > 0 ? { mentions: subject, from: before + 1 } : undefined;
}

/** The first mention that can be the sentence's subject. */
function mainSubject(document: ArticleDocument, sentence: SentenceView, before: number): readonly number[] {
  for (const index of sentence.mentions) {
    const mention = document.mentions[index];
    if (!mention || mention.from >= before) return [];
    if (
      mention.modifier ||
      (document.quoteOf[mention.from] ?? -1) >= 0 ||
      afterPreposition(document, mention, sentence)
    )
      continue;
    const next = document.tokens[mention.to]?.lower ?? '';
    if (next === "'s") continue;
    return withCoordinated(document, index, sentence);
  }
  return [];
}

function afterPreposition(document: ArticleDocument, mention: Mention, sentence: SentenceView): boolean {
  return prepositionBefore(document, mention, sentence) >= 0;
}

/** The preposition (or transitive verb in a fronted phrase) whose object a mention is, or -1. */
function prepositionBefore(document: ArticleDocument, mention: Mention, sentence: SentenceView): number {
  const { tokens, mentionOf, mentions } = document;
  let i = mention.from - 1;
  let steps = 0;
  while (i >= sentence.from && steps < 6) {
    const token = tokens[i];
    if (!token) return -1;
    // "In April he", "on Monday Ryan": the day is what the preposition governs.
    if (MONTHS_AND_DAYS.has(token.lower) || /^\d+$/.test(token.lower)) return -1;
    const m = mentionOf[i] ?? -1;
    const other = m >= 0 ? mentions[m] : undefined;
    if (PREPOSITIONS.has(token.lower))
      return token.lower === 'like' || token.lower === 'before' || token.lower === 'after' || token.lower === 'since'
        ? clausePreposition(document, mention, i)
        : i;
    if (other?.modifier) {
      i = other.from - 1;
      steps++;
      continue;
    }
    if (other) return -1;
    const partOfName =
      DETERMINERS.has(token.lower) ||
      token.capital ||
      /^(?:president|chancellor|minister|spokesman|spokeswoman|envoy|leader|prime|foreign|chief|then|secretary|general|retired|former|new|its|negotiator|adviser|aide|ally|allies|counterpart)$/.test(
        token.lower,
      );
    if (!partOfName) return -1;
    i--;
    steps++;
  }
  return -1;
}

/** "after Kyiv accepted": a clause follows, and its subject is one. */
function clausePreposition(document: ArticleDocument, mention: Mention, at: number): number {
  const next = document.tokens[mention.to]?.lower ?? '';
  const verbNext =
    AUXILIARIES.has(next) ||
    /ed$/.test(next) ||
    /^(?:said|told|gave|met|held|took|left|went|put|set|made|began|broke|sent|came)$/.test(next);
  return verbNext ? -1 : at;
}

/** Where an aside that closes at token `close` begins, if what stands before it can be what it is about. */
function asideStart(document: ArticleDocument, sentence: SentenceView, close: number): number | undefined {
  const { tokens, mentionOf, quoteOf } = document;
  const mark = tokens[close]?.lower === ')' ? '(' : (tokens[close]?.lower ?? ',');
  for (let i = close - 1; i > sentence.from && i > close - 40; i--) {
    const token = tokens[i];
    if (!token || (quoteOf[i] ?? -1) >= 0) return undefined;
    if (token.lower !== mark) continue;
    if ((mentionOf[i - 1] ?? -1) >= 0) return i;
  }
  return undefined;
}

/** The members of "A, B and C" that end with mention `last`. */
function coordinatedBefore(document: ArticleDocument, last: number, sentence: SentenceView): number[] {
  const { mentions, tokens } = document;
  const list = [last];
  let at = last;
  for (let index = last - 1; index >= 0; index--) {
    const mention = mentions[index];
    const next = mentions[at];
    if (!mention || !next || mention.from < sentence.from) break;
    if (mention.modifier) continue;
    const between = tokens
      .slice(mention.to, next.from)
      .filter((_token, k) => (document.mentionOf[mention.to + k] ?? -1) < 0)
      .map((token) => token.lower);
    const joined =
      between.length > 0 &&
      between.length <= 3 &&
      between.every((word) =>
        /^(?:,|and|&|the|president|chancellor|minister|prime|premier|both|as|well)$/.test(word),
      ) &&
      (list.length > 1 || between.includes('and') || between.includes('&'));
    if (!joined) break;
    if (prepositionBefore(document, mention, sentence) >= 0) break;
    list.unshift(index);
    at = index;
  }
  return list;
}

/** The members of "A, B and C" that begin with mention `first`. */
function withCoordinated(document: ArticleDocument, first: number, sentence: SentenceView): number[] {
  const { mentions, tokens } = document;
  const list = [first];
  const pending: number[] = [];
  let at = first;
  for (let index = first + 1; index < mentions.length; index++) {
    const mention = mentions[index];
    const before = mentions[at];
    if (!mention || !before || mention.from >= sentence.to) break;
    if (mention.modifier) continue;
    const between = tokens
      .slice(before.to, mention.from)
      .filter((_token, k) => (document.mentionOf[before.to + k] ?? -1) < 0)
      .map((token) => token.lower);
    if (
      between.length === 0 ||
      between.length > 3 ||
      !between.every((word) => /^(?:,|and|&|the|president|chancellor|minister|prime|premier)$/.test(word))
    )
      break;
    pending.push(index);
    at = index;
    if (between.includes('and') || between.includes('&')) {
      list.push(...pending);
      break;
    }
  }
  return list;
}

/** "Washington's offer of", "their support for", "a threat by Beijing". */
function nounFrame(document: ArticleDocument, sentence: SentenceView, cue: Cue): Frame | undefined {
  if (!cue.attitude) return undefined;
  const { tokens, mentionOf, mentions } = document;
  for (let i = cue.from - 1; i >= sentence.from && i >= cue.from - 4; i--) {
    const m = mentionOf[i] ?? -1;
    const mention = m >= 0 ? mentions[m] : undefined;
    if (mention) {
      return mention.modifier
        ? {
            cue,
            mentions: [m],
            from: mention.from,
            to: cue.to,
            inverted: false,
            passive: false,
            participle: false,
            type: 'noun',
          }
        : undefined;
    }
    const token = tokens[i];
    if (
      !token ||
      (token.kind === 'mark' && token.lower !== "'" && token.lower !== '’') ||
      PREPOSITIONS.has(token.lower) ||
      AUXILIARIES.has(token.lower)
    ) {
      if (token?.lower !== "'s") return undefined;
    }
  }
  return undefined;
}

/** "according to X" owns the sentence. */
function accordingTo(document: ArticleDocument, sentence: SentenceView, frames: Frame[]): void {
  const { tokens, mentionOf, mentions, quoteOf } = document;
  for (let i = sentence.from; i < sentence.to - 1; i++) {
    const according = tokens[i]?.lower === 'according' && tokens[i + 1]?.lower === 'to';
    if (!according || (quoteOf[i] ?? -1) >= 0) continue;
    for (let j = i + 2; j < sentence.to && j < i + 9; j++) {
      const m = mentionOf[j] ?? -1;
      const mention = m >= 0 ? mentions[m] : undefined;
      if (
        mention?.modifier &&
        /^(?:office|press|text|statement|spokesman|readout|document|draft|government)$/.test(
          tokens[mention.to + 1]?.lower ?? tokens[mention.to]?.lower ?? '',
        ) === false
      ) {
        j = mention.to - 1;
        continue;
      }
      if (mention) {
        const cue = reportCue(i, i + 2);
        frames.push({
          cue,
          mentions: [m],
          from: i,
          to: mention.to,
          inverted: true,
          passive: false,
          participle: false,
          type: 'report',
        });
        break;
      }
      if (tokens[j]?.kind === 'mark') break;
    }
  }
}

/** A report that no verb makes: "according to", "in her view", "NAME:". */
function reportCue(from: number, to: number): Cue {
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

const VIEW_NOUNS = new Set([
  'view',
  'telling',
  'words',
  'opinion',
  'account',
  'reading',
  'mind',
  'eyes',
  'book',
  'estimation',
  'judgment',
  'judgement',
  'assessment',
  'version',
]);

/** "in Leavitt's view", "by his account", "to her mind": the sentence is theirs. */
function inTheirView(document: ArticleDocument, sentence: SentenceView, frames: Frame[]): void {
  const { tokens, mentionOf, mentions, quoteOf } = document;
  // "For Sean Stein, who heads the council, the extension is critical."
  const first = mentionOf[sentence.from + 1] ?? -1;
  const viewer = first >= 0 ? mentions[first] : undefined;
  if (
    tokens[sentence.from]?.lower === 'for' &&
    viewer &&
    !viewer.modifier &&
    (viewer.person || viewer.form === 'body') &&
    tokens[viewer.to]?.lower === ',' &&
    frames.length === 0
  ) {
    let end = viewer.to + 1;
    if (RELATIVES.has(tokens[end]?.lower ?? '')) {
      for (let i = end; i < sentence.to; i++) {
        if (tokens[i]?.lower !== ',') continue;
        end = i + 1;
        break;
      }
    }
    frames.push({
      cue: reportCue(sentence.from, sentence.from + 1),
      mentions: [first],
      from: sentence.from,
      to: end,
      inverted: true,
      passive: false,
      participle: false,
      type: 'report',
    });
    return;
  }
  for (let i = sentence.from + 2; i < sentence.to; i++) {
    if (!VIEW_NOUNS.has(tokens[i]?.lower ?? '') || (quoteOf[i] ?? -1) >= 0) continue;
    let at = i - 1;
    if (tokens[at]?.lower === "'s" || tokens[at]?.lower === '’' || tokens[at]?.lower === "'") at--;
    else if (tokens[at]?.lower === 'own') at--;
    const m = mentionOf[at] ?? -1;
    const mention = m >= 0 ? mentions[m] : undefined;
    if (!mention || mention.from <= sentence.from - 1) continue;
    let lead = mention.from - 1;
    if (tokens[lead]?.lower === 'the') lead--;
    if (!/^(?:in|by|to|on)$/.test(tokens[lead]?.lower ?? '')) continue;
    const cue = reportCue(lead, i + 1);
    frames.push({
      cue,
      mentions: [m],
      from: lead,
      to: i + 1,
      inverted: true,
      passive: false,
      participle: false,
      type: 'report',
    });
    return;
  }
}

/** "NAME: words", as transcripts and headlines have it. */
function colonSpeaker(document: ArticleDocument, sentence: SentenceView, frames: Frame[]): void {
  const { tokens, mentions } = document;
  const first = sentence.mentions[0];
  const mention = first === undefined ? undefined : mentions[first];
  if (
    !mention ||
    first === undefined ||
    mention.from !== sentence.from ||
    !mention.person ||
    tokens[mention.to]?.lower !== ':'
  )
    return;
  if (frames.some((frame) => frame.type === 'report')) return;
  const cue = reportCue(mention.to, mention.to + 1);
  frames.push({
    cue,
    mentions: [first],
    from: mention.from,
    to: mention.to + 1,
    inverted: false,
    passive: false,
    participle: false,
    type: 'report',
  });
}
