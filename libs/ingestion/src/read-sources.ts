import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { ArticleProblemCode, Fault } from './article-problem.js';
import { normaliseCharacters } from './clean-text.js';
import { type DecodedText, decodeBytes, parseJsonBytes, parseJsonText } from './decode-bytes.js';
import { FetchError, type GuardedClient } from './guarded-client.js';
import { articleNodes, htmlMetadata } from './html-metadata.js';
import { ndjsonLines } from './ndjson-lines.js';
import { parseHtml } from './parse-html.js';
import { collectStream, peekStream } from './peek-stream.js';

/** Where an article came from, to be named when it is refused. */
export interface SourceOrigin {
  /** Path, address, or `-` for standard input. */
  readonly name: string;
  /** Line of an NDJSON file, from 1. */
  readonly line: number | null;
  /** Place in a JSON array or graph, from 0. */
  readonly entry: number | null;
}

export interface SourceProblem {
  readonly code: ArticleProblemCode | 'SOURCE_MISSING' | 'SOURCE_UNREADABLE' | 'FETCH_FAILED';
  readonly detail: string;
  readonly errors: readonly Fault[];
}

export type SourceItem =
  /** `input` is for normaliseArticle, or to be sent as one line of NDJSON. */
  | { readonly kind: 'article'; readonly origin: SourceOrigin; readonly input: unknown }
  | {
      readonly kind: 'problem';
      readonly origin: SourceOrigin;
      readonly problem: SourceProblem;
      /** The bytes at fault, where they are one line of many: to be kept beside the reason. */
      readonly raw?: Buffer;
    }
  /** A file in a folder that is of no kind that is read here. */
  | { readonly kind: 'skipped'; readonly origin: SourceOrigin; readonly reason: string };

export type SourceFormat = 'json' | 'ndjson' | 'html' | 'text';

/** What the caller says of HTML and plain text; it counts before what the file says of itself. */
export interface SourceDetails {
  readonly url?: string;
  readonly title?: string;
  readonly publishedAt?: string;
  readonly publisher?: string;
  readonly language?: string;
}

export interface ReadSourcesOptions {
  readonly client: GuardedClient;
  readonly maxArticleBytes: number;
  /** What `-` stands for. */
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly details?: SourceDetails;
  /** Taken for granted instead of found out from names and first bytes. */
  readonly format?: SourceFormat;
  /** Told of each piece that was read, for a progress bar. */
  readonly onBytes?: (count: number) => void;
}

/** A JSON document has to be held whole; larger collections come as NDJSON. */
const MAX_JSON_DOCUMENT = 64 * 1024 * 1024;

const FORMAT_OF_EXTENSION: Readonly<Record<string, SourceFormat>> = {
  '.json': 'json',
  '.jsonld': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
  '.txt': 'text',
  '.text': 'text',
};

const isAddress = (source: string): boolean => /^https?:\/\//i.test(source);

/**
 * Articles of files, folders (with all below them, in the order of their names), web addresses and standard input
 * (`-`), one after another as they are read. What can't be read is named where it stands and the rest goes on.
 */
export async function* readSources(
  sources: readonly string[],
  options: ReadSourcesOptions,
): AsyncGenerator<SourceItem> {
  for (const source of sources) {
    const reader = new SourceReader(source, options);
    if (source === '-') yield* reader.readStream(options.stdin, options.format ?? null, null);
    else if (isAddress(source)) yield* reader.readAddress(source);
    else yield* readPath(source, options, true);
  }
}

/** Bytes of all files in these sources, to measure progress by; null if any is no file. */
export async function measureSources(sources: readonly string[]): Promise<number | null> {
  let total = 0;
  for (const source of sources) {
    if (source === '-' || isAddress(source)) return null;
    for await (const file of filesBelow(source)) total += file.bytes;
  }
  return total;
}

interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  readonly format: SourceFormat | null;
}

/** Files of a path, nothing if it is not there. Hidden files are left out, links to folders are not followed. */
async function* filesBelow(path: string): AsyncGenerator<FoundFile> {
  const found = await stat(path).catch(() => null);
  if (found === null) return;
  if (!found.isDirectory()) {
    yield { path, bytes: found.size, format: FORMAT_OF_EXTENSION[extname(path).toLowerCase()] ?? null };
    return;
  }
  const entries = await readdir(path, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const below = join(path, entry.name);
    if (entry.isSymbolicLink() && (await stat(below).catch(() => null))?.isDirectory() !== false) continue;
    yield* filesBelow(below);
  }
}

