import { createEvent, type Evidence, encodeEvent, type PositionChanged } from '@parley/contracts';
import { type PlannedChange } from '@parley/tracking';
import type { ClientBase } from 'pg';
import { loadEvidence } from './load-evidence.sql.js';
import type { OutboxEntry } from './write-decision.sql.js';

const SOURCE = '/parley/tracker';

/** Decided changes as the events that announce them, with the evidence that only the ledger has. */
export async function encodeChanges(
  client: ClientBase,
  changes: readonly PlannedChange[],
  time: Date,
): Promise<OutboxEntry[]> {
  // Statements that were outvoted when they came were announced by nobody; a later change may rest on them.
  const missing = changes.flatMap(({ decided, evidence }) =>
    decided.evidence.flatMap(({ statement }) => (evidence.has(statement.id) ? [] : [statement.id])),
  );
  const stored = await loadEvidence(client, [...new Set(missing)]);
  return changes.map((change) => {
    const event = createEvent(`parley.position.${change.decided.change}`, dataOf(change, stored), {
      source: SOURCE,
      time,
      subject: `${change.key.dossier}/${change.key.actor}/${change.key.issue}`,
      causedBy: change.cause,
    });
    return { eventId: event.id, ...encodeEvent(event) };
  });
}

const dataOf = (change: PlannedChange, stored: ReadonlyMap<string, Evidence>): PositionChanged => {
  const { key, actor, issue, sequence, decided, evidence, cause, policy, derivation } = change;
  return {
    dossier: key.dossier,
    actor,
    issue,
    change: decided.change,
    sequence,
    before: decided.before,
    after: decided.after,
    rewritten: decided.rewritten && { ...decided.rewritten, segments: [...decided.rewritten.segments] },
    evidence: decided.evidence.map(({ statement }) => {
      const found = evidence.get(statement.id) ?? stored.get(statement.id);
      if (!found) throw new Error(`the ledger has no evidence for statement ${statement.id}`);
      return found;
    }),
    reason: reasonOf(change),
    policy: { id: policy.id, version: policy.version },
    derivation,
    decidedFrom: cause.id,
  };
};

/** Why the past reads differently: where a person made it so, what the person said. */
const reasonOf = ({ decided, reason }: PlannedChange): string | null =>
  decided.reason === null ? null : (reason?.slice(0, 500) ?? decided.reason);
