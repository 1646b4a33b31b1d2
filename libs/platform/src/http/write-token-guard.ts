import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { type ParleyConfig, ProblemError } from '@parley/settings';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PARLEY_CONFIG } from '../tokens.js';

/**
 * Lets what writes pass only with the configured token (`Authorization: Bearer …`, RFC 6750). Without a token in the
 * configuration everybody who reaches the port may write; the default is to listen on this machine alone.
 */
@Injectable()
export class WriteTokenGuard implements CanActivate {
  constructor(@Inject(PARLEY_CONFIG) private readonly config: Pick<ParleyConfig, 'ingestToken'>) {}

  canActivate(context: ExecutionContext): boolean {
    const expected = this.config.ingestToken;
    if (expected === null) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const given = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given !== undefined && sameSecret(given, expected)) return true;
    context
      .switchToHttp()
      .getResponse<FastifyReply>()
      .header('www-authenticate', `Bearer realm="parley"${given === undefined ? '' : ', error="invalid_token"'}`);
    throw new ProblemError(
      'UNAUTHORIZED',
      given === undefined
        ? 'Writing needs a token: send "Authorization: Bearer <PARLEY_INGEST_TOKEN>".'
        : 'This token is not the one that is configured.',
    );
  }
}

/** Compared as digests: equal lengths, and the time taken tells nothing about the secret. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
