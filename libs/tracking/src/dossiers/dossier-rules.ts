import type { Statement } from '@parley/contracts';
import { bodiesOf, DEFAULT_POLICY, type Policy, policyOf, type RoleHolder } from '@parley/domain';
import { aliasKey, type Dossier } from '@parley/dossier';

/** What the dossiers in force say of how statements count. */
export interface DossierRules {
  /** The policy of a dossier; the default where the dossier is not known, or says nothing. */
  policyOf(dossier: string): Policy;
  /** Whether another actor of the dossier, one who does not speak for the actor that day, says it of the actor. */
  isByOthers(statement: Statement): boolean;
}

/** The rules where no dossier is known. */
export const NO_DOSSIERS: DossierRules = { policyOf: () => DEFAULT_POLICY, isByOthers: () => false };

/** What one dossier says. Only names that the text gives the speaker in full are looked at; pronouns name nobody. */
export class RulesOfDossier {
  readonly policy: Policy;
  private readonly holders: ReadonlyMap<string, RoleHolder>;
  private readonly owners = new Map<string, string>();

  /** `inForce`: what it is decided under, where that is not the policy of the document. */
  constructor(dossier: Dossier, inForce: Policy | null = null) {
    this.policy = inForce ?? policyOf(dossier.dossier, dossier.policy);
    this.holders = new Map(dossier.actors.map((actor) => [actor.id, actor]));
    for (const { id, name, aliases } of dossier.actors)
      for (const spelling of [name, ...aliases]) this.owners.set(aliasKey(spelling), id);
  }

  isByOthers({ actor, speaker, statedOn }: Pick<Statement, 'actor' | 'speaker' | 'statedOn'>): boolean {
    const named = this.owners.get(aliasKey(speaker));
    if (named === undefined || named === actor) return false;
    // A body speaks of its head as the head does of it: either is the same side.
    return !bodiesOf(this.holders, named, statedOn).has(actor) && !bodiesOf(this.holders, actor, statedOn).has(named);
  }
}
