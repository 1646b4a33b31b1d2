import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OnePositionQuery, PositionAnswer, PositionPath } from '@parley/contracts';
import { CLOCK, type Clock } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { loadSegments } from './load-segments.js';
import { loadTimeline } from './load-timeline.js';

/** What one actor holds on one issue. */
export class GetPosition extends Query<PositionAnswer> {
  constructor(
    readonly path: PositionPath,
    readonly asked: OnePositionQuery,
  ) {
    super();
  }
}

@QueryHandler(GetPosition)
export class GetPositionHandler implements IQueryHandler<GetPosition> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ path, asked }: GetPosition): Promise<PositionAnswer> {
    const timeline = await loadTimeline(this.record, path, asked.knownAt);
    const [position] = await loadSegments(this.record, path, { ...asked, segments: 'one' }, this.clock());
    return {
      dossier: path.dossier,
      ...timeline,
      validAt: asked.validAt ?? null,
      knownAt: asked.knownAt ?? null,
      position: position ?? null,
    };
  }
}
