import { setTimeout as delay } from 'node:timers/promises';
import type { ModelUsage } from '@parley/contracts';
import { Agent, request } from 'undici';
import { errorCodeIn, readCompletion, type Tokens } from './chat-completion.js';
import type { Question } from './compose-question.js';
import { ModelError } from './model-error.js';
import type { RequestPace, RestReason } from './request-pace.js';

/** One request, for metrics. */
export interface Attempt {
  readonly outcome: 'answered' | 'declined' | 'unreadable' | 'rate-limited' | 'failed' | 'timed-out' | 'rejected';
  /** What it cost, as far as that is known. */
  readonly tokens: Tokens;
}

/** What a model said to a question. */
export interface ModelReply {
  /** JSON of the shape that was asked for, otherwise unchecked; null where the model declined. */
  readonly answer: string | null;
  readonly refusal: string | null;
  /** Of all requests it took. */
  readonly usage: ModelUsage;
}

export interface ModelClientOptions {
  /** Operator's own, so it is not guarded as addresses out of articles are; without `/chat/completions`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Sent as a Bearer token; null sends none. */
  readonly key: string | null;
  /** Most time for one request, in ms. */
  readonly timeoutMs: number;
  readonly pace: RequestPace;
  readonly onAttempt?: (attempt: Attempt) => void;
  /** Pause before the second try, doubled with each, in ms; 1 000 unless told. A random part of it is waited. */
  readonly backoffMs?: number;
  /** No request for so long after an endpoint failed all tries, in ms; 30 000 unless told. */
  readonly coolDownMs?: number;
  /** In [0, 1); Math.random unless told. */
  readonly random?: () => number;
}

export interface AskOptions {
  readonly signal: AbortSignal;
  /** No request is begun that would have to wait longer than this, in ms. */
  readonly withinMs: number;
}

const MOST_TRIES = 4;
/** An answer that can't be read has been paid for. */
const MOST_UNREADABLE = 2;
const LONGEST_BACKOFF_MS = 20_000;
/** Rests up to this are waited for; during longer ones questions fail at once. */
const WORTH_WAITING_MS = 15_000;
/** Whoever asks for a longer rest than this is not keeping a pace but away. */
const LONGEST_PACING_MS = 10 * 60_000;
/** A 429 that no waiting helps against. */
const NO_QUOTA = 'insufficient_quota';
const MOST_ANSWER_BYTES = 4 * 1024 * 1024;
const REFUSED_CONTENT = new Set(['content_filter', 'content_policy_violation']);
const TOO_LONG = new Set(['context_length_exceeded', 'string_above_max_length', 'request_too_large']);

/** What came of one request; `retry` may go otherwise the next time. `paced`: the endpoint lives and wants fewer. */
type Outcome =
  | { readonly kind: 'reply'; readonly answer: string | null; readonly refusal: string | null; readonly tokens: Tokens }
  | { readonly kind: 'unreadable'; readonly why: string; readonly tokens: Tokens }
  | {
      readonly kind: 'retry';
      readonly why: string;
      readonly afterMs: number | null;
      readonly paced: boolean;
      readonly cause?: unknown;
    };

const NOTHING: Tokens = { promptTokens: 0, completionTokens: 0 };

/** Asks an endpoint that speaks OpenAI's chat completions. Bounded in time, size, tries and pace; follows no redirect. */
export class ModelClient {
  private readonly agent: Agent;
  private readonly url: string;

  constructor(private readonly options: ModelClientOptions) {
    const { timeoutMs } = options;
    this.url = `${options.baseUrl}/chat/completions`;
    this.agent = new Agent({
      connect: { timeout: timeoutMs },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      maxResponseSize: MOST_ANSWER_BYTES,
    });
  }

