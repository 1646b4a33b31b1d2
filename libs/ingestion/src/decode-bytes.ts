import { detect } from 'chardet';
import iconv from 'iconv-lite';
import { type Outcome, refused, taken } from './article-problem.js';

export interface DecodedText {
  readonly text: string;
  /** Name of the encoding it was read in, in lower case. */
  readonly encoding: string;
}

const BYTE_ORDER_MARKS: readonly { encoding: string; bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** How far into a file its own declaration of an encoding is looked for (the HTML standard says 1024). */
const DECLARATION_WINDOW = 2_048;
/** Guessing more than this of a file takes long and gets no better. */
const DETECTION_WINDOW = 64 * 1024;

/**
 * Bytes of a file or page as text. In this order: a byte order mark; the charset of the Content-Type; what the document
 * declares of itself (meta, XML declaration); UTF-8 if it is valid; the likeliest guess; windows-1252.
 * A declared encoding that the bytes contradict (not valid UTF-8) or that nobody knows is passed over.
 */
export function decodeBytes(bytes: Buffer, contentType: string | null = null): DecodedText {
  const marked = BYTE_ORDER_MARKS.find((mark) => mark.bytes.every((byte, index) => bytes[index] === byte));
  if (marked) return decodeAs(bytes, marked.encoding);
  for (const declared of [charsetOf(contentType), declaredCharset(bytes)]) {
    if (declared === null || !iconv.encodingExists(declared)) continue;
    if (!isUtf8Name(declared)) return decodeAs(bytes, declared);
    const strict = strictUtf8(bytes);
    if (strict !== null) return { text: strict, encoding: 'utf-8' };
  }
  const utf8 = strictUtf8(bytes);
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8' };
  const guess = detect(bytes.subarray(0, DETECTION_WINDOW));
  // A guess of UTF-8 can only be wrong here, and one of UTF-16 without a mark is a guess about binary data.
  const usable = guess !== null && iconv.encodingExists(guess) && !/^utf/i.test(guess);
  return decodeAs(bytes, usable ? guess : 'windows-1252');
}

/** A JSON value from bytes as RFC 8259 has it on a network: UTF-8 and nothing else. A byte order mark is passed over. */
export function parseJsonBytes(bytes: Buffer): Outcome<unknown> {
  const text = strictUtf8(bytes);
  if (text === null)
    return refused(
      'NOT_UTF8',
      'JSON is sent in UTF-8 (RFC 8259); these bytes are in another encoding: convert them first',
    );
  return parseJsonText(text);
}

/** A JSON value from text; NOT_JSON names what the parser stumbled over. */
export function parseJsonText(text: string): Outcome<unknown> {
  try {
    return taken(JSON.parse(text));
  } catch (error) {
    return refused('NOT_JSON', text.trim() === '' ? 'is empty' : `is not JSON: ${(error as SyntaxError).message}`);
  }
}

const decodeAs = (bytes: Buffer, encoding: string): DecodedText => ({
  text: iconv.decode(bytes, encoding),
  encoding: encoding.toLowerCase(),
});

function strictUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const isUtf8Name = (name: string): boolean => /^utf-?8$/i.test(name);

const charsetOf = (contentType: string | null): string | null =>
  /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? null;

function declaredCharset(bytes: Buffer): string | null {
  const head = bytes.subarray(0, DECLARATION_WINDOW).toString('latin1');
  const declared =
    /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1] ??
    /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1] ??
    null;
  // A declaration that can be read as ASCII is not in UTF-16 (the HTML standard takes it as UTF-8).
  return declared !== null && /^utf-?16/i.test(declared) ? 'utf-8' : declared;
}
