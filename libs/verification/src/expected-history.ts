import { canonicalJson } from './canonical.js';
import type { Fields } from './compare-rows.js';
import type { Withdrawal } from './expected-articles.js';
import { expectedStatements, type Reading, type RecordedCuration } from './expected-statements.js';

/** Of a statement's row: what tells whether it counts, and not what it says. */
const STANDING = ['recorded_at', 'read_until', 'retracted_at', 'superseded_at'] as const;

/**
 * How the statements of one article counted from when to when: the record of each instant at which the log recorded
 * anything of it, worked out as if nothing had come after, laid side by side.
 */
export function expectedHistory(
  readings: readonly Reading[],
  curations: readonly RecordedCuration[],
  withdrawals: readonly Withdrawal[],
): Fields[] {
  const times = new Set(
    [
      ...[...readings, ...curations, ...withdrawals].map(({ recordedAt }) => recordedAt),
      ...withdrawals.flatMap(({ undoneAt }) => undoneAt ?? []),
    ].map((instant) => instant.getTime()),
  );
  const states: Fields[] = [];
  const open = new Map<string, { readonly content: string; readonly state: Fields }>();
  for (const time of [...times].sort((a, b) => a - b)) {
    const at = new Date(time);
    const isKnown = ({ recordedAt }: { readonly recordedAt: Date }) => recordedAt <= at;
    const inForce = new Map(
      expectedStatements(
        readings.filter(isKnown),
        curations.filter(isKnown),
        withdrawals
          .filter(isKnown)
          .map((one) => (one.undoneAt && one.undoneAt > at ? { ...one, undoneAt: null } : one)),
      )
        .filter(({ superseded_at }) => superseded_at === null)
        .map((row) => [String(row.id), withoutStanding(row)]),
    );
    for (const [id, { content, state }] of open) {
      const now = inForce.get(id);
      if (now && canonicalJson(now) === content) continue;
      open.delete(id);
      states.push({ ...state, known_to: at });
    }
    for (const [id, row] of inForce)
      if (!open.has(id))
        open.set(id, { content: canonicalJson(row), state: { ...row, known_from: at, known_to: null } });
  }
  return [...states, ...[...open.values()].map(({ state }) => state)];
}

export const withoutStanding = (row: Fields): Fields =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !STANDING.some((one) => one === name)));
