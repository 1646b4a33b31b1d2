import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { POSITIONS_TOPIC } from '@parley/contracts';
import { type LedgerStatement, outletSource, RunningTimeline, storySource } from '@parley/domain';
import { CLOCK, type Clock, PG_POOL } from '@parley/platform';
import { inTransaction } from '@parley/postgres';
import { regroupArticles, type Signature } from '@parley/syndication';
import {
  type DecidedTimeline,
  DossiersInForce,
  loadLedgers,
  type PlannedChange,
  type TimelineState,
  textOf,
  withPoliciesInForce,
} from '@parley/tracking';
import type { ClientBase, Pool } from 'pg';
import { lockSources } from '../postgres/clustering-lock.sql.js';
import { waitForLock } from '../postgres/wait-for-lock.js';
import { OUTBOX_CHANNEL, OutboxPublisher } from '../publish-positions/outbox-publisher.js';
import { encodeChanges } from '../track-statements/encode-changes.js';
import { lockTimelines } from '../track-statements/lock-timelines.sql.js';
import type { Tracked } from '../track-statements/track-statements.command.js';
import { putIntoOutbox, updateTimelines } from '../track-statements/write-decision.sql.js';
import { findTimelinesOf } from './find-timelines-of.sql.js';
import { type ArticleEvent, GroupSourcesCommand } from './group-sources.command.js';
import { type SignedRevision, signArticles } from './sign-articles.js';
import {
  loadCounted,
  loadKnown,
  moveToClusters,
  putBands,
  putSignatures,
  recountOutlets,
  StoredArticles,
} from './signatures.sql.js';

/**
 * Clusters the articles of a batch and corrects what was counted otherwise, in one transaction with the checkpoint. While
 * it works nobody counts sources, so a statement is either counted under the old grouping and corrected here, or counted
 * under the new one.
 */
@CommandHandler(GroupSourcesCommand)
export class GroupSourcesHandler implements ICommandHandler<GroupSourcesCommand> {
  constructor(
    @Inject(PG_POOL) private readonly pool: Pool,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly publisher: OutboxPublisher,
    private readonly dossiers: DossiersInForce,
  ) {}

  /** Throws what the checkpoint throws and the database's errors; in each case nothing has happened. */
  async execute({ events, moveCheckpoint, delivery }: GroupSourcesCommand): Promise<Tracked> {
    const signed = await signArticles(events, delivery?.signal);
    if (signed.length > 0) await this.dossiers.catchUp();
    const changes = await inTransaction(this.pool, async (client) => {
      await moveCheckpoint(client);
      if (signed.length === 0) return 0;
      await waitForLock(lockSources(client), delivery);
      const planned = await this.regroup(client, signed);
      await putIntoOutbox(client, POSITIONS_TOPIC, await encodeChanges(client, planned, this.clock()), OUTBOX_CHANNEL);
      delivery?.signal.throwIfAborted();
      return planned.length;
    });
    if (changes > 0) this.publisher.wake();
    return { changes };
  }

  private async regroup(client: ClientBase, signed: readonly SignedRevision[]): Promise<PlannedChange[]> {
    const known = await loadKnown(
      client,
      signed.map(({ articleId }) => articleId),
    );
    const fresh = signed.filter(
      ({ articleId, revisionNumber }) => revisionNumber > (known.get(articleId)?.revisionNumber ?? 0),
    );
    if (fresh.length === 0) return [];
    const changed = fresh.flatMap(({ articleId: id, signature }) => {
      const was = known.get(id) ?? null;
      return was && sameSignature(was.signature, signature) ? [] : [{ id, signature, was }];
    });
    const { clusterOf, merged } = await regroupArticles(changed, new StoredArticles(client));
    const clusterNow = (id: string): string => {
      const before = known.get(id)?.cluster ?? id;
      return clusterOf.get(id) ?? merged.get(before) ?? before;
    };
    const ids = fresh.map(({ articleId }) => articleId);
    const before = await loadCounted(client, [...new Set([...ids, ...clusterOf.keys()])], [...merged.keys()]);
    await putSignatures(client, fresh, clusterNow);
    await putBands(client, changed);
    await moveToClusters(client, 'article_id', clusterOf);
    await moveToClusters(client, 'cluster_id', merged);

    const stories = new Map<string, string | null>(ids.map((id) => [id, null]));
    for (const { articleId, story } of before) stories.set(articleId, story);
    const touched = [...before.map(({ cluster }) => cluster), ...ids.map(clusterNow), ...clusterOf.values()];
    const turned = await recountOutlets(client, [...new Set([...touched, ...merged.values()])]);
    const wasOneSource = new Map(turned.map((one) => [one.cluster, one.wasOneSource]));
    for (const { articleId, cluster } of await loadCounted(client, [], [...wasOneSource.keys()]))
      if (!stories.has(articleId)) stories.set(articleId, wasOneSource.get(cluster) ? cluster : null);

    const timelines = await lockTimelines(client, [], await findTimelinesOf(client, [...stories.keys()]));
    if (timelines.length === 0) return [];
    const ledgers = await loadLedgers(
      client,
      timelines.map(({ key }) => key),
    );
    const causes = new Map(fresh.map(({ articleId, event }) => [storySource(clusterNow(articleId)), event]));
    const last = fresh.at(-1)?.event;
    return this.decide(client, timelines, ledgers, stories, (regrouped) => {
      const cause = regrouped.map(({ source }) => causes.get(source)).findLast((event) => event !== undefined) ?? last;
      if (!cause) throw new RangeError('nothing regroups but an article');
      return cause;
    });
  }

  /** `ledgers` as they are counted now, `stories` how each article that may be counted otherwise was until now. */
  private async decide(
    client: ClientBase,
    timelines: readonly TimelineState[],
    ledgers: ReadonlyMap<string, readonly LedgerStatement[]>,
    stories: ReadonlyMap<string, string | null>,
    causeOf: (regrouped: readonly LedgerStatement[]) => ArticleEvent,
  ): Promise<PlannedChange[]> {
    const sourceBefore = ({ articleId, publisher, source }: LedgerStatement): string => {
      const story = stories.get(articleId);
      return story === undefined ? source : story === null ? outletSource(publisher) : storySource(story);
    };
    const rules = await withPoliciesInForce(client, this.dossiers);
    const changes: PlannedChange[] = [];
    const changed: DecidedTimeline[] = [];
    for (const { key, actor, issue, decidedUnder, ...timeline } of timelines) {
      const is = ledgers.get(textOf(key)) ?? [];
      const regrouped = is.filter((statement) => sourceBefore(statement) !== statement.source);
      if (regrouped.length === 0) continue;
      const was = is.map((statement) => ({ ...statement, source: sourceBefore(statement) }));
      const policy = rules.policyOf(key.dossier);
      const running = new RunningTimeline(was, policy, decidedUnder ?? policy);
      let { sequence } = timeline;
      for (const decided of running.apply({ added: [], removed: [], regrouped })) {
        sequence += 1;
        const cause = causeOf(regrouped);
        changes.push({ key, sequence, actor, issue, decided, policy, cause, derivation: null, evidence: new Map() });
      }
      changed.push({ key, sequence, actor, issue, policy });
    }
    await updateTimelines(client, changed);
    return changes;
  }
}

const sameSignature = (a: Signature | null, b: Signature | null): boolean =>
  a === b || (a !== null && b !== null && a.every((minimum, place) => minimum === b[place]));
