import { type ActorRef, type IssueRef, sha256Hex } from '@parley/contracts';
import { type DecidedChange, foldChanges, type LedgerStatement, type Policy } from '@parley/domain';
import {
  type ArticleSet,
  type DossierRules,
  decideBatch,
  NO_MERGES,
  planBatch,
  type StatementAsRead,
  type StatementsEvent,
  type TimelineKey,
  type TrackedEvent,
  textOf,
  type Withdrawal,
} from '@parley/tracking';
import fc from 'fast-check';
import { policies } from '../../../../libs/domain/src/statements.test-support.js';
import { naiveTimeline } from '../../../../test/support/naive-timeline.js';
import { articleIsWithdrawn, articleSays, type Said } from '../statements-event.test-support.js';

const DOSSIER = 'lakeside-talks';
const RIVAL = 'a rival';

interface Kept {
  readonly key: TimelineKey;
  readonly actor: ActorRef;
  readonly issue: IssueRef;
  readonly sequence: number;
  readonly policy: Policy;
}

/** The tracker's core with its tables in memory. */
class TrackerInMemory {
  readonly changes = new Map<string, { readonly sequence: number; readonly decided: DecidedChange }[]>();
  private readonly sets = new Map<string, ArticleSet>();
  private readonly asRead = new Map<string, readonly StatementAsRead[]>();
  private readonly withdrawals = new Map<string, Withdrawal>();
  private readonly active = new Map<string, { readonly key: TimelineKey; readonly statement: LedgerStatement }>();
  private readonly timelines = new Map<string, Kept>();

  constructor(
    private readonly rules: DossierRules,
    private readonly stories: ReadonlyMap<string, string>,
  ) {}

  track(events: readonly TrackedEvent[]): void {
    const plan = planBatch(events, {
      sets: [...this.sets.values()],
      withdrawals: [...this.withdrawals.values()],
      curations: [],
      asRead: [...this.asRead.values()].flat(),
      merges: NO_MERGES,
    });
    for (const { statements } of plan.says)
      for (const { statement, actor, issue } of statements) {
        const key = { dossier: statement.dossier, actor: statement.actor, issue: statement.issue };
        const known = this.timelines.get(textOf(key));
        if (!known)
          this.timelines.set(textOf(key), { key, actor, issue, sequence: 0, policy: this.rules.policyOf(DOSSIER) });
      }
    const decision = decideBatch(
      plan.says,
      {
        stories: this.stories,
        timelines: [...this.timelines.values()].map(({ policy, ...timeline }) => ({
          ...timeline,
          decidedUnder: timeline.sequence === 0 ? null : policy,
          statements: [...this.active.values()]
            .filter(({ key }) => textOf(key) === textOf(timeline.key))
            .map(({ statement }) => statement),
        })),
      },
      this.rules,
    );
    for (const set of plan.sets) {
      this.sets.set(set.articleId, set);
      const read = events.find(({ id }) => id === set.eventId) as StatementsEvent;
      this.asRead.set(set.articleId, asReadIn(read));
    }
    for (const withdrawal of plan.withdrawals) this.withdrawals.set(withdrawal.articleId, withdrawal);
    for (const id of decision.deactivated) this.active.delete(id);
    for (const entry of decision.activated) this.active.set(entry.statement.id, entry);
    for (const timeline of decision.timelines) this.timelines.set(textOf(timeline.key), timeline);
    for (const change of decision.changes) {
      const key = textOf(change.key);
      this.changes.set(key, [...(this.changes.get(key) ?? []), change]);
    }
  }
}

const asReadIn = ({ id: eventId, data }: StatementsEvent): StatementAsRead[] =>
  data.statements.map((statement) => ({
    statement,
    article: data.article,
    revision: data.revision,
    actor: { id: statement.actor, name: `Name of ${statement.actor}`, kind: 'person' },
    issue: {
      id: statement.issue,
      label: `Label of ${statement.issue}`,
      proposition: `There should be ${statement.issue}.`,
    },
    eventId,
  }));

