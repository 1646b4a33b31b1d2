import { lookup as dnsLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { type Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, type Dispatcher, request } from 'undici';
import { isPublicAddress } from './address-guard.js';
import { isIpHost } from './site-of-host.js';

/** Why an address was not fetched. The list is closed. */
export type FetchErrorCode =
  | 'ADDRESS_INVALID'
  | 'ADDRESS_REFUSED'
  | 'TOO_MANY_REDIRECTS'
  | 'BODY_TOO_LARGE'
  | 'TIMED_OUT'
  | 'UNREACHABLE'
  | 'STATUS';

export class FetchError extends Error {
  constructor(
    readonly code: FetchErrorCode,
    message: string,
    options?: ErrorOptions & {
      /** Of the answer, for STATUS. */
      readonly status?: number;
    },
  ) {
    super(message, options);
    this.name = 'FetchError';
    this.status = options?.status ?? null;
  }
  readonly status: number | null;
}

export interface FetchOptions {
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/** A page as it was answered: status 2xx, body whole and decompressed. */
export interface FetchedPage {
  /** The address that answered, after redirects. */
  readonly url: string;
  readonly contentType: string | null;
  readonly body: Buffer;
}

export interface GuardedClientOptions {
  /** Lets requests go to private and local networks as well. For operators who ask for it, and tests. */
  readonly allowPrivate?: boolean;
  /** Most bytes of a body, decompressed; 16 MiB unless told. */
  readonly maxBytes?: number;
  /** Most time for one fetch with its redirects, in ms; 20 000 unless told. */
  readonly timeoutMs?: number;
  /** Resolver of names; the system's unless told. */
  readonly lookup?: LookupFunction;
}

const MAX_REDIRECTS = 5;
const USER_AGENT = 'Parley (news reader)';

/**
 * The one way out to the network for addresses that somebody gave. Only http and https; names are resolved here, every
 * resolved address must be public, and the connection goes to exactly those, so that a name can't be answered
 * differently a moment later; each redirect is checked anew; size and time are bounded. No cookies, no credentials.
 */
export class GuardedClient {
  private readonly agent: Agent;
  private readonly allowPrivate: boolean;
  private readonly maxBytes: number;
  private readonly timeoutMs: number;

  constructor(options: GuardedClientOptions = {}) {
    this.allowPrivate = options.allowPrivate ?? false;
    this.maxBytes = options.maxBytes ?? 16 * 1024 * 1024;
    this.timeoutMs = options.timeoutMs ?? 20_000;
    const resolve = options.lookup ?? (dnsLookup as LookupFunction);
    this.agent = new Agent({
      connect: { lookup: this.allowPrivate ? resolve : publicOnly(resolve), timeout: this.timeoutMs },
      maxHeaderSize: 64 * 1024,
    });
  }

  /** Throws FetchError with a code of its closed list. */
  async fetch(address: string, options: FetchOptions = {}): Promise<FetchedPage> {
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
    try {
      return await this.follow(this.check(address), options.accept ?? '*/*', signal);
    } catch (error) {
      if (timeout.aborted) throw new FetchError('TIMED_OUT', `${address} took longer than ${this.timeoutMs} ms`);
      throw error instanceof FetchError ? error : asFetchError(error, address);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async follow(start: URL, accept: string, signal: AbortSignal): Promise<FetchedPage> {
    let url = start;
    for (let redirects = 0; ; redirects++) {
      const response = await request(url, {
        dispatcher: this.agent,
        signal,
        headers: { accept, 'accept-encoding': 'gzip, deflate, br', 'user-agent': USER_AGENT },
      });
      // A body that is let go before its end says so by an error, which unheard would end the process.
      response.body.on('error', () => undefined);
      const { statusCode } = response;
      const location = header(response, 'location');
      if ([301, 302, 303, 307, 308].includes(statusCode) && location !== null) {
        response.body.destroy();
        if (redirects === MAX_REDIRECTS)
          throw new FetchError('TOO_MANY_REDIRECTS', `${start.href} redirects more than ${MAX_REDIRECTS} times`);
        url = this.check(location, url);
        continue;
      }
      if (statusCode < 200 || statusCode > 299) {
        response.body.destroy();
        throw new FetchError('STATUS', `${url.href} answered ${statusCode}`, { status: statusCode });
      }
      return { url: url.href, contentType: header(response, 'content-type'), body: await this.readBody(response, url) };
    }
  }

  private check(address: string, base?: URL): URL {
    let url: URL;
    try {
      url = new URL(address, base);
    } catch {
      throw new FetchError('ADDRESS_INVALID', `${JSON.stringify(address.slice(0, 200))} is no web address`);
    }
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      throw new FetchError('ADDRESS_REFUSED', `${url.href} is not fetched: only http and https are`);
    if (url.username !== '' || url.password !== '')
      throw new FetchError('ADDRESS_REFUSED', `an address with a user name or password is not fetched`);
    // A connection to an address that is already an IP never asks the resolver.
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!this.allowPrivate && isIpHost(url.hostname) && !isPublicAddress(host))
      throw refusedAddress(url.hostname, host);
    return url;
  }

  private async readBody(response: Dispatcher.ResponseData, url: URL): Promise<Buffer> {
    const declared = Number(header(response, 'content-length') ?? 0);
    const tooLarge = (): FetchError =>
      new FetchError('BODY_TOO_LARGE', `${url.href} is larger than ${this.maxBytes} bytes`);
    if (declared > this.maxBytes) {
      response.body.destroy();
      throw tooLarge();
    }
    const chunks: Buffer[] = [];
    let size = 0;
    const plain = decompressed(response.body, header(response, 'content-encoding'));
    try {
      for await (const chunk of plain) {
        size += (chunk as Buffer).length;
        if (size > this.maxBytes) throw tooLarge();
        chunks.push(chunk as Buffer);
      }
    } finally {
      response.body.destroy();
    }
    return Buffer.concat(chunks);
  }
}

const header = (response: Dispatcher.ResponseData, name: string): string | null => {
  const value = response.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
};

function decompressed(body: Readable, encoding: string | null): Readable {
  const unpack = unpackerOf(encoding?.trim().toLowerCase() ?? '');
  if (unpack === null) return body;
  body.once('error', (error) => unpack.destroy(error));
  return body.pipe(unpack);
}

function unpackerOf(encoding: string): Transform | null {
  switch (encoding) {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new FetchError('UNREACHABLE', `answered in the encoding "${encoding}", which was not asked for`);
  }
}

const refusedAddress = (host: string, address: string): FetchError =>
  new FetchError(
    'ADDRESS_REFUSED',
    `${host} is not fetched: ${host === address ? 'it' : address} lies in a private, local or reserved network`,
  );

/** A resolver that gives all addresses of a name, or none if any of them is not public. */
function publicOnly(resolve: LookupFunction): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0);
      const addresses = typeof found === 'string' ? [{ address: found, family: found.includes(':') ? 6 : 4 }] : found;
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      const [first] = addresses;
      if (refused) return done(refusedAddress(hostname, refused.address) as NodeJS.ErrnoException, '', 0);
      if (!first)
        return done(new FetchError('UNREACHABLE', `${hostname} has no address`) as NodeJS.ErrnoException, '', 0);
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
}

function asFetchError(error: unknown, address: string): FetchError {
  // undici and node:net wrap what the resolver said.
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof FetchError) return cause;
  }
  const reason =
    error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error);
  return new FetchError('UNREACHABLE', `${address} can't be fetched: ${reason}`, { cause: error });
}
