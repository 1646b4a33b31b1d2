import type { Stance } from '@parley/contracts';
import fc from 'fast-check';
import type { LedgerStatement } from './ledger-statement.js';
import type { Policy } from './policy.js';

/** A statement with the parts that matter to a test; the rest is filled in from its id. */
export const said = (
  id: string,
  stance: Stance,
  statedOn: string,
  parts: Partial<Omit<LedgerStatement, 'id' | 'stance' | 'statedOn'>> = {},
): LedgerStatement => ({
  id,
  stance,
  statedOn,
  publishedAt: `${statedOn}T12:00:00.000Z`,
  articleId: `article of ${id}`,
  publisher: `outlet of ${id}`,
  source: `outlet ${parts.publisher ?? `outlet of ${id}`}`,
  byOthers: false,
  start: 0,
  confidence: 0.8,
  condition: null,
  ...parts,
});

const day = fc.integer({ min: 1, max: 9 }).map((n) => `2025-08-0${n}`);

/** Statements with distinct ids on few days by few publishers, so that days are disputed and tied often. */
export const statementSets = (maxLength: number) =>
  fc
    .array(
      fc.record({
        stance: fc.constantFrom<Stance>('support', 'oppose', 'conditional', 'noncommittal'),
        statedOn: day,
        publishedAt: day.map((d) => `${d}T12:00:00Z`),
        articleId: fc.constantFrom('a', 'b', 'c', 'd'),
        publisher: fc.constantFrom('one', 'two', 'three'),
        source: fc.constantFrom('outlet one', 'outlet two', 'outlet three', 'story x'),
        byOthers: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
        start: fc.integer({ min: 0, max: 2 }),
        confidence: fc.constantFrom(0.1, 0.2, 0.3, 0.5, 0.9),
        condition: fc.constantFrom(null, 'if both stop', 'after a vote'),
      }),
      { maxLength },
    )
    .map((statements) =>
      statements.map(
        (s, n): LedgerStatement => ({ ...s, id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` }),
      ),
    );

/** Policies that differ in all that decides. */
export const policies: fc.Arbitrary<Policy> = fc.record({
  id: fc.constant('test'),
  version: fc.constant('test'),
  leastConfidence: fc.constantFrom(0, 0.25),
  shiftWeight: fc.constantFrom(0, 0.3, 0.8),
  conflictWindowDays: fc.constantFrom(0, 1, 3),
  freshDays: fc.constant(90),
  sources: fc.constantFrom<Policy['sources']>({}, { one: 'A', two: 'E' }),
});