  /**
   * The model's answer, or that it declines. Tries again what may go better: no answer, 408, 429, 5xx, an answer that
   * can't be read. Throws ModelError.
   */
  async ask(question: Question, options: AskOptions): Promise<ModelReply> {
    const until = performance.now() + options.withinMs;
    let { promptTokens, completionTokens } = NOTHING;
    let unreadable = 0;
    for (let tries = 1; ; tries++) {
      await this.slot(until, options.signal);
      const outcome = await this.tryOnce(question, options.signal);
      if (outcome.kind !== 'retry') {
        promptTokens += outcome.tokens.promptTokens;
        completionTokens += outcome.tokens.completionTokens;
      }
      if (outcome.kind === 'reply') {
        const { answer, refusal } = outcome;
        return { answer, refusal, usage: { requests: tries, promptTokens, completionTokens } };
      }
      if (outcome.kind === 'unreadable') {
        if (++unreadable < MOST_UNREADABLE) continue;
        throw new ModelError(
          'MODEL_ANSWER_UNREADABLE',
          `the answer of ${this.options.model} can't be read: ${outcome.why}`,
        );
      }
      if (tries >= MOST_TRIES) throw this.givenUp(outcome);
      await this.backOff(tries, outcome, options.signal);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async slot(until: number, signal: AbortSignal): Promise<void> {
    const { pace } = this.options;
    const { ms, reason } = pace.resting();
    if (ms > WORTH_WAITING_MS)
      throw new ModelError(reason, `the endpoint of the model is left alone for ${Math.ceil(ms / 1_000)} s more`);
    const waitMs = pace.take(until - performance.now());
    if (waitMs === null)
      throw new ModelError('MODEL_PACED', 'the bound of requests in a minute leaves no room for now');
    await pausedFor(waitMs, signal);
  }

  private async backOff(
    tries: number,
    { afterMs, paced }: Extract<Outcome, { kind: 'retry' }>,
    signal: AbortSignal,
  ): Promise<void> {
    const { pace, backoffMs = 1_000, random = Math.random } = this.options;
    if (afterMs !== null) {
      // What one request was told holds for all; the next slot comes after it.
      pace.rest(afterMs, paced ? 'MODEL_PACED' : 'MODEL_UNAVAILABLE');
      return;
    }
    const most = Math.min(LONGEST_BACKOFF_MS, backoffMs * 2 ** (tries - 1));
    await pausedFor(most / 2 + (random() * most) / 2, signal);
  }

  private givenUp({ why, paced, cause }: Extract<Outcome, { kind: 'retry' }>): ModelError {
    const reason = paced ? 'MODEL_PACED' : 'MODEL_UNAVAILABLE';
    this.rest(reason);
    return new ModelError(reason, `the endpoint of the model gives no answer: ${why}`, { cause });
  }

  private rest(reason: RestReason): void {
    this.options.pace.rest(this.options.coolDownMs ?? 30_000, reason);
  }

  private async tryOnce(question: Question, signal: AbortSignal): Promise<Outcome> {
    const { model, key, timeoutMs } = this.options;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await request(this.url, {
        method: 'POST',
        dispatcher: this.agent,
        signal: AbortSignal.any([timeout, signal]),
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify({ model, ...question }),
      });
      const body = await response.body.text();
      return this.outcomeOf(response.statusCode, response.headers['retry-after'], body, question);
    } catch (error) {
      if (error instanceof ModelError) throw error;
      if (signal.aborted) throw new ModelError('MODEL_UNAVAILABLE', 'the question was given up', { cause: error });
      this.attempted(timeout.aborted ? 'timed-out' : 'failed');
      const why = timeout.aborted ? `nothing within ${timeoutMs} ms` : reasonOf(error);
      return { kind: 'retry', why, afterMs: null, paced: false, cause: error };
    }
  }

  private outcomeOf(
    status: number,
    retryAfter: string | string[] | undefined,
    body: string,
    question: Question,
  ): Outcome {
    if (status >= 200 && status <= 299) return this.completionOutcome(body, question);
    const code = errorCodeIn(body);
    const why = `it answered ${status}${code === null ? '' : ` (${code})`}`;
    if ((status === 429 && code !== NO_QUOTA) || status === 408 || status >= 500) {
      this.attempted(status === 429 ? 'rate-limited' : 'failed');
      const afterMs = retryAfterMs(retryAfter);
      const paced = status === 429 && (afterMs ?? 0) <= LONGEST_PACING_MS;
      return { kind: 'retry', why, afterMs, paced };
    }
    if (code !== null && REFUSED_CONTENT.has(code)) {
      this.attempted('declined');
      return { kind: 'reply', answer: null, refusal: code, tokens: NOTHING };
    }
    this.attempted('rejected');
    if (status === 413 || (code !== null && TOO_LONG.has(code)))
      throw new ModelError('MODEL_QUESTION_REFUSED', `the article is too long for ${this.options.model}: ${why}`);
    // A wrong key, name or address: no article is at fault, and asking again at once would not help.
    this.rest('MODEL_REFUSED');
    throw new ModelError('MODEL_REFUSED', `the endpoint of the model does not take the question: ${why}`);
  }

  private completionOutcome(body: string, question: Question): Outcome {
    const completion = readCompletion(body, question);
    const { tokens } = completion;
    switch (completion.kind) {
      case 'answer':
        this.attempted('answered', tokens);
        return { kind: 'reply', answer: completion.answer, refusal: null, tokens };
      case 'refusal':
        this.attempted('declined', tokens);
        return { kind: 'reply', answer: null, refusal: completion.refusal.slice(0, 2_000), tokens };
      case 'unreadable':
        this.attempted('unreadable', tokens);
        return { kind: 'unreadable', why: completion.why, tokens };
    }
  }

  private attempted(outcome: Attempt['outcome'], tokens: Tokens = NOTHING): void {
    this.options.onAttempt?.({ outcome, tokens });
  }
}

async function pausedFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    if (ms > 0) await delay(ms, undefined, { signal });
    else signal.throwIfAborted();
  } catch (cause) {
    throw new ModelError('MODEL_UNAVAILABLE', 'the question was given up', { cause });
  }
}

/** `Retry-After` in ms: seconds or a date (RFC 9110, 10.2.3); null where it is neither. */
function retryAfterMs(header: string | string[] | undefined): number | null {
  const value = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

/** The code of a network error rather than its text, which is long and names addresses. */
function reasonOf(error: unknown): string {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const { code } = current as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
  }
  return error instanceof Error ? error.message : String(error);
}
