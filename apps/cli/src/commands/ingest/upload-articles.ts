import { setTimeout as delay } from 'node:timers/promises';
import { type PushedLine, pushedLineSchema } from '@parley/contracts';
import type { ApiClient } from '../../api/api-client.js';
import { ApiUnreachableError } from '../../api/api-error.js';
import { CommandError } from '../../exit-codes.js';

/** One line of NDJSON on its way, with what it is to the caller. */
export interface Outgoing<Tag> {
  readonly json: string;
  readonly tag: Tag;
}

export type Refusal = Extract<PushedLine, { status: 'rejected' }>['problem'];

/** What became of an article. `resent`: it was sent more than once, so that a duplicate may be its own first sending. */
export type UploadResult<Tag> = { readonly tag: Tag; readonly resent: boolean } & (
  | { readonly status: 'accepted' | 'duplicate' }
  | { readonly status: 'rejected'; readonly problem: Refusal }
);

export interface UploadOptions {
  /** Gives up when nothing more was taken for this long (ms); 60 000 unless told. */
  readonly patienceMs?: number;
  /** First and longest pause (ms) before sending again. */
  readonly pauseMs?: { readonly first: number; readonly longest: number };
  /** Told before each pause. */
  readonly onRetry?: (reason: string, ms: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Sends a batch of articles and gives what became of each, in whatever order they are settled. What was not answered, or
 * could not be taken just then, is sent again with growing pauses; what was answered never is. Throws ApiUnreachableError
 * when patience is over, and whatever else the API says no with.
 */
export async function* uploadBatch<Tag>(
  api: ApiClient,
  batch: readonly Outgoing<Tag>[],
  options: UploadOptions = {},
): AsyncGenerator<UploadResult<Tag>, void, undefined> {
  const pause = options.pauseMs ?? { first: 500, longest: 10_000 };
  const patienceMs = options.patienceMs ?? 60_000;
  let pending = batch.map((line) => ({ line, resent: false }));
  let failures = 0;
  let lastTaken = Date.now();
  while (pending.length > 0) {
    const left = new Set(pending);
    let fault: ApiUnreachableError | null = null;
    try {
      for await (const result of send(
        api,
        pending.map(({ line }) => line.json),
        options.signal,
      )) {
        const sent = pending[result.line - 1];
        if (!sent || !left.has(sent)) throw new CommandError(`${api.address} answered for a line that was not sent`);
        if (result.status === 'rejected' && result.problem.code === 'UNAVAILABLE') {
          fault = new ApiUnreachableError(`${api.address} can't take articles now`);
          continue;
        }
        left.delete(sent);
        const { tag } = sent.line;
        yield result.status === 'rejected'
          ? { tag, resent: sent.resent, status: 'rejected', problem: result.problem }
          : { tag, resent: sent.resent, status: result.status };
      }
      if (left.size > 0) fault ??= new ApiUnreachableError(`${api.address} ended its answer too early`);
    } catch (error) {
      if (!(error instanceof ApiUnreachableError)) throw error;
      fault = error;
    }
    if (left.size < pending.length) {
      failures = 0;
      lastTaken = Date.now();
    }
    pending = [...left].map(({ line }) => ({ line, resent: true }));
    if (fault === null) continue;
    const ms = Math.max(Math.min(pause.longest, pause.first * 2 ** failures++), fault.retryAfterMs ?? 0);
    if (Date.now() + ms - lastTaken > patienceMs) throw fault;
    options.onRetry?.(fault.fact, ms);
    await delay(ms, undefined, options.signal ? { signal: options.signal } : {});
  }
}

/** One request; its answer is read line by line as it comes. */
async function* send(
  api: ApiClient,
  lines: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<PushedLine, void, undefined> {
  const response = await api.send(
    '/v1/articles',
    {},
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', accept: 'application/x-ndjson' },
      body: `${lines.join('\n')}\n`,
      ...(signal ? { signal } : {}),
    },
  );
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk, { stream: true });
      const complete = rest.split('\n');
      rest = complete.pop() ?? '';
      for (const text of complete) {
        const result = resultOf(api, text);
        if (result) yield result;
      }
    }
  } catch (error) {
    if (error instanceof CommandError || signal?.aborted) throw error;
    throw api.unreachable(error);
  }
  // A last line without its end was cut off: its article counts as not answered.
}

/** null for the summary and for blank lines. */
function resultOf(api: ApiClient, text: string): PushedLine | null {
  if (text.trim() === '') return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CommandError(
      `what answers at ${api.address} does not look like Parley: its answer is not JSON`,
      undefined,
      {
        cause,
      },
    );
  }
  if (typeof json === 'object' && json !== null && 'summary' in json) return null;
  const parsed = pushedLineSchema.safeParse(json);
  if (!parsed.success)
    throw new CommandError(`what ${api.address} answers to articles has another form than this version expects`);
  return parsed.data;
}
