import { findConditions } from './conditions.js';
import type { Cue } from './cues.js';
import {
  ADVERBS,
  AUXILIARIES,
  CLAUSE_OPENERS,
  CONJUNCTIONS,
  DETERMINERS,
  MODALS,
  NEGATORS,
  PREPOSITIONS,
} from './data/function-words.js';
import type { ArticleDocument, SentenceView } from './document.js';
import type { Frame } from './frame.js';
import { phraseEnd } from './report-span.js';
import {
  agentAfter,
  frontedSubject,
  invertedSubject,
  isIndependent,
  mainSubject,
  plannedFrom,
  subjectBefore,
  withCoordinated,
} from './subjects.js';
import type { Token } from './tokens.js';
import { accordingTo, behindQuotation, colonSpeaker, inTheirView, nounOfSaying } from './verbless-reports.js';

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

export function findFrames(document: ArticleDocument, sentence: SentenceView): Frame[] {
  const { tokens, quoteOf, mentions, mentionOf } = document;
  const frames: Frame[] = [];
  let lastSubject: readonly number[] = [];
  for (const found of sentence.cues) {
    const cue = asVerb(found);
    if ((quoteOf[cue.from] ?? -1) >= 0) continue;
    if ((mentionOf[cue.from] ?? -1) >= 0) continue;
    const before = tokens[cue.from - 1]?.lower ?? '';
    if (cue.noun && !cue.verb) {
      const frame = nounFrame(document, sentence, cue) ?? ownedBehind(document, sentence, cue);
      if (frame) frames.push(frame);
      continue;
    }
    if (!cue.verb && !cue.adjective) continue;
    if (!cue.attitude && PERCEIVED.has(tokens[cue.from]?.lower ?? '') && MODALS.has(before)) continue;
    const habit = before === 'to' && tokens[cue.from - 2]?.lower === 'used';
    const planned = before === 'to' && plannedFrom(tokens, cue.from - 1) !== undefined;
    if ((before === 'to' || before === 'or') && cue.verb && !habit && !planned) continue;
    const form = tokens[cue.from]?.lower ?? '';
    if (cue.verb && found.noun && isPluralNoun(document, sentence, cue)) continue;
    const passive = cue.verb && isPassive(document, sentence, cue, form);
    const agent = passive ? agentAfter(document, sentence, cue) : undefined;
    if (passive && agent === undefined && form === 'quoted') {
      // "…," she was quoted (as saying): by whom does not matter.
      const quoted = subjectBefore(document, sentence, cue.from, lastSubject);
      if (!quoted) continue;
      const to = tokens[cue.to]?.lower === 'as' && /ing$/.test(tokens[cue.to + 1]?.lower ?? '') ? cue.to + 2 : cue.to;
      frames.push({
        cue: { ...cue, to },
        mentions: quoted.mentions,
        from: quoted.from,
        to: tokens[to]?.lower === 'that' ? to + 1 : to,
        inverted: false,
        passive: false,
        participle: false,
        type: 'report',
      });
      continue;
    }
    // "is opposed to", "was delighted": an adjective where nobody does it.
    if (passive && !(cue.adjective && agent === undefined)) {
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
      const fronted = cue.from === sentence.from ? frontedSubject(document, sentence, cue.to) : undefined;
      if (before !== ',' && !CONJUNCTIONS.has(before) && !fronted) continue;
      subject = fronted ?? (lastSubject.length > 0 ? lastSubject : mainSubject(document, sentence, cue.from));
    } else {
      const before = subjectBefore(document, sentence, cue.from, lastSubject);
      if (!before) continue;
      subject = before.mentions;
      from = before.from;
    }
    if (subject.length === 0) continue;
    if (cue.adjective && !cue.verb && !hasCopula(document, from, cue.from)) continue;
    // "has to be certain": nobody is.
    if (cue.adjective && cue.reports && before === 'be') continue;
    lastSubject = subject;
    const type = passive ? 'frame' : reportType(document, sentence, cue);
    if (
      type === 'frame' &&
      !cue.attitude &&
      !cue.open &&
      !cue.groups.some((group) => group.act) &&
      !beginsAct(document, sentence, cue)
    )
      continue;
    if (type === 'frame' && isHypothetical(document, sentence, from, cue)) continue;
    // "will decide whether to take part": nothing is decided.
    if (type === 'frame' && !cue.open && leavesWhether(tokens, cue.to, sentence.to)) continue;
    // "The canal is what X demands", "That offer X dismissed as a trick": the object stands in front.
    const object =
      type === 'frame' && cue.attitude && cue.verb
        ? (objectInFront(document, sentence, from, cue) ?? objectOfContactClause(document, sentence, from, cue))
        : undefined;
    if (object !== undefined) {
      frames.push({
        cue,
        mentions: subject,
        from: object,
        to: cue.to,
        inverted: false,
        passive: true,
        participle,
        type,
      });
      continue;
    }
    const to = type === 'report' ? phraseEnd(document, sentence, cue) : cue.to;
    frames.push({ cue, mentions: subject, from, to, inverted: false, passive: false, participle, type });
  }
  accordingTo(document, sentence, frames);
  inTheirView(document, sentence, frames);
  nounOfSaying(document, sentence, frames);
  behindQuotation(document, sentence, frames);
  colonSpeaker(document, sentence, frames);
  frames.sort((a, b) => a.from - b.from);
  return frames.filter(
    (frame, at) => frame.type === 'report' || frame.participle || !isNested(document, frames.slice(0, at), frame),
  );
}

