import { createEvent, DOSSIERS_TOPIC, type DossierPublished, decodeEvent, encodeEvent } from '@parley/contracts';
import { type Policy, policyOf, samePolicy } from '@parley/domain';
import { type Dossier, dossierVersion, parseDossierJson } from '@parley/dossier';
import type { EventLog } from '@parley/event-log';
import { inTransaction } from '@parley/postgres';
import type { Pool } from 'pg';

export interface PublishOptions {
  /** Who publishes it: a person or a program, 1 to 200 characters. */
  readonly publishedBy: string;
  /** The service that appends the event: `/parley/<service>`. */
  readonly source: string;
  readonly now: Date;
  /**
   * Puts the policy of the document in force as well. Else, where the dossier was published before, what its positions are
   * decided under stays as it is.
   */
  readonly adoptPolicy?: boolean;
}

export interface DossierPublication {
  readonly outcome: 'published' | 'unchanged';
  readonly id: string;
  /** Of the publication that is in force now, from 1. */
  readonly number: number;
  readonly version: string;
  /** What positions are decided under. */
  readonly policy: Policy;
}

/**
 * Puts a dossier in force: appends `dossier.published` with the next number, unless its content is in force already.
 * The number is counted from the log itself, so a read model that lags does not matter; a lock in Postgres makes
 * publishers of one dossier wait for each other, or two would count the same number. Throws LogError.
 */
export function publishDossier(
  log: EventLog,
  pool: Pool,
  dossier: Dossier,
  options: PublishOptions,
): Promise<DossierPublication> {
  // One at a time for each pool: a publisher holds a connection while the embedded log needs another of the same pool,
  // so as many publishers as there are connections would wait for each other for ever.
  const work = (queues.get(pool) ?? Promise.resolve()).then(() => publishAlone(log, pool, dossier, options));
  queues.set(
    pool,
    work.then(
      () => undefined,
      () => undefined,
    ),
  );
  return work;
}

const queues = new WeakMap<Pool, Promise<void>>();

async function publishAlone(
  log: EventLog,
  pool: Pool,
  dossier: Dossier,
  options: PublishOptions,
): Promise<DossierPublication> {
  const version = dossierVersion(dossier);
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`parley.dossier.${dossier.dossier}`]);
    const inForce = await findDossierInForce(log, dossier.dossier);
    const proposed = policyOf(dossier.dossier, dossier.policy);
    const policy = inForce && !options.adoptPolicy ? policyInForce(inForce) : proposed;
    if (inForce?.version === version && samePolicy(policyInForce(inForce), policy)) {
      return { outcome: 'unchanged', id: dossier.dossier, number: inForce.number, version, policy };
    }
    const number = (inForce?.number ?? 0) + 1;
    const event = createEvent(
      'parley.dossier.published',
      {
        id: dossier.dossier,
        version,
        number,
        title: dossier.title,
        // As JSON has it: what is undefined is left out, as in the record that a consumer reads.
        document: JSON.parse(JSON.stringify(dossier)) as Record<string, unknown>,
        policy,
        publishedBy: options.publishedBy,
        publishedAt: options.now.toISOString(),
      },
      { source: options.source, time: options.now, subject: dossier.dossier },
    );
    await log.append(DOSSIERS_TOPIC, [encodeEvent(event)]);
    return { outcome: 'published', id: dossier.dossier, number, version, policy };
  });
}

/** What the positions of a dossier are decided under, by its latest publication. */
export function policyInForce({ id, policy, document }: DossierPublished): Policy {
  if (policy) return policy;
  const parsed = parseDossierJson(document);
  return policyOf(id, parsed.ok ? parsed.dossier.policy : undefined);
}

/** The latest publication of a dossier in the log; null where there is none. Throws LogError. */
export async function findDossierInForce(log: EventLog, id: string): Promise<DossierPublished | null> {
  let latest: DossierPublished | null = null;
  for await (const batch of log.read(DOSSIERS_TOPIC, { from: { at: 'beginning' }, until: 'end' })) {
    for (const { key, headers, value } of batch.records) {
      if (key !== id) continue;
      if (value === null) {
        latest = null;
        continue;
      }
      const event = decodeEvent({ headers, value }, DOSSIERS_TOPIC);
      if (event.type === 'parley.dossier.published') latest = event.data;
    }
  }
  return latest;
}
