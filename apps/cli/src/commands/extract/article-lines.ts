import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { ndjsonLines } from '@parley/ingestion';
import { CommandError, EXIT } from '../../exit-codes.js';
import { terminalText } from '../../output/terminal-text.js';

/** A line of a file: its text, or why there is none. */
export type ArticleLine =
  | { readonly ok: true; readonly number: number; readonly text: string }
  | { readonly ok: false; readonly number: number; readonly reason: string };

/** The longest text that is read, with room for escapes and for what stands beside it. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/**
 * The lines of a file ('-': standard input) as they arrive; blank ones are counted and passed over. Holds one line at a
 * time. Throws CommandError (usage) where the file can't be read.
 */
export async function* articleLines(file: string): AsyncGenerator<ArticleLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const source = file === '-' ? process.stdin : createReadStream(file);
  try {
    for await (const line of ndjsonLines(source, MAX_LINE_BYTES)) {
      if ('tooLarge' in line) {
        yield { ok: false, number: line.line, reason: `The line is longer than ${MAX_LINE_BYTES} bytes.` };
        continue;
      }
      yield textOf(decoder, line.line, line.bytes);
    }
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new CommandError(`can't read ${terminalText(file)}: ${cause.message}`, EXIT.usage, { cause });
  }
}

function textOf(decoder: TextDecoder, number: number, bytes: Uint8Array): ArticleLine {
  try {
    return { ok: true, number, text: decoder.decode(bytes) };
  } catch {
    // `fatal` tells what is not UTF-8, which JSON has to be.
    return { ok: false, number, reason: 'The line is not UTF-8 text.' };
  }
}

/** By its shape: errors of another realm are no `instanceof Error`. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
