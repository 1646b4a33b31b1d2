import { type Problem, problemSchema } from '@parley/settings';
import type { z } from 'zod';
import { CommandError, EXIT } from '../exit-codes.js';
import { terminalText } from '../output/terminal-text.js';
import { ApiProblemError, ApiUnreachableError } from './api-error.js';

/** What goes behind the question mark; undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface ApiClientOptions {
  readonly baseUrl: string;
  /** Sent with what writes. */
  readonly token: string | null;
  /** A question that takes longer (ms) has failed; 30 000 unless told. */
  readonly timeoutMs?: number;
}

/** Asks the API. Every method throws ApiUnreachableError where nobody answers, ApiProblemError where the answer is no. */
export class ApiClient {
  readonly #base: URL;
  readonly #token: string | null;
  readonly #timeoutMs: number;

  /** Throws CommandError (usage) for what is no http address. */
  constructor(options: ApiClientOptions) {
    this.#base = baseOf(options.baseUrl);
    this.#token = options.token;
    this.#timeoutMs = options.timeoutMs ?? 30_000;
  }

  /** Where the API is thought to be, as people write it. */
  get address(): string {
    return this.#base.href.replace(/\/$/, '');
  }

  async get<Schema extends z.ZodType>(path: string, query: Query, schema: Schema): Promise<z.output<Schema>> {
    const response = await this.send(path, query, { signal: AbortSignal.timeout(this.#timeoutMs) });
    return this.#read(response, schema);
  }

  async post<Schema extends z.ZodType>(
    path: string,
    body: { readonly mediaType: string; readonly text: string },
    schema: Schema,
    query: Query = {},
  ): Promise<z.output<Schema>> {
    const response = await this.send(path, query, {
      method: 'POST',
      headers: { 'content-type': body.mediaType },
      body: body.text,
      signal: AbortSignal.timeout(this.#timeoutMs),
    });
    return this.#read(response, schema);
  }

  /** A response of 2xx whose body nobody has read yet. The token goes along with what writes. */
  async send(path: string, query: Query, init: RequestInit = {}): Promise<Response> {
    const url = new URL(`${this.address}${path}`);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const headers = new Headers(init.headers);
    if (!headers.has('accept')) headers.set('accept', 'application/json');
    if (this.#token !== null && init.method === 'POST') headers.set('authorization', `Bearer ${this.#token}`);
    let response: Response;
    try {
      // Followed, a redirect could take the token elsewhere.
      response = await fetch(url, { ...init, headers, redirect: 'manual' });
    } catch (cause) {
      // The command was told to end; that is no fault of the API.
      if (init.signal?.aborted && (init.signal.reason as Error | undefined)?.name !== 'TimeoutError') throw cause;
      throw this.#unreachable(cause);
    }
    if (response.ok) return response;
    throw await this.#failureOf(response);
  }

  /** The error for a connection that broke or never came about. */
  unreachable(cause: unknown): ApiUnreachableError {
    return this.#unreachable(cause);
  }

  async #read<Schema extends z.ZodType>(response: Response, schema: Schema): Promise<z.output<Schema>> {
    let text: string;
    try {
      text = await response.text();
    } catch (cause) {
      throw this.#unreachable(cause);
    }
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      throw this.#notParley('its answer is not JSON');
    }
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    // Later versions may add fields, which breaks no reader.
    if (parsed.error.issues.every(({ code }) => code === 'unrecognized_keys')) return json as z.output<Schema>;
    const issue = parsed.error.issues.find(({ code }) => code !== 'unrecognized_keys');
    throw this.#notParley(`its answer has another form than this version expects (/${issue?.path.join('/') ?? ''})`);
  }

  async #failureOf(response: Response): Promise<CommandError> {
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      const target = terminalText(response.headers.get('location') ?? 'another place');
      return new CommandError(`${this.address} sends on to ${target}: name that one with --api`, EXIT.failed);
    }
    const problem = problemOf(await response.text().catch(() => ''));
    if (response.status === 503 || response.status === 502 || response.status === 504 || response.status === 429) {
      const why = terminalText(problem?.detail ?? `it answered ${response.status}`);
      return new ApiUnreachableError(
        `Parley at ${this.address} can't answer now (${why.replace(/\.$/, '')})`,
        'try again in a moment, or run "parley doctor".',
        retryAfterOf(response),
      );
    }
    if (problem !== null) return new ApiProblemError(problem, this.address);
    return this.#notParley(`it answered ${response.status} without saying why`);
  }

  #notParley(why: string): CommandError {
    return new CommandError(
      `what answers at ${this.address} does not look like Parley's API: ${why}. Name the right address with --api or PARLEY_API_URL.`,
      EXIT.failed,
    );
  }

  #unreachable(cause: unknown): ApiUnreachableError {
    return new ApiUnreachableError(
      `no Parley answers at ${this.address} (${reasonOf(cause)})`,
      `start one with "parley start", or name another address with --api or PARLEY_API_URL.`,
      null,
      { cause },
    );
  }
}

function baseOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new CommandError(
      `${terminalText(text)} is no address of an API: write it like http://127.0.0.1:7700`,
      EXIT.usage,
    );
  if (url.username !== '' || url.password !== '')
    throw new CommandError('an address of the API holds no password: set PARLEY_INGEST_TOKEN instead', EXIT.usage);
  url.search = '';
  url.hash = '';
  return url;
}

function problemOf(text: string): Problem | null {
  try {
    const parsed = problemSchema.loose().safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // A proxy's page, say.
    return null;
  }
}

function retryAfterOf(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 60) * 1_000 : null;
}

/** Why a connection failed, in the words of the system: fetch hides them in its cause. */
function reasonOf(error: unknown): string {
  let sentence = 'no reason was given';
  // By their shape: errors of another realm are no `instanceof Error`.
  for (let current = error, depth = 0; typeof current === 'object' && current !== null && depth < 5; depth++) {
    if ('name' in current && current.name === 'TimeoutError') return 'no answer in time';
    if ('code' in current && typeof current.code === 'string') return wordsOf(current.code);
    if ('message' in current) sentence = String(current.message);
    current = 'cause' in current ? current.cause : null;
  }
  return sentence;
}

function wordsOf(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'connection refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'no such host';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
    case 'EPIPE':
      return 'the connection broke';
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return 'no answer in time';
    default:
      return code;
  }
}
