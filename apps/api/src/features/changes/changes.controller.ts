import { Readable } from 'node:stream';
import { Controller, Headers, Inject, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { ChangePage, ChangeQuery, ChangeStreamQuery } from '@parley/contracts';
import { Route } from '@parley/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { LinkNextInterceptor } from '../../paging/link-next.interceptor.js';
import { RECORD } from '../../record/record.js';
import { ChangeStream } from './change-stream.js';
import { listChanges, streamChanges } from './contract.js';
import { feedHeads, feedStart } from './feed.js';
import { ListChanges } from './list-changes.js';

@Controller()
export class ChangesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly streams: ChangeStream,
    @Inject(RECORD) private readonly record: DataSource,
  ) {}

  @Route(listChanges)
  @UseInterceptors(LinkNextInterceptor)
  list(@Query({ schema: listChanges.query }) query: ChangeQuery): Promise<ChangePage> {
    return this.queries.execute(new ListChanges(query));
  }

  @Route(streamChanges)
  async stream(
    @Query({ schema: streamChanges.query }) query: ChangeStreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const cursor = lastEventId || query.after;
    const from =
      cursor !== undefined || query.since !== undefined
        ? await feedStart(this.record, query, cursor)
        : await feedHeads(this.record);
    reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies that buffer (nginx) would hold events back.
      'x-accel-buffering': 'no',
    });
    if (request.method === 'HEAD') {
      reply.send('');
      return;
    }
    reply.send(Readable.from(this.streams.open(query, from, reply.raw)));
  }
}
