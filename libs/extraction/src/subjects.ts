import type { Cue } from './cues.js';
import {
  ADVERBS,
  AUXILIARIES,
  CONJUNCTIONS,
  DETERMINERS,
  IRREGULAR_PASTS,
  MONTHS_AND_DAYS,
  PREPOSITIONS,
  RELATIVES,
} from './data/function-words.js';
import type { ArticleDocument, SentenceView } from './document.js';
import type { Frame } from './frame.js';
import type { Mention } from './mention.js';
import type { Token } from './tokens.js';

/** Verbs that never stand before their subject: "…, accuse Putin" has Putin as its object. */
const NOT_INVERTED = new Set(
  'accuse accuses accused tell tells told quote quotes quoted inform informs informed assure assures assured describe describes described call calls called ask asked asks regard regards regarded urge urges urged remind reminded label labels labelled brand branded see sees saw seen view views viewed feel find finds found cite cites cited report reported reports express expressed voice voiced threaten threatened charge charged press pressed believe believes think expect blame blamed term termed hint'.split(
    ' ',
  ),
);

export function isSubject(document: ArticleDocument, sentence: SentenceView, index: number): boolean {
  const mention = document.mentions[index];
  if (!mention || mention.modifier || (document.quoteOf[mention.from] ?? -1) >= 0) return false;
  return !afterPreposition(document, mention, sentence) && mention.from - sentence.from <= 12;
}

/** A clause of its own begins right before the frame's subject. */
export function isIndependent(document: ArticleDocument, frame: Frame): boolean {
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

export function agentAfter(document: ArticleDocument, sentence: SentenceView, cue: Cue): number | undefined {
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
export function invertedSubject(document: ArticleDocument, sentence: SentenceView, cue: Cue): number | undefined {
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

/** "is to lift", "are about to sign", "is set to": the auxiliary's place before a "to" at `at`, or undefined. */
export function plannedFrom(tokens: readonly Token[], at: number): number | undefined {
  const before = tokens[at - 1]?.lower ?? '';
  const be = /^(?:about|set|due|going|poised|bound)$/.test(before) ? at - 2 : at - 1;
  return /^(?:is|are|'s|'re)$/.test(tokens[be]?.lower ?? '') ? be : undefined;
}

interface FoundSubject {
  readonly mentions: readonly number[];
  readonly from: number;
}

/** The subject of a finite verb, looking left. */
export function subjectBefore(
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
      const be = tokens[i - 1]?.lower === 'used' ? i - 1 : plannedFrom(tokens, i);
      if (be === undefined) return undefined;
      i = be - 1;
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

/** "Calling the plan a mistake, Norland left": who does what a sentence's opening participle says. */
export function frontedSubject(
  document: ArticleDocument,
  sentence: SentenceView,
  from: number,
): readonly number[] | undefined {
  const { tokens, mentionOf, mentions, quoteOf } = document;
  for (let i = from; i < sentence.to; i++) {
    if (tokens[i]?.lower !== ',' || (quoteOf[i] ?? -1) >= 0) continue;
    for (let at = i + 1; at <= i + 5 && at < sentence.to; at++) {
      const index = mentionOf[at] ?? -1;
      const mention = mentions[index];
      if (mention && !mention.modifier) return withCoordinated(document, index, sentence);
      if (tokens[at]?.kind !== 'word' || AUXILIARIES.has(tokens[at]?.lower ?? '')) break;
    }
  }
  return undefined;
}

/** The subject of the first verb, for the second of two verbs that "and" joins. */
function coordinated(document: ArticleDocument, sentence: SentenceView, before: number): FoundSubject | undefined {
  const subject = mainSubject(document, sentence, before);
  return subject.length > 0 ? { mentions: subject, from: before + 1 } : undefined;
}

/** The first mention that can be the sentence's subject. */
export function mainSubject(document: ArticleDocument, sentence: SentenceView, before: number): readonly number[] {
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
  const verbNext = AUXILIARIES.has(next) || /ed$/.test(next) || IRREGULAR_PASTS.has(next);
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
        /^(?:,|and|&|nor|the|president|chancellor|minister|prime|premier|both|as|well)$/.test(word),
      ) &&
      (list.length > 1 || between.includes('and') || between.includes('&') || between.includes('nor'));
    if (!joined) break;
    if (prepositionBefore(document, mention, sentence) >= 0) break;
    list.unshift(index);
    at = index;
  }
  return list;
}

/** The members of "A, B and C" that begin with mention `first`. */
export function withCoordinated(document: ArticleDocument, first: number, sentence: SentenceView): number[] {
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

/** Whether a mention is the object of a preposition, whatever titles and names stand between. */
export function followsPreposition(document: ArticleDocument, mention: Mention): boolean {
  const { tokens } = document;
  let i = mention.from - 1;
  // "In April he": the month is what the preposition governs.
  while (
    !isDated(tokens[i]?.lower ?? '') &&
    i >= 0 &&
    i >= mention.from - 8 &&
    (tokens[i]?.lower === 'the' ||
      tokens[i]?.lower === 'president' ||
      (tokens[i]?.capital && tokens[i]?.kind === 'word'))
  ) {
    if (/^(?:In|On|At|After|With|For|From|By)$/.test(document.text.slice(tokens[i]?.start ?? 0, tokens[i]?.end ?? 0)))
      return true;
    i--;
  }
  return /^(?:of|in|on|at|from|by|with|for|about|against|between|among|to|after|before|under|over|into|near|via|beside|alongside|including|toward|towards)$/.test(
    tokens[i]?.lower ?? '',
  );
}

const isDated = (word: string): boolean => MONTHS_AND_DAYS.has(word) || /^\d+$/.test(word);
