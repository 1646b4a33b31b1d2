import { type EncodedEvent, POSITIONS_TOPIC } from '@parley/contracts';
import type { OutgoingRecord } from '@parley/event-log';
import { type Backlog, backlogOf } from './backlog.js';
import { onGround, type Servers } from './ground.js';
import { observedRecords, statementsRecords } from './made-up-events.js';
import { madeUpReport } from './made-up-reports.js';
import { startTracker, trackAll } from './stages/track.js';

const SEED = 20_26;

/** What the stages read, made on first use and once for all of them: the same on both adapters. */
export class Material {
  private observedOnce: readonly EncodedEvent[] | null = null;
  private statementsOnce: readonly EncodedEvent[] | null = null;
  private positionsOnce: Promise<Backlog> | null = null;

  constructor(
    readonly articles: number,
    private readonly servers: Servers,
  ) {}

  /** Observations of `articles` reports. */
  observed(): readonly EncodedEvent[] {
    this.observedOnce ??= observedRecords(
      Array.from({ length: this.articles }, (_, index) => madeUpReport(SEED, index)),
    );
    return this.observedOnce;
  }

  /** What the extractor makes of them. */
  statements(): readonly EncodedEvent[] {
    this.statementsOnce ??= statementsRecords(this.observed());
    return this.statementsOnce;
  }

  /** What the tracker decides by them. Cut in each partition, since the changes of a timeline must stay in order. */
  positions(): Promise<Backlog> {
    this.positionsOnce ??= onGround(this.servers, 'embedded', async (ground) => {
      const service = await startTracker(ground, null);
      try {
        await trackAll(ground, service, this.statements());
      } finally {
        await service.stop();
      }
      const partitions = new Map<number, OutgoingRecord[]>();
      for await (const batch of ground.runtime.log.read(POSITIONS_TOPIC, { from: { at: 'beginning' }, until: 'end' })) {
        const records = batch.records.map(({ key, headers, value }) => ({ key, headers, value }));
        partitions.set(batch.partition, [...(partitions.get(batch.partition) ?? []), ...records]);
      }
      const backlogs = [...partitions.values()].map(backlogOf);
      return {
        warmUp: backlogs.flatMap(({ warmUp }) => warmUp),
        measured: backlogs.flatMap(({ measured }) => measured),
      };
    });
    return this.positionsOnce;
  }
}
