import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SourceOrigin } from '@parley/ingestion';

/** One article that was not taken, as a line of the file of what was refused. */
export interface RefusedArticle {
  readonly source: string;
  /** From 1; null where the source is not one of lines. */
  readonly line: number | null;
  /** In a JSON array or graph, from 0. */
  readonly entry: number | null;
  readonly problem: { readonly code: string; readonly detail?: string | undefined };
  /** The article as it was read; absent where it could not be. */
  readonly input?: unknown;
  /** The line itself where it could not be read as an article: as text, or in base64 where it is no UTF-8. */
  readonly raw?: string;
  readonly rawBase64?: string;
}

export const refusedArticle = (
  { name, line, entry }: SourceOrigin,
  problem: RefusedArticle['problem'],
  input?: unknown,
): RefusedArticle => ({ source: name, line, entry, problem, ...(input === undefined ? {} : { input }) });

/** A line that could not be read, kept as it stood. */
export const refusedLine = (
  origin: SourceOrigin,
  problem: RefusedArticle['problem'],
  raw: Buffer | undefined,
): RefusedArticle => ({
  ...refusedArticle(origin, problem),
  ...(raw === undefined ? {} : isUtf8(raw) ? { raw: raw.toString('utf8') } : { rawBase64: raw.toString('base64') }),
});

/** The file of what was refused; made when there is something to write, and not before. */
export class RefusedFile {
  #file: FileHandle | undefined;
  #path: string | undefined;

  /** @param wanted a path that may be overwritten; null: a new one in the working folder, named after `firstSource` */
  constructor(
    private readonly wanted: string | null,
    private readonly firstSource: string,
  ) {}

  /** Where it is; undefined while nothing was refused. */
  get path(): string | undefined {
    return this.#path;
  }

  async add(refused: RefusedArticle): Promise<void> {
    // A mistyped name has no article in it that could be put right.
    if (refused.problem.code === 'SOURCE_MISSING') return;
    this.#file ??= await this.#open();
    await this.#file.appendFile(`${JSON.stringify(refused)}\n`);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #open(): Promise<FileHandle> {
    if (this.wanted !== null) {
      this.#path = this.wanted;
      return open(this.wanted, 'w');
    }
    const stem = stemOf(this.firstSource);
    for (let number = 1; ; number++) {
      const path = `${stem}.refused${number === 1 ? '' : `.${number}`}.ndjson`;
      try {
        // What an earlier call was refused may not have been looked at yet.
        const file = await open(path, 'wx');
        this.#path = path;
        return file;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }
}

function stemOf(source: string): string {
  if (source === '-') return 'stdin';
  if (URL.canParse(source) && /^https?:/i.test(source)) return new URL(source).hostname;
  return basename(source).replace(/^\.+$/, '') || 'articles';
}
