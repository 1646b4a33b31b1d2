import { ContractError, DOSSIERS_TOPIC, decodeEvent, type Statement } from '@parley/contracts';
import { DEFAULT_POLICY, type Policy } from '@parley/domain';
import { parseDossierJson } from '@parley/dossier';
import type { EventLog, LogRecord } from '@parley/event-log';
import type { Logger } from '@parley/platform';
import { type DossierRules, RulesOfDossier } from './dossier-rules.js';

/**
 * The rules of the dossiers in force, as the log's own topic tells. `catchUp` costs one look at the topic's end where
 * nothing is new, so it is asked before every batch: what is decided after a dossier was appended is decided under it.
 */
export class DossiersInForce implements DossierRules {
  private readonly inForce = new Map<string, RulesOfDossier>();
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

  policyOf(dossier: string): Policy {
    return this.inForce.get(dossier)?.policy ?? DEFAULT_POLICY;
  }

  isByOthers(statement: Statement): boolean {
    return this.inForce.get(statement.dossier)?.isByOthers(statement) ?? false;
  }

  /** One dossier that this build can't read must not stop the others; the projector sets the record itself aside. */
  private apply({ headers, value, offset }: LogRecord): void {
    if (value === null) return;
    try {
      const event = decodeEvent({ headers, value }, DOSSIERS_TOPIC);
      if (event.type !== 'parley.dossier.published') return;
      const parsed = parseDossierJson(event.data.document);
      if (!parsed.ok) {
        this.logger.error({ offset: String(offset), problems: parsed.problems }, 'a published dossier is not valid');
        return;
      }
      const rules = new RulesOfDossier(parsed.dossier);
      this.inForce.set(parsed.dossier.dossier, rules);
      this.logger.info({ dossier: parsed.dossier.dossier, policy: rules.policy.version }, 'policy in force');
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      this.logger.error({ offset: String(offset), err: error }, 'a published dossier can not be read');
    }
  }
}
