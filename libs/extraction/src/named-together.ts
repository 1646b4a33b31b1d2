import type { ArticleDocument, SentenceView } from './document.js';

/** The longest list of actors that a sentence names together ("A, B and C"), by id; empty for fewer than two. */
export function namedTogether(
  { mentions, tokens }: ArticleDocument,
  sentence: SentenceView,
  actorsOf: (mention: number) => readonly string[],
): readonly string[] {
  let run: string[] = [];
  let lastTo = -1;
  let best: string[] = [];
  const close = () => {
    if (run.length >= 2 && run.length > best.length) best = run;
    run = [];
  };
  for (const index of sentence.mentions) {
    const mention = mentions[index];
    const actors = actorsOf(index);
    if (!mention || mention.form === 'pronoun') continue;
    const linked =
      lastTo >= 0 &&
      mention.from - lastTo <= 4 &&
      onlyJoins(tokens.slice(lastTo, mention.from).map((token) => token.lower));
    if (!linked) close();
    for (const actor of actors) if (!run.includes(actor)) run.push(actor);
    lastTo = mention.to;
  }
  close();
  return best;
}

/** The words of a sentence, lower case, one space between. */
export function wordsOf({ tokens }: ArticleDocument, sentence: SentenceView): string {
  return tokens
    .slice(sentence.from, sentence.to)
    .map((token) => token.lower)
    .join(' ');
}

/** Whether the words (lower case) tell of something that several signed. */
export function isJoint(words: string): boolean {
  return / (?:joint (?:statement|declaration|letter|communique|appeal|article|paper)|signed by|co-signed|signatories|bears the names) /.test(
    ` ${words} `,
  );
}

const JOINS = new Set([
  ',',
  'and',
  '&',
  'the',
  'president',
  'chancellor',
  'premier',
  'mr',
  'ms',
  'with',
  'as',
  'well',
  'prime',
  'minister',
  "'s",
  'pm',
  'also',
  'both',
]);
function onlyJoins(words: readonly string[]): boolean {
  return (
    words.length > 0 &&
    words.every((word) => JOINS.has(word)) &&
    (words.includes(',') || words.includes('and') || words.includes('&'))
  );
}
