import { Controller, Res } from '@nestjs/common';
import { problemOf } from '@parley/settings';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { RETRY_AFTER_SECONDS } from '../problem-filter.js';
import { defineRoute, Route } from '../route.js';
import { sendProblem } from '../send-problem.js';
import { HealthRegistry } from './health-registry.js';

export const healthSchema = z
  .strictObject({
    ok: z.boolean(),
    checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean() })),
  })
  .meta({ id: 'Health', examples: [{ ok: true, checks: [{ name: 'postgres', ok: true }] }] });
export type Health = z.infer<typeof healthSchema>;

const failing = 'Not so: a problem that also has `checks`, to see which failed';

export const liveRoute = defineRoute({
  id: 'isLive',
  method: 'get',
  path: '/health/live',
  tag: 'Health',
  summary: 'Whether the process should go on running',
  responses: { 200: { description: 'It should', schema: healthSchema }, 503: { description: failing } },
  problems: [],
});

export const readyRoute = defineRoute({
  id: 'isReady',
  method: 'get',
  path: '/health/ready',
  tag: 'Health',
  summary: 'Whether requests can be answered now',
  responses: { 200: { description: 'They can', schema: healthSchema }, 503: { description: failing } },
  problems: [],
});

@Controller()
export class HealthController {
  constructor(private readonly registry: HealthRegistry) {}

  @Route(liveRoute)
  live(@Res() reply: FastifyReply): Promise<void> {
    return this.answer('live', reply);
  }

  @Route(readyRoute)
  ready(@Res() reply: FastifyReply): Promise<void> {
    return this.answer('ready', reply);
  }

  private async answer(kind: 'ready' | 'live', reply: FastifyReply): Promise<void> {
    const checks = await this.registry.run(kind);
    const failed = checks.filter((check) => !check.ok).map((check) => check.name);
    reply.header('cache-control', 'no-store');
    if (failed.length === 0) {
      reply.send({ ok: true, checks: [...checks] } satisfies Health);
      return;
    }
    reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    sendProblem(reply, { ...problemOf('UNAVAILABLE', `not answering: ${failed.join(', ')}`), checks });
  }
}
