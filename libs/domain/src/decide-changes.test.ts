import { positionSchema } from '@parley/contracts';
import fc from 'fast-check';
import { type DecidedChange, decideChanges, type LedgerChange } from './decide-changes.js';
import { foldChanges } from './fold-changes.js';
import type { LedgerStatement } from './ledger-statement.js';
import { DEFAULT_POLICY, FIRST_POLICY, type Policy } from './policy.js';
import { policies, said, statementSets } from './statements.test-support.js';
import { timelineOf } from './timeline.js';

const given = (...known: LedgerStatement[]) => ({
  when: (incoming: Partial<LedgerChange>, policy: Policy = DEFAULT_POLICY) =>
    decideChanges(known, { added: [], removed: [], ...incoming }, policy),
});

/** What makes the position of a change doubtful, as a sentence. */
const doubted = ({ after }: DecidedChange) =>
  after?.doubt && `${after.doubt.kind}: ${after.doubt.against ?? 'itself'} since ${after.doubt.since.slice(5)}`;

/** Days that are rewritten and the stances that hold there now. */
const shownDays = ({ from, to, segments }: NonNullable<DecidedChange['rewritten']>) =>
  `${from?.slice(5)}..${to?.slice(5) ?? ''} as ${segments.map(({ position }) => position.stance).join(', ') || 'unknown'}`;

/** A change as a sentence: what, from which stretch to which, on which evidence. */
const told = (changes: readonly DecidedChange[]) =>
  changes.map(({ change, before, after, evidence, rewritten }) => {
    const stretch = (p: DecidedChange['before']) =>
      p ? `${p.stance} ${p.validFrom.slice(5)}..${p.validTo?.slice(5) ?? ''}` : 'unknown';
    const by = evidence.map(({ statement }) => statement.id).join(' ');
    return `${change}: ${stretch(before)} -> ${stretch(after)} by [${by}]${rewritten ? ` rewriting ${shownDays(rewritten)}` : ''}`;
  });

