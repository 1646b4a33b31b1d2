import { ProblemError } from '@parley/settings';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text of a body; a byte order mark is dropped. Throws ProblemError NOT_UTF8. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new ProblemError('NOT_UTF8', 'The body is not UTF-8 text. Convert it before sending it.', [], { cause });
  }
}

/** A JSON body. Throws ProblemError NOT_UTF8 or NOT_JSON. */
export function parseJsonBody(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes);
  if (text.trim() === '') throw new ProblemError('NOT_JSON', 'The body is empty.');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProblemError('NOT_JSON', `The body is not JSON${whereOf(cause)}.`, [], { cause });
  }
}

/** Only the place is taken from the parser's message: the rest repeats the body. */
function whereOf(error: unknown): string {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '');
  return position ? ` (at character ${position[1]})` : '';
}
