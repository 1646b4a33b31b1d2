import type { Policy } from '@parley/domain';
import type { ClientBase } from 'pg';
import type { DossierRules } from './dossier-rules.js';

/**
 * The rules, with the policies that the tracker has put in force in the place of those that were published since: a policy
 * comes into force for a whole dossier at one place in the tracker's work. Hold the articles or the sources first: what it
 * gives is true while they are.
 */
export async function withPoliciesInForce(client: ClientBase, rules: DossierRules): Promise<DossierRules> {
  const { rows } = await client.query<{ id: string; policy: Policy }>({
    name: 'tracker-load-policies-in-force',
    text: 'SELECT id, policy FROM tracker.dossier WHERE policy IS NOT NULL',
  });
  const inForce = new Map(rows.map(({ id, policy }) => [id, policy]));
  return {
    policyOf: (dossier) => inForce.get(dossier) ?? rules.policyOf(dossier),
    isByOthers: (statement) => rules.isByOthers(statement),
  };
}