/** "Norland plans for the canal were leaked", "Norland petrol demands": behind a name a plural noun, since the verb is another. */
function isPluralNoun(document: ArticleDocument, sentence: SentenceView, cue: Cue): boolean {
  const { tokens, mentionOf, quoteOf } = document;
  if (cue.to - cue.from > 1 || !/[^s]s$/.test(tokens[cue.from]?.lower ?? '')) return false;
  if ((mentionOf[cue.from - 1] ?? -1) < 0 || !PREPOSITIONS.has(tokens[cue.to]?.lower ?? '')) return false;
  if (
    tokens[cue.to]?.lower === 'to' &&
    !/(?:ing)$/.test(tokens[cue.to + 1]?.lower ?? '') &&
    !DETERMINERS.has(tokens[cue.to + 1]?.lower ?? '')
  )
    return false;
  for (let i = cue.to + 1; i < sentence.to && i < cue.to + 14; i++) {
    const word = tokens[i]?.lower ?? '';
    if (tokens[i]?.kind === 'mark' || (quoteOf[i] ?? -1) >= 0 || CONJUNCTIONS.has(word) || CLAUSE_OPENERS.has(word))
      return false;
    if (word !== "'s" && AUXILIARIES.has(word)) return true;
  }
  return false;
}

function leavesWhether(tokens: readonly Token[], from: number, end: number): boolean {
  for (let i = from; i < Math.min(end, from + 4); i++) {
    if (tokens[i]?.lower === 'whether') return true;
    if (tokens[i]?.kind === 'mark') return false;
  }
  return false;
}

/** Where the words between an object that stands in front and its verb begin, if one does. */
function objectInFront(document: ArticleDocument, sentence: SentenceView, from: number, cue: Cue): number | undefined {
  const { tokens } = document;
  const next = tokens[cue.to];
  const ends = next === undefined || cue.to >= sentence.to || next.kind === 'mark' || next.lower === 'as';
  if (!ends || from <= sentence.from) return undefined;
  if (tokens[from - 1]?.lower === 'what' && /^(?:is|was|are|were)$/.test(tokens[from - 2]?.lower ?? ''))
    return from - 1;
  return undefined;
}

/** "The canal Norland opposes would cross the border": the object of a relative clause without a pronoun, by its first token. */
function objectOfContactClause(
  document: ArticleDocument,
  sentence: SentenceView,
  from: number,
  cue: Cue,
): number | undefined {
  const { tokens, mentionOf, quoteOf } = document;
  if (cue.to >= sentence.to || !AUXILIARIES.has(tokens[cue.to]?.lower ?? '')) return undefined;
  const before = tokens[from - 1];
  if (before?.kind !== 'word' || isPolarOrJoining(before.lower) || (mentionOf[from - 1] ?? -1) >= 0) return undefined;
  let i = from - 1;
  while (
    i > sentence.from &&
    (quoteOf[i] ?? -1) < 0 &&
    tokens[i]?.kind === 'word' &&
    !isPolarOrJoining(tokens[i]?.lower ?? '')
  ) {
    if (DETERMINERS.has(tokens[i]?.lower ?? '')) return i;
    i--;
  }
  return i === sentence.from && DETERMINERS.has(tokens[i]?.lower ?? '') ? i : undefined;
}

const isPolarOrJoining = (word: string): boolean =>
  AUXILIARIES.has(word) ||
  PREPOSITIONS.has(word) ||
  CONJUNCTIONS.has(word) ||
  CLAUSE_OPENERS.has(word) ||
  ADVERBS.has(word) ||
  /ly$/.test(word);

