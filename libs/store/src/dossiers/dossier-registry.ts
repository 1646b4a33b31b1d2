import { ContractError, DOSSIERS_TOPIC, decodeEvent } from '@parley/contracts';
import type { Policy } from '@parley/domain';
import { type Dossier, parseDossierJson } from '@parley/dossier';
import type { EventLog, LogRecord } from '@parley/event-log';
import type { Logger } from '@parley/platform';

/** A dossier in force. The same id and version is the same dossier. */
export interface DossierInForce {
  readonly dossier: Dossier;
  readonly version: string;
}

/**
 * The dossiers in force, as the log's own topic tells. `catchUp` costs one look at the topic's end where nothing is
 * new, so it is asked before every batch: an article that was appended after a dossier is read under it.
 */
export class DossierRegistry {
  private readonly inForce = new Map<string, DossierInForce>();
  /** What publications say that positions are decided under, apart from their documents. */
  private readonly policies = new Map<string, Policy | null>();
  private readonly next = new Map<number, bigint>();

  constructor(
    private readonly log: Pick<EventLog, 'bounds' | 'read'>,
    private readonly logger: Pick<Logger, 'info' | 'error'>,
  ) {}

  /** Reads what was published since the last call. Throws LogError while the log is away. */
  async catchUp(): Promise<void> {
    const bounds = await this.log.bounds(DOSSIERS_TOPIC);
    if (bounds.every(({ partition, begin, end }) => (this.next.get(partition) ?? begin) >= end)) return;
    for await (const batch of this.log.read(DOSSIERS_TOPIC, {
      from: { at: 'offsets', offsets: this.next },
      until: 'end',
    })) {
      for (const record of batch.records) this.apply(record);
      this.next.set(batch.partition, batch.nextOffset);
    }
    for (const { partition, end } of bounds) {
      // The tail may be gaps (compaction, transaction markers) that no batch reports.
      if ((this.next.get(partition) ?? 0n) < end) this.next.set(partition, end);
    }
  }

  /** The dossier in force; undefined where none of this id is. */
  get(id: string): DossierInForce | undefined {
    return this.inForce.get(id);
  }

  /** What the positions of a dossier are decided under, by its latest publication; null: as its document has it. */
  policyInForce(id: string): Policy | null {
    return this.policies.get(id) ?? null;
  }

  /** By id, so that the order never depends on the order of publication. */
  all(): readonly DossierInForce[] {
    return [...this.inForce.values()].sort((a, b) => (a.dossier.dossier < b.dossier.dossier ? -1 : 1));
  }

  private apply(record: LogRecord): void {
    const published = this.read(record);
    if (!published) return;
    this.inForce.set(published.dossier.dossier, published);
    this.logger.info({ dossier: published.dossier.dossier, version: published.version }, 'dossier in force');
  }

  /** One dossier that this build can't read must not stop the others; the projector sets the record itself aside. */
  private read({ headers, value, offset }: LogRecord): DossierInForce | null {
    if (value === null) return null;
    try {
      const event = decodeEvent({ headers, value }, DOSSIERS_TOPIC);
      if (event.type !== 'parley.dossier.published') return null;
      const parsed = parseDossierJson(event.data.document);
      if (parsed.ok) {
        this.policies.set(parsed.dossier.dossier, event.data.policy);
        return { dossier: parsed.dossier, version: event.data.version };
      }
      this.logger.error({ offset: String(offset), problems: parsed.problems }, 'a published dossier is not valid');
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      this.logger.error({ offset: String(offset), err: error }, 'a published dossier can not be read');
    }
    return null;
  }
}
