import type { Server } from 'node:http';
import { types } from 'node:util';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import { type ProblemCode, ProblemError, problemOf } from '@parley/settings';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../logger.js';
import { LOGGER } from '../tokens.js';
import { allowedMethods } from './http-adapter.js';
import { isOutage } from './outage.js';
import { sendProblem } from './send-problem.js';

/** Seconds after which a client may try again when something Parley stands on is away. */
export const RETRY_AFTER_SECONDS = 5;

const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'INVALID_QUERY',
  401: 'UNAUTHORIZED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'TOO_LARGE',
  // An address longer than any id can be names nothing.
  414: 'NOT_FOUND',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  503: 'UNAVAILABLE',
};

/** Details for errors that the framework raised; its own sentences are not part of the contract. */
const DETAIL_OF_CODE: Partial<Record<ProblemCode, string>> = {
  INVALID_QUERY: 'The request can not be read.',
  NOT_FOUND: 'There is nothing at this address. See /openapi.json for what there is.',
  TOO_LARGE: 'The body is larger than this address takes.',
  UNSUPPORTED_MEDIA_TYPE: 'This media type is not taken here.',
  UNAVAILABLE: 'This can not be answered now; try again.',
  INTERNAL: 'Something went wrong here. It has been logged; the request may be repeated.',
};

/**
 * Shows every error as RFC 9457 `application/problem+json`. What is not a ProblemError is told by its class alone:
 * messages of databases, brokers and frameworks go to the log, never to the client.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    // Where an application also has consumers, their errors mean something to those who deliver, and go on as they are.
    if (host.getType() !== 'http') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const path = request.url.split('?')[0] ?? request.url;
    if (reply.sent || reply.raw.headersSent) {
      this.logger.error({ err: error, method: request.method, path }, 'failed after the answer had begun');
      reply.raw.destroy();
      return;
    }
    const shown = this.shownOf(error, request, reply, path);
    if (shown.code === 'INTERNAL')
      this.logger.error({ err: error, method: request.method, path }, 'a request failed unexpectedly');
    if (shown.code === 'UNAVAILABLE') {
      this.logger.warn({ err: error, method: request.method, path }, 'a request could not be answered');
      reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    }
    sendProblem(reply, { ...shown.extensions, ...problemOf(shown.code, shown.detail, shown.errors, path) });
  }

  private shownOf(
    error: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
    path: string,
  ): Pick<ProblemError, 'code' | 'detail' | 'errors'> & Partial<Pick<ProblemError, 'extensions'>> {
    if (error instanceof ProblemError) return error;
    if (isOutage(error)) return { code: 'UNAVAILABLE', detail: DETAIL_OF_CODE.UNAVAILABLE ?? '', errors: [] };
    const status = statusOf(error);
    if (status === 404) {
      const allowed = allowedMethods(reply.server.server as Server, path);
      if (allowed.length > 0 && !allowed.includes(request.method)) {
        reply.header('allow', allowed.join(', '));
        return {
          code: 'METHOD_NOT_ALLOWED',
          detail: `${request.method} is not possible here; ${allowed.join(', ')} is.`,
          errors: [],
        };
      }
    }
    const code = (status === null ? undefined : CODE_OF_STATUS[status]) ?? 'INTERNAL';
    return { code, detail: DETAIL_OF_CODE[code] ?? '', errors: [] };
  }
}

function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  // Fastify's own errors, where Nest does not turn them into HttpException.
  if (types.isNativeError(error) && 'statusCode' in error && typeof error.statusCode === 'number')
    return error.statusCode;
  return null;
}