/** "accept that Ukraine should surrender land": the second subject is part of what the first accepts. */
function isNested(document: ArticleDocument, earlier: readonly Frame[], frame: Frame): boolean {
  const outer = earlier.findLast((other) => other.type !== 'report' && !other.passive && other.cue.to <= frame.from);
  if (!outer || frame.mentions[0] === outer.mentions[0] || frame.type === 'noun') return false;
  return !isIndependent(document, frame);
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
  if (isResolved(document, sentence, from, cue)) return false;
  // "X, which would rather wait, rejected it": the aside says nothing of the verb behind it.
  const start = tokens[cue.from - 1]?.lower === ',' ? cue.from : from;
  for (let i = start; i < cue.from; i++)
    if (
      !tokens[i]?.capital &&
      /^(?:might|could|may|must|should|ought|expected|likely|would|reportedly)$/.test(tokens[i]?.lower ?? '')
    )
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

/** "would not agree to it", "would support it only if": a refusal, or a condition, made known. */
function isResolved(document: ArticleDocument, sentence: SentenceView, from: number, cue: Cue): boolean {
  const { tokens } = document;
  if (!cue.attitude) return false;
  let would = false;
  for (let i = from; i < cue.from; i++) {
    const word = tokens[i]?.lower ?? '';
    if (word === "wouldn't" || word === "couldn't") return !asked(document, sentence, cue);
    if (/^(?:would|could)$/.test(word)) would = true;
    else if (would && NEGATORS.has(word)) return !asked(document, sentence, cue);
  }
  return would && findConditions(tokens, cue.to, sentence.to).some((condition) => condition.strict);
}

function asked(document: ArticleDocument, sentence: SentenceView, cue: Cue): boolean {
  for (let i = sentence.to - 1; i >= cue.to; i--) {
    if (document.tokens[i]?.lower === '?') return true;
    if (document.tokens[i]?.kind !== 'mark') return false;
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
  // "criticised “the irresponsible refusal”": words quoted as the object are governed by the verb.
  if (cue.attitude && cue.verb && !cue.reports && cue.to < sentence.to && (quoteOf[cue.to] ?? -1) >= 0) return 'frame';
  if (cue.attitude && cue.verb && (quoteNear || closing) && precededByContent(document, sentence, cue)) return 'report';
  return cue.attitude || cue.change ? 'frame' : 'report';
}

function precededByContent(document: ArticleDocument, sentence: SentenceView, cue: Cue): boolean {
  for (let i = cue.from - 1; i >= sentence.from; i--)
    if ((document.quoteOf[i] ?? -1) >= 0 || document.tokens[i]?.lower === ',') return true;
  return false;
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

/** Under a modal these tell what will be, not what was said: "would see any war through". */
const PERCEIVED = new Set(['see', 'find', 'feel', 'view', 'answer', 'continue', 'report', 'regard']);

/** "a demand by Norland for", "opposition to the canal from Norland": a noun of attitude whose holder stands behind it. */
function ownedBehind(document: ArticleDocument, sentence: SentenceView, cue: Cue): Frame | undefined {
  const { tokens, mentionOf, mentions } = document;
  if (!cue.attitude) return undefined;
  for (let i = cue.to; i < sentence.to - 1 && i < cue.to + 9; i++) {
    const token = tokens[i];
    if (!token || token.kind === 'mark' || AUXILIARIES.has(token.lower) || CLAUSE_OPENERS.has(token.lower))
      return undefined;
    const named = i > cue.to && (mentionOf[i] ?? -1) >= 0;
    if (named && i === cue.to + 1 && tokens[cue.to]?.lower !== 'to') return undefined;
    if (token.lower !== 'by' && token.lower !== 'from') continue;
    const at = DETERMINERS.has(tokens[i + 1]?.lower ?? '') ? i + 2 : i + 1;
    const m = mentionOf[at] ?? -1;
    const mention = mentions[m];
    // "from" a place is whence: only a body or person of the dossier or a name can hold it.
    if (!mention || mention.modifier || mention.from > at) return undefined;
    if (sentence.cues.some((other) => other.verb && !other.noun && other.from >= cue.to && other.from < i))
      return undefined;
    return {
      cue,
      mentions: withCoordinated(document, m, sentence),
      from: cue.from,
      to: cue.to,
      inverted: false,
      passive: false,
      participle: false,
      type: 'noun',
    };
  }
  return undefined;
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
