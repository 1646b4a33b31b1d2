import { setTimeout as delay } from 'node:timers/promises';
import { type Change, changeSchema } from '@parley/contracts';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { CommandError } from '../exit-codes.js';
import type { ApiClient, Query } from './api-client.js';
import { ApiUnreachableError } from './api-error.js';

export interface FollowOptions {
  /** Filters, and where to begin (`after` or `since`). */
  readonly query: Query;
  /** Ends the following in good order. */
  readonly signal: AbortSignal;
  /** Told when the connection is lost (with the reason), and when it is there again (null). */
  readonly onConnection: (lost: string | null) => void;
  /** The API sends a sign of life more often than this (ms), or the connection is taken for lost; 45 000 unless told. */
  readonly silenceMs?: number;
  /** First and longest pause (ms) before connecting again. */
  readonly pauseMs?: { readonly first: number; readonly longest: number };
}

/** More than this between two line ends is no event of Parley. */
const MAX_EVENT_CHARACTERS = 8 * 1024 * 1024;

/**
 * Position changes as they happen, over server-sent events. A broken connection is taken up again after the last change
 * that was given (Last-Event-ID), so none is missed and none comes twice. Throws what the first connection throws, and
 * CommandError where the API later refuses; ends when the signal aborts.
 */
export async function* followChanges(api: ApiClient, options: FollowOptions): AsyncGenerator<Change, void, undefined> {
  const { signal, onConnection } = options;
  const pause = options.pauseMs ?? { first: 1_000, longest: 30_000 };
  let lastEventId: string | undefined;
  let connectedBefore = false;
  let failures = 0;
  while (!signal.aborted) {
    try {
      for await (const message of messagesOf(api, options, lastEventId)) {
        if (message === 'connected') {
          if (failures > 0) onConnection(null);
          connectedBefore = true;
          failures = 0;
          continue;
        }
        const change = changeOf(message);
        if (change) yield change;
        lastEventId = message.id ?? lastEventId;
      }
      // The API closes streams when it stops; nothing has failed.
      throw new ApiUnreachableError('the API closed the stream');
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiUnreachableError) || !connectedBefore) throw error;
      if (failures++ === 0) onConnection(error.fact);
      const ms = Math.min(pause.longest, pause.first * 2 ** (failures - 1));
      await delay(Math.max(ms, error.retryAfterMs ?? 0), undefined, { signal }).catch(() => undefined);
    }
  }
}

async function* messagesOf(
  api: ApiClient,
  { query, signal, silenceMs = 45_000 }: FollowOptions,
  lastEventId: string | undefined,
): AsyncGenerator<EventSourceMessage | 'connected', void, undefined> {
  const silence = new AbortController();
  const watch = setTimeout(() => silence.abort(), silenceMs);
  try {
    const response = await api.send('/v1/changes/stream', query, {
      headers: { accept: 'text/event-stream', ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    const received: EventSourceMessage[] = [];
    let fault: Error | undefined;
    const parser = createParser({
      onEvent: (event) => received.push(event),
      onError: (error) => {
        // A field that nobody knows is to be passed over; a buffer that is full is not.
        if (error.type === 'max-buffer-size-exceeded') fault = error;
      },
      maxBufferSize: MAX_EVENT_CHARACTERS,
    });
    const decoder = new TextDecoder();
    yield 'connected';
    for await (const chunk of response.body ?? []) {
      watch.refresh();
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (fault) throw new CommandError(`what ${api.address} sends is no stream of changes: ${fault.message}`);
      yield* received.splice(0);
    }
  } catch (error) {
    if (error instanceof CommandError || signal.aborted) throw error;
    throw silence.signal.aborted
      ? new ApiUnreachableError('the connection fell silent')
      : new ApiUnreachableError('the connection broke', '', null, { cause: error });
  } finally {
    clearTimeout(watch);
    silence.abort();
  }
}

/** null for what is no change: later versions may send other events. */
function changeOf({ event, data }: EventSourceMessage): Change | null {
  if (event !== undefined && !event.startsWith('position.')) return null;
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch (cause) {
    throw new CommandError('a change in the stream is not JSON: another version of Parley may be running', undefined, {
      cause,
    });
  }
  const parsed = changeSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  if (parsed.error.issues.every(({ code }) => code === 'unrecognized_keys')) return json as Change;
  throw new CommandError('a change in the stream has another form than this version expects');
}
