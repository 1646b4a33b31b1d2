import { ADVERBS, AUXILIARIES, IRREGULAR_PASTS, PREPOSITIONS, RELATIVES } from './data/function-words.js';
import type { ArticleDocument, SentenceView } from './document.js';
import { type Frame, reportCue } from './frame.js';

/** "according to X" owns the sentence. */
export function accordingTo(document: ArticleDocument, sentence: SentenceView, frames: Frame[]): void {
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
export function inTheirView(document: ArticleDocument, sentence: SentenceView, frames: Frame[]): void {
  const { tokens, mentionOf, mentions, quoteOf } = document;
  // "For Sean Stein, who heads the council, the extension is critical."
  const first = mentionOf[sentence.from + 1] ?? -1;
  const viewer = first >= 0 ? mentions[first] : undefined;
  if (
    viewer &&
    !viewer.modifier &&
    (viewer.person || viewer.form === 'body') &&
    ((tokens[sentence.from]?.lower === 'for' && tokens[viewer.to]?.lower === ',') ||
      // "To Tom Vale the whole thing is a trick", "to him they were"
      (tokens[sentence.from]?.lower === 'to' &&
        /^(?:,|the|this|that|it|such|they)$/.test(tokens[viewer.to]?.lower ?? ''))) &&
    frames.length === 0
  ) {
    let end = tokens[viewer.to]?.lower === ',' ? viewer.to + 1 : viewer.to;
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

/**
 * "“…,” the chair shot back.": right behind a quotation that ends in a comma whoever is named says it, whatever the verb.
 * Only a finite verb that ends the sentence or leads to time, place or addressee counts.
 */
export function behindQuotation(document: ArticleDocument, sentence: SentenceView, frames: Frame[]): void {
  const { tokens, mentions, quoteOf } = document;
  for (const index of sentence.mentions) {
    const mention = mentions[index];
    if (!mention || mention.modifier || (quoteOf[mention.from] ?? -1) >= 0) continue;
    let start = mention.from;
    while (
      start > sentence.from &&
      start > mention.from - 5 &&
      (quoteOf[start - 1] ?? -1) < 0 &&
      tokens[start - 1]?.kind === 'word'
    )
      start--;
    if (start <= sentence.from || (quoteOf[start - 1] ?? -1) < 0) continue;
    // "…," Vale said as he left: another verb stands in between.
    if (sentence.cues.some((cue) => cue.verb && cue.from >= start && cue.from < mention.from)) continue;
    const last = [start - 2, start - 1].map((i) => tokens[i]?.lower ?? '').join('');
    if (!/[,?!]/.test(last)) continue;
    let verb = mention.to;
    while (/^(?:had|has|also|then|later|now|even|once)$/.test(tokens[verb]?.lower ?? '')) verb++;
    const form = tokens[verb]?.lower ?? '';
    if (
      tokens[verb]?.kind !== 'word' ||
      AUXILIARIES.has(form) ||
      !(/(?:ed|[^s]s)$/.test(form) || IRREGULAR_PASTS.has(form))
    )
      continue;
    const next = tokens[verb + 1];
    const particle = next !== undefined && /^(?:back|out|in|on|up)$/.test(next.lower) ? verb + 2 : verb + 1;
    const behind = tokens[particle];
    if (
      behind &&
      particle < sentence.to &&
      behind.kind === 'word' &&
      !PREPOSITIONS.has(behind.lower) &&
      !ADVERBS.has(behind.lower)
    )
      continue;
    if (frames.some((frame) => frame.type === 'report' && (frame.cue.from === verb || frame.mentions.includes(index))))
      continue;
    const cue = reportCue(verb, particle);
    for (let at = frames.length - 1; at >= 0; at--) if (frames[at]?.cue.from === verb) frames.splice(at, 1);
    frames.push({
      cue,
      mentions: [index],
      from: mention.from,
      to: particle,
      inverted: false,
      passive: false,
      participle: false,
      type: 'report',
    });
    return;
  }
}

const SAYING_NOUNS = new Set(
  'view position stance line message answer verdict argument opinion conclusion advice warning complaint conviction belief response reply word demand condition promise aim hope fear point'.split(
    ' ',
  ),
);

/** "Tom Vale's view is that …", "its answer was: …": a noun of saying, and what it consists in. */
export function nounOfSaying(document: ArticleDocument, sentence: SentenceView, frames: Frame[]): void {
  const { tokens, mentionOf, mentions, quoteOf } = document;
  for (let i = sentence.from + 1; i < sentence.to - 2; i++) {
    if (!SAYING_NOUNS.has(tokens[i]?.lower ?? '') || (quoteOf[i] ?? -1) >= 0) continue;
    let copula = i + 1;
    while (copula < i + 7 && !/^(?:is|was|remains|remained|has|had)$/.test(tokens[copula]?.lower ?? '')) {
      if (tokens[copula]?.kind === 'mark' && tokens[copula]?.lower !== ',') break;
      copula++;
    }
    if (!/^(?:is|was|remains|remained)$/.test(tokens[copula]?.lower ?? '')) continue;
    const after = tokens[copula + 1]?.lower ?? '';
    if (after !== 'that' && after !== ':') continue;
    let m = -1;
    for (let at = i - 1; at >= sentence.from && at >= i - 4 && m < 0; at--) {
      if (tokens[at]?.kind === 'mark' && !/^['’]$/.test(tokens[at]?.lower ?? '')) break;
      m = mentionOf[at] ?? -1;
    }
    const mention = mentions[m];
    if (!mention?.modifier) continue;
    frames.push({
      cue: reportCue(i, copula + 1),
      mentions: [m],
      from: mention.from,
      to: copula + 2,
      inverted: false,
      passive: false,
      participle: false,
      type: 'report',
    });
    return;
  }
}

/** "NAME: words", as transcripts and headlines have it. */
export function colonSpeaker(document: ArticleDocument, sentence: SentenceView, frames: Frame[]): void {
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
