import { Readable } from 'node:stream';
import { Controller, Inject, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  type ChangeExportQuery,
  type ExportFormat,
  MAX_PAGE,
  type Page,
  type PositionExportQuery,
  type PositionItem,
  type ShownStatement,
  type StatementExportQuery,
} from '@parley/contracts';
import { CLOCK, type Clock, Route } from '@parley/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { encodeFeedPlace, feedStart, readAnnounced } from '../changes/feed.js';
import { ListPositions } from '../positions/list-positions.js';
import { ListStatements } from '../statements/list-statements.js';
import { exportChanges, exportPositions, exportStatements } from './contract.js';
import { CHANGE_TABLE, POSITION_TABLE, STATEMENT_TABLE } from './tables.js';
import { MEDIA_TYPES, type TableColumn, writeExport } from './write-export.js';

/** Lists as a whole. The first page is read before the answer begins, so that what is wrong is still told as a problem. */
@Controller()
export class ExportsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(RECORD) private readonly record: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Route(exportChanges)
  changes(
    @Query({ schema: exportChanges.query }) query: ChangeExportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return send(this.changePages(query), { name: 'changes', table: CHANGE_TABLE, query, request, reply });
  }

  @Route(exportPositions)
  positions(
    @Query({ schema: exportPositions.query }) { format, ...query }: PositionExportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // Of one instant, however long it takes.
    const knownAt = query.knownAt ?? this.clock().toISOString();
    const pages = this.pages<PositionItem>(
      (cursor) => new ListPositions({ ...query, knownAt, limit: MAX_PAGE, ...cursor }),
    );
    return send(pages, { name: 'positions', table: POSITION_TABLE, query: { format }, request, reply });
  }

  @Route(exportStatements)
  statements(
    @Query({ schema: exportStatements.query }) { format, ...query }: StatementExportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asksOfNow = query.superseded || query.state !== 'in-force';
    const knownAt = query.knownAt ?? (asksOfNow ? undefined : this.clock().toISOString());
    const pages = this.pages<ShownStatement>(
      (cursor) => new ListStatements({ ...query, knownAt, order: 'day', limit: MAX_PAGE, ...cursor }),
    );
    return send(pages, { name: 'statements', table: STATEMENT_TABLE, query: { format }, request, reply });
  }

  private async *changePages(query: ChangeExportQuery) {
    let place = await feedStart(this.record, query, query.after);
    for (;;) {
      const page = await readAnnounced(this.record, query, place, MAX_PAGE);
      yield page.items.map(({ after, ...change }) => ({ cursor: encodeFeedPlace(query, after), ...change }));
      if (page.items.length < MAX_PAGE) return;
      place = page.next;
    }
  }

  private async *pages<Item>(
    queryOf: (cursor: { cursor?: string }) => ListPositions | ListStatements,
  ): AsyncGenerator<readonly Item[], void, void> {
    let cursor: string | null = null;
    do {
      // Both give pages of what the caller names.
      const page = (await this.queries.execute(
        queryOf(cursor === null ? {} : { cursor }) as ListPositions,
      )) as unknown as Page<Item>;
      yield page.items;
      cursor = page.next;
    } while (cursor !== null);
  }
}

interface Sent<Item> {
  readonly name: string;
  readonly table: readonly TableColumn<Item>[];
  readonly query: { readonly format: ExportFormat };
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function send<Item>(
  pages: AsyncGenerator<readonly Item[], void, void>,
  { name, table, query: { format }, request, reply }: Sent<Item>,
): Promise<void> {
  const first = await pages.next();
  async function* all(): AsyncGenerator<readonly Item[], void, void> {
    if (first.done) return;
    yield first.value;
    yield* pages;
  }
  reply.headers({
    'content-type': MEDIA_TYPES[format],
    'content-disposition': `attachment; filename="${name}.${format}"`,
    'cache-control': 'no-store',
  });
  // A break in the middle cuts the connection: half an export must not look like a whole one.
  reply.send(request.method === 'HEAD' ? '' : Readable.from(writeExport(all(), format, table)));
}
