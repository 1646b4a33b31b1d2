import { articleObservedId, type CloudEvent, createEvent, type StatementsExtracted } from '@parley/contracts';
import { sameExtractor } from '@parley/reading';
import { type ArticleSet, loadArticleSets, loadWithdrawals } from '@parley/tracking';
import type { ClientBase } from 'pg';

export type StatementsEvent = CloudEvent<'parley.statements.extracted'>;

/** Readings as the events that put them in the place of what is in force now. */
export interface ReadingEvents {
  readonly events: readonly StatementsEvent[];
  /** Articles whose reading is in force already, or that something newer was read of, or that were taken back. */
  readonly outdated: readonly string[];
  readonly sets: readonly ArticleSet[];
}

/** Readings of one dossier, as events. The same reading over the same one in force is the same event. */
export async function readingEventsOf(
  client: ClientBase,
  readings: readonly StatementsExtracted[],
  time: Date,
): Promise<ReadingEvents> {
  const ids = readings.map(({ article }) => article.id);
  const sets = await loadArticleSets(client, ids);
  const withdrawn = new Map((await loadWithdrawals(client, ids)).map((one) => [one.articleId, one.revision]));
  const inForce = new Map(sets.map((set) => [`${set.articleId} ${set.dossier}`, set]));
  const events: StatementsEvent[] = [];
  const outdated: string[] = [];
  for (const reading of readings) {
    const { article, revision } = reading;
    const set = inForce.get(`${article.id} ${reading.dossiers[0]?.id}`);
    if ((withdrawn.get(article.id) ?? 0) >= revision.number || (set && isInForce(reading, set))) {
      outdated.push(article.id);
      continue;
    }
    events.push(eventOf(reading, set, time));
  }
  return { events, outdated, sets };
}

const isInForce = ({ revision, extractor, dossiers }: StatementsExtracted, set: ArticleSet): boolean =>
  set.revision.number > revision.number ||
  (set.revision.number === revision.number &&
    set.dossierVersion === dossiers[0]?.version &&
    sameExtractor(set.extractor, extractor));

function eventOf(reading: StatementsExtracted, set: ArticleSet | undefined, time: Date): StatementsEvent {
  const observed = articleObservedId({ articleId: reading.article.id, revision: reading.revision });
  return createEvent(
    'parley.statements.extracted',
    {
      ...reading,
      reextraction: {
        over: set?.eventId ?? null,
        from: set ? { extractor: set.extractor, dossierVersion: set.dossierVersion } : null,
      },
    },
    {
      source: '/parley/reextract',
      time,
      // An observation is the first cause of all that follows from it.
      causedBy: { id: observed, correlationid: observed },
      subject: reading.article.url,
    },
  );
}
