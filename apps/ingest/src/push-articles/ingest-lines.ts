import type { PushedLine, PushSummary } from '@parley/contracts';
import { type NdjsonLine, ndjsonLines, parseJsonBytes } from '@parley/ingestion';
import { type Problem, problemOf } from '@parley/platform';
import type { IngestResult } from './ingest-articles.command.js';
import { lineBatches } from './line-batches.js';

export interface IngestLinesOptions {
  /** Largest line, in bytes. */
  readonly maxLineBytes: number;
  /** One result for each input, in order, once it is durable. */
  readonly ingest: (inputs: readonly unknown[]) => Promise<readonly IngestResult[]>;
  /** Told when a batch failed in a way that nobody foresaw; its lines are rejected as INTERNAL. */
  readonly onFailure: (error: unknown) => void;
}

const MAX_LINES = 500;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const LINGER_MS = 25;

/**
 * Takes articles from a stream of NDJSON and gives what became of each line, batch by batch, in the order of the lines,
 * and a summary at the end. Holds one batch and one line at a time, however long the stream. Ends without a summary
 * where the stream breaks off.
 */
export async function* ingestLines(
  source: AsyncIterable<Uint8Array>,
  options: IngestLinesOptions,
): AsyncGenerator<readonly PushedLine[] | PushSummary> {
  const count = { accepted: 0, duplicate: 0, rejected: 0 };
  const batches = lineBatches(ndjsonLines(source, options.maxLineBytes), {
    maxItems: MAX_LINES,
    maxBytes: MAX_BATCH_BYTES,
    bytesOf: (line) => ('bytes' in line ? line.bytes.length : 0),
    lingerMs: LINGER_MS,
  });
  for await (const batch of batches) {
    const results = await ingestBatch(batch, options);
    for (const { status } of results) count[status]++;
    yield results;
  }
  yield { summary: { accepted: count.accepted, duplicates: count.duplicate, rejected: count.rejected } };
}

async function ingestBatch(batch: readonly NdjsonLine[], options: IngestLinesOptions): Promise<readonly PushedLine[]> {
  const read = batch.map((line) => readLine(line, options.maxLineBytes));
  const inputs = read.flatMap((line) => ('input' in line ? [line.input] : []));
  const results = (await ingestOrReject(inputs, options))[Symbol.iterator]();
  return read.map(({ line, ...rest }): PushedLine => {
    if ('problem' in rest) return { line, status: 'rejected', problem: { ...rest.problem } };
    const result = results.next().value ?? failed;
    return result.status === 'rejected'
      ? { line, status: 'rejected', problem: { ...result.problem } }
      : { line, ...result };
  });
}

const failed: IngestResult = {
  status: 'rejected',
  problem: problemOf('INTERNAL', 'Something went wrong here. It has been logged; the line may be sent again.'),
};

/** One fault of this program must not end a stream of a million lines. */
async function ingestOrReject(
  inputs: readonly unknown[],
  options: IngestLinesOptions,
): Promise<readonly IngestResult[]> {
  if (inputs.length === 0) return [];
  try {
    return await options.ingest(inputs);
  } catch (error) {
    options.onFailure(error);
    return inputs.map(() => failed);
  }
}

type ReadLine =
  | { readonly line: number; readonly input: unknown }
  | { readonly line: number; readonly problem: Problem };

function readLine(line: NdjsonLine, maxBytes: number): ReadLine {
  if ('tooLarge' in line) {
    const detail = `The line has ${line.tooLarge} bytes; at most ${maxBytes} are taken.`;
    return { line: line.line, problem: problemOf('TOO_LARGE', detail) };
  }
  const parsed = parseJsonBytes(line.bytes);
  if (parsed.ok) return { line: line.line, input: parsed.value };
  const { code, detail, errors } = parsed.problem;
  return { line: line.line, problem: problemOf(code, `The line ${detail}.`, errors) };
}