async function* readPath(path: string, options: ReadSourcesOptions, named: boolean): AsyncGenerator<SourceItem> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    yield problemAt(originOf(path), 'SOURCE_MISSING', `${path} is not there`);
    return;
  }
  const isFolder = found.isDirectory();
  try {
    for await (const file of filesBelow(path)) {
      if (isFolder && file.format === null) {
        const reason = `${extname(file.path) || 'a name without an ending'} is not read; name the file itself to have it read`;
        yield { kind: 'skipped', origin: originOf(file.path), reason };
        continue;
      }
      const stream = createReadStream(file.path, { highWaterMark: 256 * 1024 });
      yield* new SourceReader(file.path, options).readStream(stream, options.format ?? file.format, null);
    }
  } catch (error) {
    if (!named || !isSystemError(error)) throw error;
    yield problemAt(originOf(path), 'SOURCE_UNREADABLE', `${error.path ?? path} can't be read: ${error.message}`);
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';

/** Reads one source of one name. */
class SourceReader {
  constructor(
    private readonly name: string,
    private readonly options: ReadSourcesOptions,
  ) {}

  async *readAddress(address: string): AsyncGenerator<SourceItem> {
    try {
      const page = await this.options.client.fetch(address, {
        accept: 'text/html,application/xhtml+xml,application/json,application/x-ndjson,text/plain;q=0.8',
      });
      const format = this.options.format ?? formatOfMediaType(page.contentType);
      if (format === 'unknown') {
        yield this.problem('SOURCE_UNREADABLE', `${page.url} is ${page.contentType}, which is not read here`);
        return;
      }
      yield* this.readStream(once(page.body), format, { url: page.url, contentType: page.contentType });
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      yield this.problem('FETCH_FAILED', error.message);
    }
  }

  async *readStream(
    stream: AsyncIterable<Uint8Array>,
    format: SourceFormat | null,
    fetched: { url: string; contentType: string | null } | null,
  ): AsyncGenerator<SourceItem> {
    const counted = this.count(stream);
    if (format === 'ndjson') return yield* this.readNdjson(counted);
    // A line that never ends is cut off by the reader of its format.
    const { head, whole } = await peekStream(
      counted,
      (bytes) => bytes.length > this.options.maxArticleBytes || hasWholeLine(bytes),
    );
    const actual = format === null || format === 'json' ? sniff(head, format) : format;
    if (actual === 'ndjson') return yield* this.readNdjson(whole);
    const limit = actual === 'json' ? MAX_JSON_DOCUMENT : this.options.maxArticleBytes;
    const bytes = await collectStream(whole, limit);
    if (bytes === null) {
      const advice = actual === 'json' ? '; give large collections as NDJSON, one article a line' : '';
      yield this.problem('TOO_LARGE', `${this.name} is larger than ${limit} bytes${advice}`);
    } else if (actual === 'json') yield* this.readJson(bytes);
    else if (actual === 'html') yield this.readHtml(decodeBytes(bytes, fetched?.contentType), fetched?.url ?? null);
    else yield this.readText(decodeBytes(bytes, fetched?.contentType), fetched?.url ?? null);
  }

  private async *count(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      this.options.onBytes?.(chunk.byteLength);
      yield chunk;
    }
  }

  private async *readNdjson(stream: AsyncIterable<Uint8Array>): AsyncGenerator<SourceItem> {
    for await (const line of ndjsonLines(stream, this.options.maxArticleBytes)) {
      if ('tooLarge' in line) {
        yield problemAt(
          { ...originOf(this.name), line: line.line },
          'TOO_LARGE',
          `the line has ${line.tooLarge} bytes; at most ${this.options.maxArticleBytes} are taken`,
        );
        continue;
      }
      const parsed = parseJsonBytes(line.bytes);
      if (parsed.ok) yield* this.expand(parsed.value, line.line);
      else {
        const origin = { ...originOf(this.name), line: line.line };
        yield { kind: 'problem', origin, problem: parsed.problem, raw: line.bytes };
      }
    }
  }

  /** JSON on a disk may be in UTF-16, or have been saved in an older encoding. */
  private *readJson(bytes: Buffer): Generator<SourceItem> {
    const parsed = parseJsonText(decodeBytes(bytes).text.replace(/^\ufeff/, ''));
    if (parsed.ok) yield* this.expand(parsed.value, null);
    else yield { kind: 'problem', origin: originOf(this.name), problem: parsed.problem };
  }

  /** An array gives each of its entries, a graph each of its articles with whatever they refer to. */
  private *expand(value: unknown, line: number | null): Generator<SourceItem> {
    const origin = { ...originOf(this.name), line };
    if (Array.isArray(value)) {
      for (const [entry, input] of value.entries()) yield { kind: 'article', origin: { ...origin, entry }, input };
      return;
    }
    const nodes = articleNodes(value);
    if (nodes.length < 2) {
      yield { kind: 'article', origin, input: value };
      return;
    }
    const graph = (value as { '@graph': readonly unknown[] })['@graph'];
    const others = graph.filter((node) => !nodes.some((article) => article === node));
    for (const node of nodes)
      yield {
        kind: 'article',
        origin: { ...origin, entry: graph.indexOf(node) },
        input: { '@graph': [node, ...others] },
      };
  }

  private readHtml({ text: html }: DecodedText, address: string | null): SourceItem {
    const details = this.options.details ?? {};
    const page = parseHtml(html);
    if (!page.ok) return this.problem('INVALID_ARTICLE', `${this.name} ${page.fault}`);
    const meta = htmlMetadata(page.document);
    return this.complete(
      {
        url: details.url ?? address ?? meta.canonical,
        title: details.title ?? meta.title,
        html,
        publishedAt: details.publishedAt ?? meta.publishedAt,
        publisher: details.publisher ?? meta.publisher,
        language: details.language ?? meta.language,
      },
      'no canonical link or og:url',
      'no article:published_time, JSON-LD datePublished or <time datetime>',
    );
  }

  private readText({ text }: DecodedText, address: string | null): SourceItem {
    const details = this.options.details ?? {};
    const { head, body } = splitHead(text);
    return this.complete(
      {
        url: details.url ?? head.url ?? address,
        title: details.title ?? head.title,
        text: body,
        publishedAt: details.publishedAt ?? head.date,
        publisher: details.publisher ?? head.publisher,
        language: details.language ?? head.language,
      },
      'no "URL:" line at the head of the text',
      'no "Date:" line at the head of the text',
    );
  }

  /** Says what to do where the two facts are missing that nothing can stand in for. */
  private complete(
    found: Readonly<Record<string, string | null | undefined>>,
    withoutUrl: string,
    withoutDate: string,
  ): SourceItem {
    const input = Object.fromEntries(
      Object.entries(found).filter(([, value]) => value !== null && value !== undefined),
    );
    const errors: Fault[] = [];
    if (!input.url) errors.push({ pointer: '/url', detail: `is missing: ${withoutUrl}; give --url` });
    if (!input.publishedAt) errors.push({ pointer: '/publishedAt', detail: `is missing: ${withoutDate}; give --date` });
    const [first] = errors;
    if (!first) return { kind: 'article', origin: originOf(this.name), input };
    const detail = errors.map((fault) => `${fault.pointer} ${fault.detail}`).join('; ');
    return { kind: 'problem', origin: originOf(this.name), problem: { code: 'INVALID_ARTICLE', detail, errors } };
  }

  private problem(code: SourceProblem['code'], detail: string): SourceItem {
    return problemAt(originOf(this.name), code, detail);
  }
}

