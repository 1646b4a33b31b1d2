/**
 * Endings that make another word of what they are put to, so that sharing a stem says little: "likeness" is nothing liked,
 * what is "generative" is not "generous".
 */
const ENDING = /(?:(ness)(?:es)?|(ous)(?:ly)?|(ative)(?:ly|s)?)$/;

/** Whether two words that share a stem are forms of one word. */
export function isSameWord(a: string, b: string): boolean {
  return endingOf(a) === endingOf(b);
}

function endingOf(word: string): string | undefined {
  return ENDING.exec(word)?.slice(1).find(Boolean);
}