/** What counts once all of these have arrived, by timeline: of each article its latest revision, unless taken back. */
function naiveLedgers(
  events: readonly TrackedEvent[],
  stories: ReadonlyMap<string, string>,
): Map<string, LedgerStatement[]> {
  const ledgers = new Map<string, LedgerStatement[]>();
  const readings = events.filter((event) => event.type === 'parley.statements.extracted');
  for (const { data } of readings) {
    const { article, revision, statements } = data;
    const ofArticle = readings.filter((other) => other.data.article.id === article.id);
    const isLatest = ofArticle.every((other) => other.data.revision.number <= revision.number);
    const isTakenBack = events.some(
      (event) =>
        event.type === 'parley.article.withdrawn' &&
        event.data.articleId === article.id &&
        (event.data.revision ?? 0) >= revision.number,
    );
    if (!isLatest || isTakenBack) continue;
    for (const { dossier, actor, issue, speaker, ...statement } of statements) {
      const key = textOf({ dossier, actor, issue });
      const story = stories.get(article.id);
      const source = story === undefined ? `outlet ${article.publisher}` : `story ${story}`;
      const { publisher, publishedAt, id: articleId } = article;
      const counted = { ...statement, publishedAt, articleId, publisher, source, byOthers: speaker === RIVAL };
      ledgers.set(key, [...(ledgers.get(key) ?? []), counted]);
    }
  }
  return ledgers;
}

const day = fc.integer({ min: 1, max: 9 }).map((n) => `2025-08-0${n}`);
const said: fc.Arbitrary<Said & { readonly speaker: string }> = fc.record({
  stance: fc.constantFrom<Said['stance']>('support', 'oppose', 'conditional', 'noncommittal'),
  on: day,
  actor: fc.constantFrom('ada-quill', 'borin-thale'),
  confidence: fc.constantFrom(0.1, 0.3, 0.5, 0.9),
  condition: fc.constantFrom('if both stop', 'after a vote'),
  speaker: fc.constantFrom('she', 'she', 'she', RIVAL),
});
const articles = fc.array(
  fc.record({
    publisher: fc.constantFrom('one', 'two', 'three'),
    publishedAt: day.map((on) => `${on}T12:00:00.000Z`),
    story: fc.constantFrom(null, null, 'x'),
    revisions: fc.array(fc.array(said, { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    withdrawn: fc.constantFrom(null, null, 1, 2),
  }),
  { minLength: 1, maxLength: 7 },
);

/** All that happens to some articles, in an order, with repetitions and in batches of its own. */
const histories = articles.chain((made) => {
  const events = made.flatMap(({ publisher, publishedAt, revisions, withdrawn }, n): TrackedEvent[] => [
    ...revisions.map((says, revision) => {
      const event = articleSays(`article ${n}`, says, { revision: revision + 1, publisher, publishedAt });
      for (const [place, statement] of event.data.statements.entries())
        statement.speaker = says[place]?.speaker ?? 'she';
      return event;
    }),
    ...(withdrawn === null ? [] : [articleIsWithdrawn(`article ${n}`, withdrawn)]),
  ]);
  const stories = new Map(
    made.flatMap(({ story }, n): [string, string][] => (story === null ? [] : [[sha256Hex(`article ${n}`), story]])),
  );
  return fc.record({
    events: fc.constant(events),
    stories: fc.constant(stories),
    arriving: fc
      .subarray(events)
      .chain((again) => fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length })),
    batchSizes: fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
  });
});

describe('the tracker', () => {
  it('holds what a naive reading of all events gives, in whatever order, batches and repetitions they arrive', () => {
    fc.assert(
      fc.property(histories, policies, ({ events, stories, arriving, batchSizes }, policy) => {
        const rules = { policyOf: () => policy, isByOthers: ({ speaker }: { speaker: string }) => speaker === RIVAL };
        const tracker = new TrackerInMemory(rules, stories);
        for (let first = 0; first < arriving.length; ) {
          const { value: size } = batchSizes.next();
          tracker.track(arriving.slice(first, first + size));
          first += size;
        }
        const ledgers = naiveLedgers(events, stories);
        for (const key of new Set([...ledgers.keys(), ...tracker.changes.keys()])) {
          const changes = tracker.changes.get(key) ?? [];
          expect(changes.map(({ sequence }) => sequence)).toEqual(changes.map((_, n) => n + 1));
          expect(foldChanges(changes.map(({ decided }) => decided))).toEqual(
            naiveTimeline(ledgers.get(key) ?? [], policy),
          );
        }
      }),
      { numRuns: 2_000 },
    );
  }, 120_000);
});
