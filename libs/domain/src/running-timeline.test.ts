import fc from 'fast-check';
import { decideChanges } from './decide-changes.js';
import type { LedgerStatement } from './ledger-statement.js';
import { DEFAULT_POLICY, FIRST_POLICY } from './policy.js';
import { RunningTimeline } from './running-timeline.js';
import { policies, said, statementSets } from './statements.test-support.js';

const histories = statementSets(24).chain((statements) => {
  const ids = statements.map(({ id }) => id);
  const event = fc.record({
    added: fc.shuffledSubarray(statements, { maxLength: Math.min(4, statements.length) }),
    removed: fc.oneof(
      { weight: 4, arbitrary: fc.constant<string[]>([]) },
      fc.subarray(ids, { maxLength: Math.min(2, ids.length) }),
    ),
    regrouped: fc.oneof(
      { weight: 4, arbitrary: fc.constant<LedgerStatement[]>([]) },
      fc
        .subarray(statements, { maxLength: Math.min(3, statements.length) })
        .map((some) => some.map((statement): LedgerStatement => ({ ...statement, source: 'story y' }))),
    ),
  });
  return fc.record({ known: fc.subarray(statements), events: fc.array(event, { maxLength: 16 }) });
});

describe('RunningTimeline', () => {
  it('decides what decideChanges decides, event by event, in any history and under any policy', () => {
    fc.assert(
      fc.property(histories, policies, fc.constantFrom(null, FIRST_POLICY), ({ known, events }, policy, earlier) => {
        const running = new RunningTimeline(known, policy, earlier ?? policy);
        let decidedUnder = earlier ?? policy;
        let ledger: LedgerStatement[] = known;
        for (const incoming of events) {
          expect(running.apply(incoming)).toEqual(decideChanges(ledger, incoming, policy, decidedUnder));
          decidedUnder = policy;
          const next = new Map(ledger.filter(({ id }) => !incoming.removed.includes(id)).map((s) => [s.id, s]));
          for (const statement of incoming.regrouped) if (next.has(statement.id)) next.set(statement.id, statement);
          for (const statement of incoming.added) if (!next.has(statement.id)) next.set(statement.id, statement);
          ledger = [...next.values()];
          for (const { id } of [...known, ...incoming.added]) expect(running.get(id)).toEqual(next.get(id));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('decides what decideChanges decides where an event carries two readings of one id', () => {
    const added = [said('a', 'support', '2025-08-01'), said('a', 'oppose', '2025-08-03')];
    expect(new RunningTimeline([], DEFAULT_POLICY).apply({ added, removed: [] })).toEqual(
      decideChanges([], { added, removed: [] }, DEFAULT_POLICY),
    );
  });
});
