import { type Policy, policyOf, timelineAsDecided, timelineOf } from '@parley/domain';
import { type Dossier, parseDossierJson } from '@parley/dossier';
import type { EventLog } from '@parley/event-log';
import { findDossierInForce, policyInForce, publishDossier } from '@parley/store';
import { loadLedgers, loadTimelinesAfter, type TimelineKey, type TimelineState, textOf } from '@parley/tracking';
import type { ClientBase, Pool } from 'pg';
import { DerivationError, throwIfStopped } from '../derivation-error.js';
import { kindOfDifference, noCounts, type PositionCounts, type PositionDifference } from '../difference/difference.js';
import { withDerivationLock } from '../with-derivation-lock.js';
import { exampleIds, loadExamples } from './examples.js';

export interface RederivationOptions {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly dossier: string;
  /** What to decide under; null: the policy of the dossier as it is published. */
  readonly policy: Policy | null;
  /** Puts the published policy in force; else the differences are only told. */
  readonly apply: boolean;
  readonly publishedBy: string;
  readonly now: Date;
  readonly signal?: AbortSignal;
  /** Told of the timelines compared, and of all. */
  readonly onProgress?: (done: number, total: number, perSecond: number) => void;
  readonly onDifference?: (difference: PositionDifference) => Promise<void>;
}

export interface RederivationReport {
  readonly dossier: string;
  /** What is in force, and what it was compared with. */
  readonly from: Policy;
  readonly to: Policy;
  readonly positions: PositionCounts;
  /** Number of the publication that puts it in force; null where nothing was to be written. */
  readonly applied: number | null;
  readonly seconds: number;
}

/** Timelines that are compared at a time. */
const TIMELINES = 200;

/**
 * Decides all positions of a dossier under another policy and finds what differs from what is in force. With `apply` it
 * publishes the dossier once more with its own policy in force: that is the place in the log where all its positions are
 * decided anew, by the tracker, at once. Applying what is in force already writes nothing. Throws DerivationError, and errors
 * of log and database; nothing is written then.
 */
export async function rederive(options: RederivationOptions): Promise<RederivationReport> {
  const startedAt = performance.now();
  const { log, pool, databaseUrl, apply } = options;
  const { dossier, from } = await findPublished(log, options.dossier);
  const published = policyOf(dossier.dossier, dossier.policy);
  if (apply && options.policy)
    throw new DerivationError(
      'DERIVATION_POLICY_NOT_PUBLISHED',
      'only a policy that is published can come into force: publish the dossier with it first',
    );
  const to = options.policy ?? published;
  const positions: PositionCounts = { ...noCounts(), evidence: 0 };
  return withDerivationLock(databaseUrl, async (client) => {
    await compare(options, client, to, positions);
    throwIfStopped(options.signal);
    let applied: number | null = null;
    if (apply) {
      const { publishedBy, now } = options;
      const publication = await publishDossier(log, pool, dossier, {
        publishedBy,
        now,
        source: '/parley/rederive',
        adoptPolicy: true,
      });
      applied = publication.outcome === 'published' ? publication.number : null;
    }
    return {
      dossier: options.dossier,
      from,
      to,
      positions,
      applied,
      seconds: (performance.now() - startedAt) / 1_000,
    };
  });
}

async function findPublished(log: EventLog, id: string): Promise<{ readonly dossier: Dossier; readonly from: Policy }> {
  const publication = await findDossierInForce(log, id);
  if (!publication) throw new DerivationError('DERIVATION_UNKNOWN_DOSSIER', `no dossier "${id}" was published`);
  const parsed = parseDossierJson(publication.document);
  if (!parsed.ok)
    throw new DerivationError('DERIVATION_UNKNOWN_DOSSIER', `the dossier "${id}" that was published is not valid`);
  return { dossier: parsed.dossier, from: policyInForce(publication) };
}

async function compare(
  options: RederivationOptions,
  client: ClientBase,
  policy: Policy,
  counts: PositionCounts,
): Promise<void> {
  const startedAt = performance.now();
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM tracker.timeline WHERE dossier_id = $1',
    [options.dossier],
  );
  const total = rows[0]?.count ?? 0;
  let done = 0;
  for (let after: TimelineKey | null = null; ; ) {
    throwIfStopped(options.signal);
    const page: TimelineState[] = await loadTimelinesAfter(client, options.dossier, after, TIMELINES);
    const last = page.at(-1);
    if (!last) return;
    after = last.key;
    const ledgers = await loadLedgers(
      client,
      page.map(({ key }) => key),
    );
    const found: (Omit<PositionDifference, 'examples'> & { readonly ids: readonly string[] })[] = [];
    for (const { key, actor, issue, decidedUnder } of page) {
      if (!decidedUnder) continue;
      const ledger = ledgers.get(textOf(key)) ?? [];
      const was = timelineAsDecided(ledger, decidedUnder);
      const is = timelineOf(ledger, policy);
      const kind = kindOfDifference(was, is);
      if (kind === null && was.length === 0) continue;
      counts[kind ?? 'same']++;
      if (kind === null || !options.onDifference) continue;
      found.push({
        difference: 'position',
        kind,
        dossier: options.dossier,
        actor,
        issue,
        before: was.map(({ position }) => position),
        after: is.map(({ position }) => position),
        ids: exampleIds(was, is),
      });
    }
    const examples = await loadExamples(
      client,
      found.flatMap(({ ids }) => ids),
    );
    for (const { ids, ...difference } of found)
      await options.onDifference?.({ ...difference, examples: ids.flatMap((id) => examples.get(id) ?? []) });
    done += page.length;
    options.onProgress?.(done, total, done / ((performance.now() - startedAt) / 1_000));
  }
}