describe('decideChanges', () => {
  it('given nothing, when support is stated on 1 August, then the position is taken', () => {
    const changes = given().when({ added: [said('a', 'support', '2025-08-01')] });
    expect(told(changes)).toEqual(['taken: unknown -> support 08-01.. by [a]']);
    expect(changes[0]).toMatchObject({ rewritten: null, reason: null });
  });

  it('given support since 1 August, when opposition is stated on 10 August, then the position shifts that day', () => {
    expect(
      told(given(said('a', 'support', '2025-08-01')).when({ added: [said('b', 'oppose', '2025-08-10')] })),
    ).toEqual(['shifted: support 08-01.. -> oppose 08-10.. by [b]']);
  });

  it('given support since 1 August, when it is stated again on 5 August, then it is reaffirmed', () => {
    const changes = given(said('a', 'support', '2025-08-01')).when({ added: [said('b', 'support', '2025-08-05')] });
    expect(told(changes)).toEqual(['reaffirmed: support 08-01.. -> support 08-01.. by [b]']);
    expect(changes[0]?.after).toMatchObject({ lastStatedOn: '2025-08-05', statements: 2, independentSources: 2 });
    expect(changes[0]?.rewritten).toBeNull();
  });

  it('given a shift on 10 August, when a late article confirms the stretch before it, then that one is reaffirmed', () => {
    const history = given(said('a', 'support', '2025-08-01'), said('b', 'oppose', '2025-08-10'));
    expect(told(history.when({ added: [said('late', 'support', '2025-08-04')] }))).toEqual([
      'reaffirmed: support 08-01..08-10 -> support 08-01..08-10 by [late]',
    ]);
  });

  it('given support from 1 to 10 August, when a late article shows doubt on 5 August, then the past is corrected', () => {
    const history = given(
      said('a', 'support', '2025-08-01'),
      said('b', 'support', '2025-08-08'),
      said('c', 'oppose', '2025-08-10'),
    );
    const changes = history.when({
      added: [said('late', 'noncommittal', '2025-08-05', { publishedAt: '2025-08-20T08:00:00Z' })],
    });
    expect(told(changes)).toEqual([
      'corrected: support 08-01..08-10 -> support 08-08..08-10 by [late] rewriting 08-01..08-10 as support, noncommittal, support',
    ]);
    expect(changes[0]?.reason).toBe(
      'A report published on 2025-08-20 speaks of 2025-08-05, a day that read differently before.',
    );
  });

  it('given opposition since 10 August, when a late article dates it to the 7th, then its beginning is corrected', () => {
    const history = given(said('a', 'support', '2025-08-01'), said('b', 'oppose', '2025-08-10'));
    expect(told(history.when({ added: [said('late', 'oppose', '2025-08-07')] }))).toEqual([
      'corrected: oppose 08-10.. -> oppose 08-07.. by [late] rewriting 08-01.. as support, oppose',
    ]);
  });

  it('given support on 1 August, when another outlet outweighs it for that day, then it is corrected with all it rests on', () => {
    const history = given(
      said('a', 'support', '2025-08-01', { confidence: 0.9 }),
      said('outvoted', 'oppose', '2025-08-01', { confidence: 0.5 }),
    );
    expect(told(history.when({ added: [said('b', 'oppose', '2025-08-01', { confidence: 0.6 })] }))).toEqual([
      'corrected: support 08-01.. -> oppose 08-01.. by [b outvoted] rewriting 08-01.. as oppose',
    ]);
  });

  it('given support on 1 August, when a less certain report contradicts it for that day, then nothing changes', () => {
    const history = given(said('a', 'support', '2025-08-01'));
    expect(history.when({ added: [said('b', 'oppose', '2025-08-01', { confidence: 0.2 })] })).toEqual([]);
  });

  it('given support last stated on 5 August, when that day turns to opposition, then it is no shift but a correction', () => {
    const history = given(said('a', 'support', '2025-08-01'), said('b', 'support', '2025-08-05'));
    expect(told(history.when({ added: [said('c', 'oppose', '2025-08-05', { confidence: 0.9 })] }))).toEqual([
      'corrected: support 08-01.. -> oppose 08-05.. by [c] rewriting 08-01.. as support, oppose',
    ]);
  });

  it('given a statement, when it comes again, then nothing changes', () => {
    const statement = said('a', 'support', '2025-08-01');
    expect(given(statement).when({ added: [statement] })).toEqual([]);
  });

  it('given support, when one article confirms it twice and reports two turns, then each stretch changes once, in order', () => {
    const changes = given(said('a', 'support', '2025-08-01')).when({
      added: [
        said('e', 'support', '2025-08-12'),
        said('d', 'oppose', '2025-08-10'),
        said('c', 'support', '2025-08-03'),
        said('b', 'support', '2025-08-02'),
      ],
    });
    expect(told(changes)).toEqual([
      'reaffirmed: support 08-01.. -> support 08-01.. by [b c]',
      'shifted: support 08-01.. -> oppose 08-10.. by [d]',
      'shifted: oppose 08-10.. -> support 08-12.. by [e]',
    ]);
  });

  it('given a shift, when the article that showed it is read anew without it, then the shift is corrected away', () => {
    const history = given(said('a', 'support', '2025-08-01'), said('b', 'oppose', '2025-08-10'));
    const changes = history.when({ removed: ['b'] });
    expect(told(changes)).toEqual(['corrected: oppose 08-10.. -> support 08-01.. by [] rewriting 08-01.. as support']);
    expect(changes[0]?.reason).toBe('A newer reading of an article took out 1 statement and brought none.');
  });

  it('given one statement, when it is taken away, then nothing is held any more', () => {
    const changes = given(said('a', 'support', '2025-08-01')).when({ removed: ['a'] });
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ change: 'corrected', after: null, rewritten: { segments: [] }, evidence: [] });
    expect(changes[0]?.before?.stance).toBe('support');
  });

  it('given two statements of one stance, when one is taken away, then the position stands on the other', () => {
    const changes = given(said('a', 'support', '2025-08-01'), said('b', 'support', '2025-08-04')).when({
      removed: ['b'],
    });
    expect(told(changes)).toEqual([
      'reaffirmed: support 08-01.. -> support 08-01.. by [] rewriting 08-01.. as support',
    ]);
    expect(changes[0]?.after).toMatchObject({ lastStatedOn: '2025-08-01', statements: 1 });
  });

  it('given an article, when its new revision says the same, then the position is reaffirmed on the new characters', () => {
    const changes = given(said('a', 'support', '2025-08-01')).when({
      removed: ['a'],
      added: [said('a2', 'support', '2025-08-01')],
    });
    expect(told(changes)).toEqual([
      'reaffirmed: support 08-01.. -> support 08-01.. by [a2] rewriting 08-01.. as support',
    ]);
    expect(changes[0]?.rewritten?.segments[0]?.statementIds).toEqual(['a2']);
  });

  it('given an article, when its new revision says the same and a later turn, then the turn is announced as a shift', () => {
    const changes = given(said('a', 'support', '2025-08-01')).when({
      removed: ['a'],
      added: [said('a2', 'support', '2025-08-01'), said('b2', 'oppose', '2025-08-02')],
    });
    expect(told(changes)).toEqual([
      'reaffirmed: support 08-01.. -> support 08-01.. by [a2] rewriting 08-01.. as support',
      'shifted: support 08-01.. -> oppose 08-02.. by [b2]',
    ]);
  });

  it('given a statement outvoted on its day, when it is taken away, then nothing changes', () => {
    const history = given(
      said('a', 'support', '2025-08-01'),
      said('outvoted', 'oppose', '2025-08-01', { confidence: 0.1 }),
    );
    expect(history.when({ removed: ['outvoted'] })).toEqual([]);
  });

  it('given support on 1 August, when another outlet reports opposition that day, then the position is contested', () => {
    const history = given(said('a', 'support', '2025-08-01'));
    const changes = history.when({ added: [said('b', 'oppose', '2025-08-01', { confidence: 0.6 })] });
    expect(told(changes)).toEqual(['contested: support 08-01.. -> support 08-01.. by [b]']);
    expect(changes.map(doubted)).toEqual(['outlets-disagree: oppose since 08-01']);
    expect(changes[0]?.after?.doubt).toMatchObject({ independentSources: 1, statementIds: ['b'] });
    expect(changes[0]?.after).toMatchObject({ statements: 1, independentSources: 1 });
  });

  it('given outlets that disagree about 1 August, when support is stated again on the 4th, then it is settled', () => {
    const history = given(said('a', 'support', '2025-08-01'), said('b', 'oppose', '2025-08-01', { confidence: 0.6 }));
    const changes = history.when({ added: [said('c', 'support', '2025-08-04')] });
    expect(told(changes)).toEqual(['settled: support 08-01.. -> support 08-01.. by [c]']);
    expect(changes.map(doubted)).toEqual([null]);
  });

  it('given outlets that disagree, when the report against it is taken back, then it is settled', () => {
    const history = given(said('a', 'support', '2025-08-01'), said('b', 'oppose', '2025-08-01', { confidence: 0.6 }));
    expect(told(history.when({ removed: ['b'] }))).toEqual(['settled: support 08-01.. -> support 08-01.. by []']);
  });

  it('given outlets that disagree, when the position then shifts, then that ends the dispute', () => {
    const history = given(
      said('a', 'support', '2025-08-01'),
      said('b', 'conditional', '2025-08-01', { confidence: 0.6 }),
    );
    const changes = history.when({ added: [said('c', 'oppose', '2025-08-09')] });
    expect(told(changes)).toEqual(['shifted: support 08-01.. -> oppose 08-09.. by [c]']);
    expect(changes.map(doubted)).toEqual([null]);
  });

  it('given a report, when its own outlet contradicts it, then nothing is contested: it is one source', () => {
    const history = given(said('a', 'support', '2025-08-01', { publisher: 'Gazette' }));
    const again = said('b', 'oppose', '2025-08-01', { publisher: 'Gazette', confidence: 0.6 });
    expect(history.when({ added: [again] })).toEqual([]);
  });

  it('given support, when another actor says that it opposes, then that is told apart from a shift', () => {
    const changes = given(said('a', 'support', '2025-08-01')).when({
      added: [said('b', 'oppose', '2025-08-09', { byOthers: true })],
    });
    expect(told(changes)).toEqual(['contested: support 08-01.. -> support 08-01.. by [b]']);
    expect(changes.map(doubted)).toEqual(['described-by-others: oppose since 08-09']);
  });

  it('given only what others say of it, when the actor speaks, then the position is settled by its own word', () => {
    const taken = given().when({ added: [said('a', 'support', '2025-08-01', { byOthers: true })] });
    expect(taken.map(doubted)).toEqual(['described-by-others: itself since 08-01']);
    const changes = given(said('a', 'support', '2025-08-01', { byOthers: true })).when({
      added: [said('b', 'support', '2025-08-03')],
    });
    expect(told(changes)).toEqual(['settled: support 08-01.. -> support 08-01.. by [b]']);
  });

  it('given support, when a weak report shows opposition, then it is no shift; when a second one joins, it is', () => {
    const weak = (id: string, day: string) => said(id, 'oppose', day, { confidence: 0.2 });
    const first = given(said('a', 'support', '2025-08-01')).when({ added: [weak('b', '2025-08-09')] });
    expect(told(first)).toEqual(['contested: support 08-01.. -> support 08-01.. by [b]']);
    expect(first.map(doubted)).toEqual(['low-confidence: oppose since 08-09']);
    const second = given(said('a', 'support', '2025-08-01'), weak('b', '2025-08-09')).when({
      added: [weak('c', '2025-08-10')],
    });
    expect(told(second)).toEqual(['shifted: support 08-01.. -> oppose 08-09.. by [b c]']);
    expect(second[0]?.before?.doubt).toBeNull();
  });

  it('given a position on a weak report alone, when others confirm it, then it is settled', () => {
    const weak = said('a', 'support', '2025-08-01', { confidence: 0.2 });
    expect(
      given()
        .when({ added: [weak] })
        .map(doubted),
    ).toEqual(['low-confidence: itself since 08-01']);
    expect(told(given(weak).when({ added: [said('b', 'support', '2025-08-02')] }))).toEqual([
      'settled: support 08-01.. -> support 08-01.. by [b]',
    ]);
  });

  it('given a window of two days, when another outlet turns it the day after, then the shift itself is in doubt', () => {
    const policy: Policy = { ...DEFAULT_POLICY, conflictWindowDays: 2 };
    const history = given(said('a', 'support', '2025-08-10'));
    const turned = history.when({ added: [said('b', 'oppose', '2025-08-11')] }, policy);
    expect(told(turned)).toEqual(['shifted: support 08-10.. -> oppose 08-11.. by [b]']);
    expect(turned.map(doubted)).toEqual(['outlets-disagree: support since 08-10']);
    const outletOfA = { publisher: 'outlet of a' };
    expect(history.when({ added: [said('b', 'oppose', '2025-08-11', outletOfA)] }, policy).map(doubted)).toEqual([
      null,
    ]);
    const both = given(said('a', 'support', '2025-08-10'), said('b', 'oppose', '2025-08-11'));
    expect(told(both.when({ added: [said('c', 'oppose', '2025-08-13')] }, policy))).toEqual([
      'settled: oppose 08-11.. -> oppose 08-11.. by [c]',
    ]);
  });

  it('given three outlets, when two turn out to tell one story, then the count goes down and the stance stays', () => {
    const all = ['a', 'b', 'c'].map((id) => said(id, 'support', '2025-08-01'));
    const regrouped = all.slice(0, 2).map((statement) => ({ ...statement, source: 'story a' }));
    const changes = given(...all).when({ regrouped });
    expect(told(changes)).toEqual(['reaffirmed: support 08-01.. -> support 08-01.. by []']);
    expect(changes[0]?.after).toMatchObject({ statements: 3, independentSources: 2 });
    expect(changes[0]?.reason).toMatch(/one story/);
    expect(given(...all).when({ regrouped: [said('x', 'oppose', '2025-08-01')] })).toEqual([]);
  });

  it('given a day that copies of one story had carried, when they turn out to be copies, then it is corrected', () => {
    const copies = ['a', 'b', 'c'].map((id) => said(id, 'support', '2025-08-01', { confidence: 0.5 }));
    const own = said('own', 'oppose', '2025-08-01', { confidence: 0.9 });
    const regrouped = copies.map((statement) => ({ ...statement, source: 'story a' }));
    const changes = given(...copies, own).when({ regrouped });
    expect(told(changes)).toEqual([
      'corrected: support 08-01.. -> oppose 08-01.. by [own] rewriting 08-01.. as oppose',
    ]);
    expect(changes[0]?.reason).toMatch(/one story/);
  });

  it('given changes under another policy, when the next event comes, then what reads differently is corrected', () => {
    const known = [said('a', 'support', '2025-08-01'), said('b', 'oppose', '2025-08-05', { confidence: 0.2 })];
    const added = [said('c', 'support', '2025-08-09')];
    const changes = decideChanges(known, { added, removed: [] }, DEFAULT_POLICY, FIRST_POLICY);
    expect(told(changes)).toEqual(['corrected: oppose 08-05.. -> support 08-01.. by [c] rewriting 08-01.. as support']);
    expect(changes[0]?.reason).toBe('Decided anew under policy default, version 2.');
  });

  it('tells the example of docs/positions.md as the page does', () => {
    const read = [
      said('1', 'support', '2025-08-01'),
      said('2', 'support', '2025-08-04'),
      said('3', 'oppose', '2025-08-10'),
      said('4', 'support', '2025-08-06'),
      said('5', 'oppose', '2025-08-07'),
    ];
    const changes = read.flatMap((statement, n) => given(...read.slice(0, n)).when({ added: [statement] }));
    expect(told(changes)).toEqual([
      'taken: unknown -> support 08-01.. by [1]',
      'reaffirmed: support 08-01.. -> support 08-01.. by [2]',
      'shifted: support 08-01.. -> oppose 08-10.. by [3]',
      'reaffirmed: support 08-01..08-10 -> support 08-01..08-10 by [4]',
      'corrected: oppose 08-10.. -> oppose 08-07.. by [5] rewriting 08-01.. as support, oppose',
    ]);
  });

  /** Statements arriving as events of several, in any order, some of them taken back or read anew later. */
  const histories = statementSets(16).chain((statements) =>
    fc.record({
      statements: fc.constant(statements),
      events: fc.array(
        fc.record({
          added: fc.shuffledSubarray(statements, { maxLength: Math.min(5, statements.length) }),
          removed: fc.subarray(
            statements.map(({ id }) => id),
            { maxLength: Math.min(2, statements.length) },
          ),
        }),
        { maxLength: 12 },
      ),
      keepsAll: fc.boolean(),
    }),
  );

  it('leads, folded, to exactly the timeline of the ledger after every event of any history', () => {
    fc.assert(
      fc.property(histories, policies, ({ events, keepsAll }, policy) => {
        let ledger: LedgerStatement[] = [];
        const decided: DecidedChange[] = [];
        for (const event of events) {
          const incoming = keepsAll ? { ...event, removed: [] } : event;
          const changes = decideChanges(ledger, incoming, policy);
          decided.push(...changes);
          const next = new Map(ledger.filter(({ id }) => !incoming.removed.includes(id)).map((s) => [s.id, s]));
          for (const statement of incoming.added) if (!next.has(statement.id)) next.set(statement.id, statement);
          ledger = [...next.values()];
          expect(foldChanges(decided)).toEqual(timelineOf(ledger, policy));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('leads to the same record for every order of arrival', () => {
    const arrivals = statementSets(12).chain((statements) =>
      fc.tuple(fc.constant(statements), fc.shuffledSubarray(statements, { minLength: statements.length })),
    );
    fc.assert(
      fc.property(arrivals, policies, ([statements, arriving], policy) => {
        const decided: DecidedChange[] = [];
        const known: LedgerStatement[] = [];
        for (const statement of arriving) {
          decided.push(...decideChanges(known, { added: [statement], removed: [] }, policy));
          known.push(statement);
        }
        expect(foldChanges(decided)).toEqual(timelineOf(statements, policy));
      }),
      { numRuns: 1_000 },
    );
  });

  it('brings every statement the record rests on in as evidence, once while it stands', () => {
    fc.assert(
      fc.property(histories, ({ events }) => {
        let ledger: LedgerStatement[] = [];
        const shown = new Set<string>();
        for (const { added } of events) {
          const changes = decideChanges(ledger, { added, removed: [] }, DEFAULT_POLICY);
          for (const { statement } of changes.flatMap(({ evidence }) => evidence)) shown.add(statement.id);
          ledger = [...new Map([...added, ...ledger].map((s) => [s.id, s])).values()];
          for (const id of timelineOf(ledger, DEFAULT_POLICY).flatMap((s) => s.statementIds))
            expect(shown).toContain(id);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('decides only positions that fit the contract, and rewrites days only where a fold needs it', () => {
    fc.assert(
      fc.property(histories, ({ events }) => {
        let ledger: LedgerStatement[] = [];
        for (const incoming of events) {
          for (const change of decideChanges(ledger, incoming, DEFAULT_POLICY)) {
            for (const position of [change.before, change.after]) positionSchema.nullable().parse(position);
            if (change.change === 'corrected') {
              expect(change.rewritten).not.toBeNull();
              expect(change.reason?.length).toBeGreaterThan(0);
              expect(change.before).not.toEqual(change.after);
            }
            if (change.change === 'taken' || change.change === 'shifted') expect(change.rewritten).toBeNull();
          }
          const next = new Map(ledger.filter(({ id }) => !incoming.removed.includes(id)).map((s) => [s.id, s]));
          for (const statement of incoming.added) if (!next.has(statement.id)) next.set(statement.id, statement);
          ledger = [...next.values()];
        }
      }),
      { numRuns: 500 },
    );
  });
});
