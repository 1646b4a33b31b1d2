import type { Statement } from '@parley/contracts';
import { DEFAULT_POLICY, type Policy } from '@parley/domain';
import type { Dossier } from '@parley/dossier';
import type { EventLog } from '@parley/event-log';
import type { Logger } from '@parley/platform';
import { DossierRegistry } from '@parley/store';
import { type DossierRules, RulesOfDossier } from './dossier-rules.js';

/** The rules of the dossiers in force, as of the last `catchUp`: what is decided after a dossier was appended is decided under it. */
export class DossiersInForce implements DossierRules {
  private readonly registry: DossierRegistry;
  /** By dossier, made when they are first asked for. */
  private readonly rules = new Map<string, { readonly of: Dossier; readonly rules: RulesOfDossier }>();

  constructor(log: Pick<EventLog, 'bounds' | 'read'>, logger: Pick<Logger, 'info' | 'error'>) {
    this.registry = new DossierRegistry(log, logger);
  }

  /** Reads what was published since the last call. Throws LogError while the log is away. */
  catchUp(): Promise<void> {
    return this.registry.catchUp();
  }

  policyOf(dossier: string): Policy {
    return this.rulesOf(dossier)?.policy ?? DEFAULT_POLICY;
  }

  isByOthers(statement: Statement): boolean {
    return this.rulesOf(statement.dossier)?.isByOthers(statement) ?? false;
  }

  private rulesOf(id: string): RulesOfDossier | undefined {
    const dossier = this.registry.get(id)?.dossier;
    if (!dossier) return undefined;
    const known = this.rules.get(id);
    if (known?.of === dossier) return known.rules;
    const rules = new RulesOfDossier(dossier, this.registry.policyInForce(id));
    this.rules.set(id, { of: dossier, rules });
    return rules;
  }
}
