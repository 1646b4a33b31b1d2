const UNSEEN_AND_CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the terminal
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Text from articles and dossiers as it may be shown in a terminal: escape sequences and other controls, and the
 * characters that turn the direction of what follows, are taken out, so that no article can repaint the screen.
 */
export const terminalText = (text: string): string =>
  text.replace(UNSEEN_AND_CONTROLS, '').replace(/[\t\n\u2028\u2029]+/g, ' ');

/** Cuts at a word where there is one, with an ellipsis; counts code points, so no pair is torn. */
export function shorten(text: string, width: number): string {
  const points = Array.from(text);
  if (points.length <= width) return text;
  const cut = points.slice(0, Math.max(1, width - 1)).join('');
  const space = cut.lastIndexOf(' ');
  return `${space > width * 0.6 ? cut.slice(0, space) : cut}…`;
}
