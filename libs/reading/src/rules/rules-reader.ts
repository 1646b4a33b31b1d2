import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StatementsExtracted } from '@parley/contracts';
import type { DossierInForce } from '../dossiers/dossier-registry.js';
import {
  allInOrder,
  type ObservedEvent,
  PartitionLostError,
  type StatementReader,
} from '../extract/statement-reader.js';
import { CompiledDossiers, type RulesReading, readByRules } from './read-by-rules.js';
import { ReadingPool, type ReadingPoolOptions } from './reading-pool.js';

/** Reads by the rules, in threads or, where there are none, in the thread it is called from. */
export class RulesReader implements StatementReader {
  private readonly pool: ReadingPool | null;
  private readonly compiled = new CompiledDossiers();

  constructor(options: ReadingPoolOptions) {
    this.pool = options.threads > 0 ? new ReadingPool(options) : null;
  }

  async read(
    events: readonly ObservedEvent[],
    dossiers: readonly DossierInForce[],
    signal: AbortSignal,
  ): Promise<readonly StatementsExtracted[]> {
    const readings = await this.readings(events, dossiers, { doubts: false, signal });
    return readings.map(({ read }) => read);
  }

  /** As `read`, with what speaks against each reading if that is asked for. */
  async readings(
    events: readonly ObservedEvent[],
    dossiers: readonly DossierInForce[],
    options: { readonly doubts: boolean; readonly signal: AbortSignal },
  ): Promise<readonly RulesReading[]> {
    const { pool } = this;
    if (!pool) return this.readHere(events, dossiers, options);
    const pending: Promise<RulesReading>[] = [];
    for (const { data } of events) {
      await pool.room();
      const reading = pool.read(data, dossiers, options);
      // Its error is looked at with the others'; until then it must not count as one that nobody hears.
      reading.catch(() => undefined);
      pending.push(reading);
    }
    const readings = await allInOrder(pending);
    if (options.signal.aborted) throw new PartitionLostError();
    return readings;
  }

  async close(): Promise<void> {
    await this.pool?.close();
  }

  private async readHere(
    events: readonly ObservedEvent[],
    dossiers: readonly DossierInForce[],
    { doubts, signal }: { readonly doubts: boolean; readonly signal: AbortSignal },
  ): Promise<readonly RulesReading[]> {
    const compiled = this.compiled.of(dossiers);
    const readings: RulesReading[] = [];
    for (const { data } of events) {
      // Reading is pure computation: let heartbeats and health checks have their turn between articles.
      await nextTurn();
      if (signal.aborted) throw new PartitionLostError();
      readings.push(readByRules(data, compiled, { doubts }));
    }
    return readings;
  }
}
