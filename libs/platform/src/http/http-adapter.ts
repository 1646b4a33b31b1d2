import type { Server } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ProblemError, problemOf } from '@parley/settings';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerConditionally } from './conditional-answer.js';
import { addSecurityHeaders, SECURITY_HEADERS } from './security-headers.js';
import { sendProblem } from './send-problem.js';
import { decodeUtf8, parseJsonBody } from './text-body.js';

export interface HttpAdapterOptions {
  /** Largest body of a request, in bytes; a route may set a lower one, or read its body as a stream. */
  readonly maxBodyBytes: number;
}

/** Methods by address pattern, as the router got them: what 405 and its Allow header are answered from. */
type RouteTable = Map<string, Set<string>>;
const routeTables = new WeakMap<Server, RouteTable>();

/**
 * The Fastify adapter every HTTP face of Parley runs on: JSON (`application/json`, `…+json`) and YAML bodies in strict
 * UTF-8 and nothing else, security headers, strong ETags with If-None-Match, HEAD wherever there is GET. A service that
 * reads another media type adds its parser to the instance. Create the app with `HTTP_APP_OPTIONS`.
 */
export function createHttpAdapter(options: HttpAdapterOptions): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: options.maxBodyBytes,
    logger: false,
    // Streams that go on (server-sent events) are ended by their own services first; this is for idle keep-alives.
    forceCloseConnections: true,
    return503OnClosing: true,
    // What the router itself refuses passes no hook and no filter: an address that can't be decoded, or is too long.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      reply.headers(SECURITY_HEADERS);
      const path = request.url.split('?')[0];
      const problem =
        error.code === 'FST_ERR_BAD_URL'
          ? problemOf('INVALID_QUERY', 'The address is not percent-encoded UTF-8.', [], path)
          : problemOf('NOT_FOUND', 'There is nothing at this address: it is longer than any id.', [], path);
      sendProblem(reply, { ...problem });
    },
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  const routes: RouteTable = new Map();
  routeTables.set(fastify.server as Server, routes);
  fastify.addHook('onRoute', (route) => {
    const methods = routes.get(route.url) ?? new Set<string>();
    for (const method of [route.method].flat()) methods.add(method.toUpperCase());
    routes.set(route.url, methods);
  });
  addSecurityHeaders(fastify);
  answerConditionally(fastify);
  // Forms and text/plain are what a page of another origin can send without asking; nothing here takes them.
  fastify.removeAllContentTypeParsers();
  // Through the adapter, so that Nest does not put its own parsers over these.
  const limit = { bodyLimit: options.maxBodyBytes };
  for (const type of ['application/json', /^application\/[a-z0-9.-]+\+json/]) {
    adapter.useBodyParser(type as string, false, limit, (_request, body, done) => parseInto(done, body, parseJsonBody));
  }
  for (const type of ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml']) {
    adapter.useBodyParser(type, false, limit, (_request, body, done) => parseInto(done, body, decodeUtf8));
  }
  adapter.useBodyParser('application/x-www-form-urlencoded', false, limit, (_request, _body, done) =>
    done(new ProblemError('UNSUPPORTED_MEDIA_TYPE', 'Forms are not taken here; send JSON.')),
  );
  return adapter;
}

function parseInto(
  done: (error: Error | null, body?: unknown) => void,
  body: string | Buffer,
  parse: (bytes: Buffer) => unknown,
): void {
  let value: unknown;
  try {
    value = parse(typeof body === 'string' ? Buffer.from(body) : body);
  } catch (error) {
    done(error as Error);
    return;
  }
  done(null, value);
}

/** The methods that an address takes, sorted; empty where there is no such address. */
export function allowedMethods(server: Server, path: string): readonly string[] {
  const wanted = path.split('/');
  const methods = new Set<string>();
  for (const [pattern, known] of routeTables.get(server) ?? []) {
    const parts = pattern.split('/');
    const fits = parts.length === wanted.length && parts.every((part, i) => part.startsWith(':') || part === wanted[i]);
    if (fits) for (const method of known) methods.add(method);
  }
  return [...methods].sort();
}

/** Options for `NestFactory.create` beside the adapter. */
export const HTTP_APP_OPTIONS = { bodyParser: false } as const;
