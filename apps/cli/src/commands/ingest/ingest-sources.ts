import {
  GuardedClient,
  measureSources,
  readSources,
  type SourceDetails,
  type SourceFormat,
  type SourceItem,
} from '@parley/ingestion';
import type { ApiClient } from '../../api/api-client.js';
import { CommandError } from '../../exit-codes.js';
import { gatherBatches } from './gather-batches.js';
import { type RefusedArticle, RefusedFile, refusedArticle, refusedLine } from './refused-file.js';
import { uploadBatch } from './upload-articles.js';

export interface IngestSummary {
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  /** Sent more than once after a broken connection; a duplicate among them may be its own first sending. */
  readonly resent: number;
  /** Files in folders that are of no kind that is read. */
  readonly passedOver: number;
  readonly seconds: number;
  readonly refusedFile: string | null;
}

/** What went in, also where it ended before its time: `failure` says why then. */
export interface IngestOutcome {
  readonly summary: IngestSummary;
  readonly failure: CommandError | null;
}

export interface IngestSourcesOptions {
  readonly details: SourceDetails;
  readonly format?: SourceFormat;
  readonly allowPrivate: boolean;
  readonly maxArticleBytes: number;
  /** null: named after the first source, in the working folder. */
  readonly refusedFile: string | null;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Stops after the batch in flight. */
  readonly stop: AbortSignal;
  /** How long to go on while the API does not answer. */
  readonly patienceMs: number;
  readonly onProgress: (progress: IngestProgress) => void;
  readonly onRefused: (refused: RefusedArticle) => void;
  readonly onRetry: (reason: string, ms: number) => void;
}

export interface IngestProgress {
  readonly bytes: number;
  /** null: nobody knows. */
  readonly totalBytes: number | null;
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
}

const BATCH = { maxItems: 200, maxBytes: 4 * 1024 * 1024, lingerMs: 1_000 };

type Article = Extract<SourceItem, { kind: 'article' }>;
interface Line {
  readonly json: string;
  readonly tag: Article;
}

/**
 * Sends all articles of these sources to the API, one batch in memory at a time, and one request at a time, so that two
 * revisions of one article arrive in their order.
 */
export async function ingestSources(
  api: ApiClient,
  sources: readonly string[],
  options: IngestSourcesOptions,
): Promise<IngestOutcome> {
  const began = performance.now();
  const count = { accepted: 0, duplicates: 0, refused: 0, resent: 0, passedOver: 0 };
  const totalBytes = await measureSources(sources);
  let bytes = 0;
  let failure: CommandError | null = null;
  const refusedFile = new RefusedFile(options.refusedFile, sources[0] ?? '-');
  const client = new GuardedClient({ allowPrivate: options.allowPrivate });
  const refuse = async (refused: RefusedArticle): Promise<void> => {
    count.refused++;
    await refusedFile.add(refused);
    options.onRefused(refused);
  };
  const tell = () => options.onProgress({ bytes, totalBytes, ...count });

  async function* lines(): AsyncGenerator<Line> {
    const items = readSources(sources, {
      client,
      maxArticleBytes: options.maxArticleBytes,
      stdin: options.stdin,
      details: options.details,
      ...(options.format ? { format: options.format } : {}),
      onBytes: (read) => {
        bytes += read;
      },
    });
    for await (const item of items) {
      if (options.stop.aborted) return;
      if (item.kind === 'skipped') count.passedOver++;
      else if (item.kind === 'problem') {
        await refuse(refusedLine(item.origin, item.problem, item.raw));
      } else yield { json: JSON.stringify(item.input), tag: item };
    }
  }

  try {
    const batches = gatherBatches(lines(), {
      ...BATCH,
      bytesOf: ({ json }) => Buffer.byteLength(json),
      stop: options.stop,
    });
    for await (const batch of batches) {
      for await (const result of uploadBatch(api, batch, {
        onRetry: options.onRetry,
        patienceMs: options.patienceMs,
      })) {
        if (result.resent) count.resent++;
        if (result.status === 'rejected') {
          const { code, detail } = result.problem;
          await refuse(
            refusedArticle(
              result.tag.origin,
              { code, detail: typeof detail === 'string' ? detail : undefined },
              result.tag.input,
            ),
          );
        } else if (result.status === 'accepted') count.accepted++;
        else count.duplicates++;
      }
      tell();
      if (options.stop.aborted) break;
    }
    tell();
  } catch (error) {
    // What the API says no with; the person still wants to know what went in before.
    if (!(error instanceof CommandError)) throw error;
    failure = error;
  } finally {
    await refusedFile.close();
    await client.close();
  }
  const seconds = Math.round(performance.now() - began) / 1_000;
  return { summary: { ...count, seconds, refusedFile: refusedFile.path ?? null }, failure };
}
