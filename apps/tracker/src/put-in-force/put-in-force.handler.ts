import { createHash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ActorRef, type Derivation, type IssueRef, POSITIONS_TOPIC } from '@parley/contracts';
import { type LedgerStatement, type Policy, policyOf, RunningTimeline, samePolicy } from '@parley/domain';
import { type Dossier, parseDossierJson } from '@parley/dossier';
import { CLOCK, type Clock, LOGGER, type Logger, PG_POOL } from '@parley/platform';
import { inTransaction } from '@parley/postgres';
import {
  ActorMerges,
  columnsOf,
  type DecidedTimeline,
  DossiersInForce,
  loadLedgerStatements,
  loadLedgers,
  loadTimelinesAfter,
  lockArticles,
  type MergedActor,
  type PlannedChange,
  RulesOfDossier,
  type TimelineKey,
  type TimelineState,
  textOf,
} from '@parley/tracking';
import type { ClientBase, Pool } from 'pg';
import { holdSources } from '../postgres/clustering-lock.sql.js';
import { type Delivery, waitForLock } from '../postgres/wait-for-lock.js';
import { OUTBOX_CHANNEL, OutboxPublisher } from '../publish-positions/outbox-publisher.js';
import { encodeChanges } from '../track-statements/encode-changes.js';
import { lockTimelines } from '../track-statements/lock-timelines.sql.js';
import type { Tracked } from '../track-statements/track-statements.command.js';
import { putIntoOutbox, updateTimelines } from '../track-statements/write-decision.sql.js';
import { type Recounted, readCounted, writeRecounted } from './count-anew.sql.js';
import { loadCountedBy, putCountedBy } from './dossier-counted-by.sql.js';
import { type DossierEvent, PutInForceCommand } from './put-in-force.command.js';

/**
 * What follows from a new version of a dossier without reading anything again: who counts as whom, and whose word a
 * statement is. While it works nothing else is counted, so each statement counts by one version or the other.
 */
