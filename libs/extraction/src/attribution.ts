import { type CoreferenceChain, type Resolution } from './coreference.js';
import type { Cue } from './cues.js';
import type { ArticleDocument, SentenceView, TurnSpeaker } from './document.js';
import { type Frame, reportCue } from './frame.js';
import { findFrames } from './frames.js';
import type { Holding } from './holding.js';
import { circumstanceEnd, frameContent, hasContentBefore, reportEnd, sourceStart } from './report-span.js';
import { SpeakerContext } from './speaker-context.js';
import { isSubject } from './subjects.js';

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
    const turn = document.turns.get(q);
    if (turn) {
      quoteSpeakers.set(q, turnSpeaker(turn, chain));
      continue;
    }
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
    const turn = document.turns.get(q);
    if (turn && (turn.mention < 0 || tellsOfAnother(document, content))) continue;
    const unfinished = settled === undefined && (document.quotations[q]?.end ?? 0) > sentence.end;
    const known = settled ?? context.inherit(document, sentence, q, chain) ?? (unfinished ? NO_SPEAKER : undefined);
    if (!known) continue;
    if (!unfinished && !settled) quoteSpeakers.set(q, known);
    const speech = content.length > 5;
    if (!speech && frames.some((frame) => frame.type !== 'report')) continue;
    const told = frames.length === 0 && !turn ? toldBefore(document, sentence, q) : undefined;
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
    chain.wrote(sentence, lead.resolution);
    context.note(lead, sentence);
  } else {
    if (frames.length === 0) context.about(document, sentence, chain);
    context.pass(sentence, frames.length > 0 || sentence.mentions.some((m) => isSubject(document, sentence, m)));
  }
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

/** A turn of a transcript is its speaker's, in all its paragraphs; mention -1 where nobody is named. */
function turnSpeaker(turn: TurnSpeaker, chain: CoreferenceChain) {
  return {
    resolution: chain.of(turn.mention),
    mention: turn.mention,
    cue: reportCue(turn.cue, turn.cue + 1),
    weight: 1,
  };
}

/** "My adviser told me that …", in a speech: the words are another's. */
function tellsOfAnother(document: ArticleDocument, content: readonly number[]): boolean {
  return content.some((i) => {
    if (
      !/^(?:said|says|told|tells|claims|claimed|argues|argued|insists|insisted)$/.test(document.tokens[i]?.lower ?? '')
    )
      return false;
    return ![1, 2, 3].some((back) => /^(?:i|we|i've|we've|you)$/.test(document.tokens[i - back]?.lower ?? ''));
  });
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

function push(map: Map<number, number[]>, key: number, value: number): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
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
