import { type CloudEvent, createEvent } from '@parley/contracts';
import { dossierVersion, parseDossier } from '@parley/dossier';
import { normaliseArticle } from '@parley/ingestion';
import { type MadeUpArticle, madeUpArticle, madeUpDossierYaml } from '../../../test/support/made-up-negotiation.js';
import type { DossierInForce } from './dossiers/dossier-registry.js';

export const NOW = new Date('2026-12-01T00:00:00Z');

/** The event that ingest makes of an article it sees for the first time. */
export function observedEvent(article: MadeUpArticle): CloudEvent<'parley.article.observed'> {
  const normalised = normaliseArticle(article, { now: NOW, via: 'push' });
  if (!normalised.ok) throw new Error(`a made-up article is refused: ${normalised.problem.detail}`);
  const { revisionHash, ...draft } = normalised.value;
  return createEvent(
    'parley.article.observed',
    { ...draft, revision: { number: 1, hash: revisionHash } },
    { source: '/parley/ingest', time: NOW, subject: draft.url },
  );
}

/** An article of the lakeside talks with a text of one's own. */
export const articleSaying = (name: string, text: string): CloudEvent<'parley.article.observed'> =>
  observedEvent({ ...madeUpArticle(1, 0), url: `https://gazette.example/${name}`, title: name, text });

export function dossierInForce(yaml = madeUpDossierYaml()): DossierInForce {
  const parsed = parseDossier(yaml);
  if (!parsed.ok) throw new Error(`the dossier is not valid: ${parsed.problems[0]?.message}`);
  return { dossier: parsed.dossier, version: dossierVersion(parsed.dossier) };
}
