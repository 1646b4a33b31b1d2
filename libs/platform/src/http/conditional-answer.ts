import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/**
 * Strong ETags (RFC 9110) over the bytes of each successful GET or HEAD, and 304 where If-None-Match names them. The
 * hash is of the answer itself, so it holds whatever the answer was made from; it saves the transfer, not the query.
 */
export function answerConditionally(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (!isRead || !isWhole || reply.statusCode !== 200 || reply.hasHeader('etag')) {
      done(null, payload);
      return;
    }
    const etag = etagOf(payload);
    reply.header('etag', etag);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache');
    const condition = request.headers['if-none-match'];
    if (condition !== undefined && namesTag(condition, etag)) {
      reply.code(304);
      reply.removeHeader('content-type');
      reply.removeHeader('content-length');
      done(null, null);
      return;
    }
    done(null, payload);
  });
}

/** The strong ETag of an answer's bytes. */
export const etagOf = (payload: string | Buffer): string =>
  `"${createHash('sha256').update(payload).digest('base64url')}"`;

/**
 * Whether If-Match (RFC 9110, 13.1.1) names the tag. It compares strongly: a weak tag matches nothing.
 */
export const matchesTag = (condition: string, etag: string): boolean =>
  condition.trim() === '*' || condition.split(',').some((candidate) => candidate.trim() === etag);

/** If-None-Match compares weakly (RFC 9110, 13.1.2): a proxy may have put W/ before the tag. */
function namesTag(condition: string, etag: string): boolean {
  return (
    condition.trim() === '*' || condition.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag)
  );
}
