import {
  ARTICLES_TOPIC,
  type ArticleObserved,
  type CloudEvent,
  createEvent,
  decodeEvent,
  type EncodedEvent,
  encodeEvent,
} from '@parley/contracts';
import { parseDossier } from '@parley/dossier';
import { createExtractor } from '@parley/extraction';
import { normaliseArticle } from '@parley/ingestion';
import { readArticle } from '@parley/reading';
import { type MadeUpArticle, madeUpDossierYaml } from '../../test/support/made-up-negotiation.js';

const NOW = new Date('2026-12-01T00:00:00Z');

/** The event that ingest makes of an article it sees for the first time. */
export function observedEvent(article: MadeUpArticle): CloudEvent<'parley.article.observed'> {
  const normalised = normaliseArticle(article, { now: NOW, via: 'push' });
  if (!normalised.ok) throw new Error(`a made-up article is refused: ${normalised.problem.detail}`);
  const { revisionHash, ...draft } = normalised.value;
  const data: ArticleObserved = { ...draft, revision: { number: 1, hash: revisionHash } };
  return createEvent('parley.article.observed', data, { source: '/parley/ingest', time: NOW, subject: draft.url });
}

export const observedRecords = (articles: readonly MadeUpArticle[]): readonly EncodedEvent[] =>
  articles.map((article) => encodeEvent(observedEvent(article)));

/** The made-up dossier with its engine, as the extractor holds it. */
export function madeUpDossierInForce(): Parameters<typeof readArticle>[1][number] {
  const parsed = parseDossier(madeUpDossierYaml());
  if (!parsed.ok) throw new Error('the made-up dossier is not valid');
  return { dossier: parsed.dossier, version: 'made-up', extractor: createExtractor(parsed.dossier) };
}

/** The events that the extractor makes of these observations. */
export function statementsRecords(observed: readonly EncodedEvent[]): readonly EncodedEvent[] {
  const inForce = [madeUpDossierInForce()];
  return observed.map((record) => {
    const event = decodeEvent(record, ARTICLES_TOPIC);
    if (event.type !== 'parley.article.observed') throw new TypeError(`${event.type} is no observation`);
    const read = readArticle(event.data, inForce);
    const context = { source: '/parley/extractor', time: NOW, causedBy: event, subject: event.data.url };
    return encodeEvent(createEvent('parley.statements.extracted', read, context));
  });
}

export const meanBytes = (records: readonly { readonly value: Buffer | null }[]): number =>
  Math.round(records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0) / records.length);
