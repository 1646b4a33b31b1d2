import type { Problem } from '@parley/settings';
import type { FastifyReply } from 'fastify';

/** Sends a problem, with extension members beside it. Serialised here, since Fastify takes only plain JSON for JSON. */
export function sendProblem(reply: FastifyReply, problem: Problem & Readonly<Record<string, unknown>>): void {
  reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem));
}
