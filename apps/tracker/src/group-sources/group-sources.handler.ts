import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { POSITIONS_TOPIC } from '@parley/contracts';
import { type LedgerStatement, RunningTimeline, storySource } from '@parley/domain';
import { CLOCK, type Clock, PG_POOL } from '@parley/platform';
import { type DecidedTimeline, DossiersInForce, loadLedgers, type PlannedChange, textOf } from '@parley/tracking';
import type { ClientBase, Pool } from 'pg';
import { lockSources } from '../postgres/clustering-lock.sql.js';
import { inTransaction } from '../postgres/in-transaction.js';
import { OUTBOX_CHANNEL, OutboxPublisher } from '../publish-positions/outbox-publisher.js';
import { encodeChanges } from '../track-statements/encode-changes.js';
import { lockTimelines, type TimelineRow } from '../track-statements/lock-timelines.sql.js';
import type { Tracked } from '../track-statements/track-statements.command.js';
import { putIntoOutbox, updateTimelines } from '../track-statements/write-decision.sql.js';
import { assignClusters } from './assign-clusters.js';
import { findRegroupedTimelines } from './find-regrouped-timelines.sql.js';
import { type ArticleEvent, GroupSourcesCommand } from './group-sources.command.js';
import { type SignedRevision, signArticles } from './sign-articles.js';
import {
  loadCandidates,
  loadKnown,
  loadMembers,
  moveToClusters,
  putSignatures,
  recountClusters,
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
  async execute({ events, moveCheckpoint, signal }: GroupSourcesCommand): Promise<Tracked> {
    const signed = await signArticles(events, signal);
    if (signed.length > 0) await this.dossiers.catchUp();
    const changes = await inTransaction(this.pool, async (client) => {
      await moveCheckpoint(client);
      if (signed.length === 0) return 0;
      await lockSources(client);
      const planned = await this.regroup(client, signed);
      await putIntoOutbox(client, POSITIONS_TOPIC, await encodeChanges(client, planned, this.clock()), OUTBOX_CHANNEL);
      signal?.throwIfAborted();
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
    const ids = fresh.map(({ articleId }) => articleId);
    const articles = fresh.map(({ articleId, signature }) => ({ id: articleId, signature }));
    const leaving = [...new Set(ids.flatMap((id) => known.get(id)?.cluster ?? []))];
    const left = await loadMembers(client, leaving, ids);
    const candidates = await loadCandidates(
      client,
      articles.flatMap(({ id, signature }) => (signature ? [{ id, signature }] : [])),
    );
    const { clusterOf, merged } = assignClusters({ articles, candidates, left });

    // Under the grouping that was in force until now.
    const touched = [...new Set([...leaving, ...merged.keys(), ...merged.values(), ...ids.map(clusterOf)])];
    const keys = await findRegroupedTimelines(client, ids, touched);
    const timelines = await lockTimelines(client, [], keys);
    const before = await loadLedgers(
      client,
      timelines.map(({ key }) => key),
    );
    await putSignatures(client, fresh, clusterOf);
    await moveToClusters(client, 'article_id', new Map(left.map(({ id }) => [id, clusterOf(id)])));
    await moveToClusters(client, 'cluster_id', merged);
    await recountClusters(client, [...new Set([...touched, ...left.map(({ id }) => clusterOf(id))])]);
    if (timelines.length === 0) return [];

    const after = await loadLedgers(
      client,
      timelines.map(({ key }) => key),
    );
    const causes = new Map(fresh.map(({ articleId, event }) => [storySource(clusterOf(articleId)), event]));
    const last = fresh.at(-1)?.event;
    return this.decide(client, timelines, before, after, (regrouped) => {
      const cause = regrouped.map(({ source }) => causes.get(source)).findLast((event) => event !== undefined) ?? last;
      if (!cause) throw new RangeError('nothing regroups but an article');
      return cause;
    });
  }

  private async decide(
    client: ClientBase,
    timelines: readonly TimelineRow[],
    before: ReadonlyMap<string, readonly LedgerStatement[]>,
    after: ReadonlyMap<string, readonly LedgerStatement[]>,
    causeOf: (regrouped: readonly LedgerStatement[]) => ArticleEvent,
  ): Promise<PlannedChange[]> {
    const changes: PlannedChange[] = [];
    const changed: DecidedTimeline[] = [];
    for (const { key, actor, issue, decidedUnder, ...timeline } of timelines) {
      const was = before.get(textOf(key)) ?? [];
      const sources = new Map(was.map(({ id, source }) => [id, source]));
      const regrouped = (after.get(textOf(key)) ?? []).filter(({ id, source }) => sources.get(id) !== source);
      if (regrouped.length === 0) continue;
      const policy = this.dossiers.policyOf(key.dossier);
      const running = new RunningTimeline(was, policy, decidedUnder ?? policy);
      let { sequence } = timeline;
      for (const decided of running.apply({ added: [], removed: [], regrouped })) {
        sequence += 1;
        const cause = causeOf(regrouped);
        changes.push({ key, sequence, actor, issue, decided, policy, cause, evidence: new Map() });
      }
      changed.push({ key, sequence, actor, issue, policy });
    }
    await updateTimelines(client, changed);
    return changes;
  }
}