@CommandHandler(PutInForceCommand)
export class PutInForceHandler implements ICommandHandler<PutInForceCommand> {
  constructor(
    @Inject(PG_POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly publisher: OutboxPublisher,
    private readonly dossiers: DossiersInForce,
  ) {}

  /** Throws what the checkpoint throws and the database's errors; in each case nothing has happened. */
  async execute({ events, moveCheckpoint, delivery }: PutInForceCommand): Promise<Tracked> {
    if (events.length > 0) await this.dossiers.catchUp();
    const changes = await inTransaction(this.pool, async (client) => {
      await moveCheckpoint(client);
      if (events.length === 0) return 0;
      await waitForLock(holdSources(client), delivery);
      await waitForLock(lockArticles(client, 'correct'), delivery);
      let count = 0;
      // Rare, and one after the other: what a version changes is announced even where the next one takes it back.
      for (const event of events) {
        count += await this.putInForce(client, event, () => goOn(delivery));
      }
      delivery?.signal.throwIfAborted();
      return count;
    });
    if (changes > 0) this.publisher.wake();
    return { changes };
  }

  private async announce(client: ClientBase, planned: readonly PlannedChange[]): Promise<number> {
    await putIntoOutbox(client, POSITIONS_TOPIC, await encodeChanges(client, planned, this.clock()), OUTBOX_CHANNEL);
    return planned.length;
  }

  /** Works in steps whose size does not grow with the dossier, with `goOn` between them. */
  private async putInForce(client: ClientBase, event: DossierEvent, goOn: () => void): Promise<number> {
    const { id, number, document } = event.data;
    const parsed = parseDossierJson(document);
    if (!parsed.ok) {
      this.logger.error({ dossier: id, number, problems: parsed.problems }, 'a published dossier is not valid');
      return 0;
    }
    const { dossier } = parsed;
    const countedBy = await loadCountedBy(client, id);
    if (countedBy && countedBy.number >= number) return 0;
    const merged = mergedActorsOf(dossier);
    const countingHash = countingHashOf(dossier);
    const policy = event.data.policy ?? policyOf(id, dossier.policy);
    const before = await putCountedBy(client, id, { number, countingHash, policy }, merged);
    let count = 0;
    if (countedBy?.countingHash !== countingHash) {
      const recounted = await recount(client, dossier, merged, goOn);
      if (recounted.length > 0) {
        const until = countedBy?.policy ?? policy;
        count += await this.countAnew(client, event, dossier, recounted, before, until, goOn);
      }
    }
    return count + (await this.decideUnder(client, event, policy, goOn));
  }

  /** Decides every timeline of the dossier under a policy, some hundred at a time, where it was decided under another. */
  private async decideUnder(
    client: ClientBase,
    event: DossierEvent,
    policy: Policy,
    goOn: () => void,
  ): Promise<number> {
    let count = 0;
    for (let after: TimelineKey | null = null; ; ) {
      const page: TimelineState[] = await loadTimelinesAfter(client, event.data.id, after, TIMELINES);
      const last = page.at(-1);
      if (!last) return count;
      after = last.key;
      goOn();
      const others = page.filter(({ decidedUnder }) => decidedUnder && !samePolicy(decidedUnder, policy));
      if (others.length === 0) continue;
      const timelines = await lockTimelines(
        client,
        [],
        others.map(({ key }) => key),
      );
      const ledgers = await loadLedgers(
        client,
        timelines.map(({ key }) => key),
      );
      const planned: PlannedChange[] = [];
      const decidedAnew: DecidedTimeline[] = [];
      for (const { key, actor, issue, decidedUnder, ...timeline } of timelines) {
        const from = decidedUnder ?? policy;
        const running = new RunningTimeline(ledgers.get(textOf(key)) ?? [], policy, from);
        const derived = `Decided anew under policy ${policy.id}, version ${policy.version}.`;
        let { sequence } = timeline;
        for (const decided of running.apply({ added: [], removed: [], derived })) {
          sequence += 1;
          const derivation = { cause: 'rederivation', from: refOf(from), to: refOf(policy) } as const;
          planned.push({ key, sequence, actor, issue, decided, policy, cause: event, derivation, evidence: new Map() });
        }
        goOn();
        decidedAnew.push({ key, sequence, actor, issue, policy });
      }
      await updateTimelines(client, decidedAnew);
      count += await this.announce(client, planned);
    }
  }

  /** Puts statements under whom they count from now on, and decides both timelines of each, some hundred at a time. */
  private async countAnew(
    client: ClientBase,
    event: DossierEvent,
    dossier: Dossier,
    recounted: readonly Recounted[],
    mergedBefore: ReadonlyMap<string, string>,
    policy: Policy,
    goOn: () => void,
  ): Promise<number> {
    const touched = touchedTimelines(dossier.dossier, recounted);
    const issues = await loadIssues(
      client,
      [...touched.values()].map(({ key }) => key),
    );
    const refs = new Map(dossier.actors.map(({ id, name, kind }): [string, ActorRef] => [id, { id, name, kind }]));
    let count = 0;
    for (const slice of slicesOf([...touched.values()], TIMELINES)) {
      const named = slice.flatMap(({ key, receives }) => {
        const issue = issues.get(key.issue);
        // One who is no actor of this version either has had a timeline of its own, with its names.
        const actor = refs.get(key.actor) ?? { id: key.actor, name: key.actor, kind: 'person' as const };
        return receives && issue ? [{ key, actor, issue }] : [];
      });
      const timelines = await lockTimelines(
        client,
        named,
        slice.map(({ key }) => key),
      );
      const ledgers = await loadLedgers(
        client,
        timelines.map(({ key }) => key),
      );
      const movedHere = slice.flatMap(({ moved }) => moved.map(({ id }) => id));
      const statements = await loadLedgerStatements(client, [...new Set(movedHere)]);
      const planned: PlannedChange[] = [];
      const decidedAnew: DecidedTimeline[] = [];
      for (const { key, decidedUnder, ...timeline } of timelines) {
        const moved = touched.get(textOf(key))?.moved ?? [];
        const running = new RunningTimeline(ledgers.get(textOf(key)) ?? [], policy, decidedUnder ?? policy);
        const actor = refs.get(key.actor) ?? timeline.actor;
        const { issue } = timeline;
        let { sequence } = timeline;
        const derivation = publicationOf(moved, mergedBefore, event.data.number);
        const derived = reasonOf(derivation);
        for (const decided of running.apply({ ...movesOf(key.actor, moved, statements), derived })) {
          sequence += 1;
          planned.push({ key, sequence, actor, issue, decided, policy, cause: event, derivation, evidence: new Map() });
        }
        goOn();
        decidedAnew.push({ key, sequence, actor, issue, policy });
      }
      await updateTimelines(client, decidedAnew);
      count += await this.announce(client, planned);
      goOn();
    }
    // Last, since what is loaded above is what was counted until now.
    for (const slice of slicesOf(recounted, STATEMENTS)) {
      await writeRecounted(client, slice);
      goOn();
    }
    return count;
  }
}

/** Throws where nothing may be committed any more; else says that the delivery goes on. */
function goOn(delivery: Delivery | undefined): void {
  delivery?.signal.throwIfAborted();
  delivery?.progress();
}

/** Timelines that are decided anew at a time. */
const TIMELINES = 200;
/** Statements that are put under another actor at a time. */
const STATEMENTS = 5_000;

const slicesOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

const refOf = ({ id, version }: Policy) => ({ id, version });

const mergedActorsOf = ({ dossier, actors }: Dossier): MergedActor[] =>
  actors.flatMap(({ id, name, kind, merges }) =>
    (merges ?? []).map((actor) => ({ dossier, actor, holder: { id, name, kind } })),
  );

/** Of what decides whose word a statement is, and whose position it shows. */
const countingHashOf = ({ actors }: Dossier): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        actors.map(({ id, name, kind, aliases, roles, merges }) => [id, name, kind, aliases, roles, merges]),
      ),
    )
    .digest('hex');

