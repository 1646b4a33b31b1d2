import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { HistoryQuery, PositionHistory, PositionPath } from '@parley/contracts';
import { CLOCK, type Clock } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { loadSegments } from './load-segments.js';
import { loadTimeline } from './load-timeline.js';

/** All that one actor held on one issue up to a day, as believed at an instant. */
export class GetPositionHistory extends Query<PositionHistory> {
  constructor(
    readonly path: PositionPath,
    readonly asked: HistoryQuery,
  ) {
    super();
  }
}

@QueryHandler(GetPositionHistory)
export class GetPositionHistoryHandler implements IQueryHandler<GetPositionHistory> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ path, asked }: GetPositionHistory): Promise<PositionHistory> {
    const timeline = await loadTimeline(this.record, path, asked.knownAt);
    const segments = await loadSegments(this.record, path, { ...asked, segments: 'all' }, this.clock());
    return {
      dossier: path.dossier,
      ...timeline,
      validAt: asked.validAt ?? null,
      knownAt: asked.knownAt ?? null,
      segments,
    };
  }
}