const originOf = (name: string): SourceOrigin => ({ name, line: null, entry: null });

const problemAt = (origin: SourceOrigin, code: SourceProblem['code'], detail: string): SourceItem => ({
  kind: 'problem',
  origin,
  problem: { code, detail, errors: [] },
});

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** null: to be found out from the bytes. */
function formatOfMediaType(contentType: string | null): SourceFormat | null | 'unknown' {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '' || type === 'application/octet-stream') return null;
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'html';
  if (/^application\/(x-ndjson|ndjson|jsonl|x-jsonlines)$/.test(type)) return 'ndjson';
  if (/^application\/(.+\+)?json$/.test(type)) return 'json';
  if (/^text\/(plain|markdown)$/.test(type)) return 'text';
  return 'unknown';
}

const hasWholeLine = (bytes: Buffer): boolean => firstLine(bytes) !== null;

/** The first line that is not blank, once it has come to its end. */
function firstLine(bytes: Buffer): string | null {
  const text = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  const end = text.indexOf('\n');
  return end < 0 ? null : text.slice(0, end);
}

/** What a source is by how it begins. JSON whose first line is JSON already is one article a line. */
function sniff(head: Buffer, expected: 'json' | null): SourceFormat {
  const text = decodeBytes(head)
    .text.replace(/^\ufeff/, '')
    .trimStart();
  if (expected === null && text.startsWith('<')) return 'html';
  if (expected === null && !/^[[{]/.test(text)) return 'text';
  if (!text.startsWith('{')) return 'json';
  const line = firstLine(head);
  return line !== null && parseJsonText(line).ok ? 'ndjson' : 'json';
}

const HEAD_KEYS: Readonly<Record<string, 'url' | 'title' | 'date' | 'publisher' | 'language' | 'other'>> = {
  url: 'url',
  link: 'url',
  title: 'title',
  headline: 'title',
  date: 'date',
  published: 'date',
  publishedat: 'date',
  publisher: 'publisher',
  source: 'publisher',
  language: 'language',
  lang: 'language',
  author: 'other',
  by: 'other',
};

/**
 * A plain text may begin with lines "Key: value" up to the first blank line (or between two `---`). It is a head only if
 * every line of it has a known key; else it is text.
 */
function splitHead(text: string): { head: Partial<Record<string, string>>; body: string } {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  const fenced = lines[0]?.trim() === '---';
  const start = fenced ? 1 : 0;
  const end = lines.findIndex((line, index) => index >= start && (fenced ? line.trim() === '---' : line.trim() === ''));
  if (end <= start) return { head: {}, body: text };
  const head: Partial<Record<string, string>> = {};
  for (const line of lines.slice(start, end)) {
    const match = /^([A-Za-z]+)\s*:\s*(.*)$/.exec(line);
    const key = match ? HEAD_KEYS[(match[1] ?? '').toLowerCase()] : undefined;
    if (!match || !key) return { head: {}, body: text };
    const value = normaliseCharacters(match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2');
    if (value !== '') head[key] = value;
  }
  return { head, body: lines.slice(end + 1).join('\n') };
}