/** The statements that count otherwise under a version of their dossier. */
async function recount(
  client: ClientBase,
  dossier: Dossier,
  merged: readonly MergedActor[],
  goOn: () => void,
): Promise<Recounted[]> {
  const rules = new RulesOfDossier(dossier);
  const merges = new ActorMerges(merged);
  const recounted: Recounted[] = [];
  for await (const statements of readCounted(client, dossier.dossier)) {
    goOn();
    for (const { id, holder, issue, byOthers, statement } of statements) {
      const { actor } = statement;
      // Its names are of no account here.
      const to = merges.holderOf({ statement, actor: { id: actor, name: actor, kind: 'person' } }).id;
      const isByOthers = rules.isByOthers({ ...statement, actor: to });
      if (to !== holder || isByOthers !== byOthers)
        recounted.push({ id, issue, from: holder, to, byOthers: isByOthers, actor });
    }
  }
  return recounted;
}

/** A timeline that gives statements away, receives some, or has some that count otherwise. */
interface TouchedTimeline {
  readonly key: TimelineKey;
  readonly moved: Recounted[];
  /** Whether it is the one that a statement counts on from now on, so that it has to be there. */
  receives: boolean;
}

function touchedTimelines(dossier: string, recounted: readonly Recounted[]): ReadonlyMap<string, TouchedTimeline> {
  const touched = new Map<string, TouchedTimeline>();
  const touch = (actor: string, one: Recounted): TouchedTimeline => {
    const key = { dossier, actor, issue: one.issue };
    const timeline = touched.get(textOf(key)) ?? { key, moved: [], receives: false };
    touched.set(textOf(key), timeline);
    timeline.moved.push(one);
    return timeline;
  };
  for (const one of recounted) {
    touch(one.to, one).receives = true;
    if (one.from !== one.to) touch(one.from, one);
  }
  return touched;
}

/** What comes to the timeline of an actor, and what goes; what counts otherwise on it does both. */
function movesOf(
  actor: string,
  moved: readonly Recounted[],
  statements: ReadonlyMap<string, LedgerStatement>,
): { readonly added: LedgerStatement[]; readonly removed: string[] } {
  const added = moved.flatMap(({ id, to, byOthers }) => {
    const statement = to === actor ? statements.get(id) : undefined;
    return statement ? [{ ...statement, byOthers }] : [];
  });
  return { added, removed: moved.flatMap(({ id, from }) => (from === actor ? [id] : [])) };
}

/** What a publication changed about the statements of a timeline. */
function publicationOf(
  moved: readonly Recounted[],
  before: ReadonlyMap<string, string>,
  number: number,
): ByPublication {
  const merged = new Map<string, string>();
  const split = new Map<string, string>();
  for (const { from, to, actor } of moved) {
    if (from === to) continue;
    if (to === actor) split.set(actor, before.get(actor) ?? from);
    else merged.set(actor, to);
  }
  const inOrder = (pairs: ReadonlyMap<string, string>) => [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    cause: 'publication',
    number,
    merged: inOrder(merged).map(([actor, into]) => ({ actor, into })),
    split: inOrder(split).map(([actor, from]) => ({ actor, from })),
  };
}

type ByPublication = Extract<Derivation, { cause: 'publication' }>;

function reasonOf({ number, merged, split }: ByPublication): string {
  const by = `by publication ${number} of the dossier`;
  const [first] = [
    ...merged.map(({ actor, into }) => `${actor} was merged into ${into}`),
    ...split.map(({ actor, from }) => `${actor} was split from ${from} again`),
  ];
  return first === undefined ? `Names or roles changed ${by}.` : `${first} ${by}.`;
}

async function loadIssues(client: ClientBase, keys: readonly TimelineKey[]): Promise<Map<string, IssueRef>> {
  const { rows } = await client.query<{ issue: IssueRef }>(
    `SELECT t.issue FROM tracker.timeline t
       JOIN unnest($1::text[], $2::text[], $3::text[]) AS u (dossier_id, actor_id, issue_id)
         USING (dossier_id, actor_id, issue_id)`,
    columnsOf(keys),
  );
  return new Map(rows.map(({ issue }) => [issue.id, issue]));
}
