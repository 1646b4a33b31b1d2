import type { ExportedChange, ListedPosition, PositionItem, ShownStatement } from '@parley/contracts';
import type { TableColumn } from './write-export.js';

/** Columns may be added behind the others; none is taken away or renamed under /v1. */
export const CHANGE_TABLE: readonly TableColumn<ExportedChange>[] = [
  { name: 'cursor', of: ({ cursor }) => cursor },
  { name: 'id', of: ({ id }) => id },
  { name: 'recorded_at', of: ({ recordedAt }) => recordedAt },
  { name: 'change', of: ({ data }) => data.change },
  { name: 'dossier', of: ({ data }) => data.dossier },
  { name: 'actor', of: ({ data }) => data.actor.id },
  { name: 'actor_name', of: ({ data }) => data.actor.name },
  { name: 'issue', of: ({ data }) => data.issue.id },
  { name: 'issue_label', of: ({ data }) => data.issue.label },
  { name: 'sequence', of: ({ data }) => data.sequence },
  { name: 'stance_before', of: ({ data }) => data.before?.stance ?? 'unknown' },
  { name: 'stance_after', of: ({ data }) => data.after?.stance ?? 'unknown' },
  { name: 'valid_from', of: ({ data }) => data.after?.validFrom },
  { name: 'valid_to', of: ({ data }) => data.after?.validTo },
  { name: 'last_stated_on', of: ({ data }) => data.after?.lastStatedOn },
  { name: 'statements', of: ({ data }) => data.after?.statements },
  { name: 'independent_sources', of: ({ data }) => data.after?.independentSources },
  { name: 'condition', of: ({ data }) => data.after?.condition },
  { name: 'doubt', of: ({ data }) => data.after?.doubt?.kind },
  { name: 'reason', of: ({ data }) => data.reason },
  { name: 'evidence', of: ({ data }) => data.evidence[0]?.statement.evidence },
  { name: 'article_title', of: ({ data }) => data.evidence[0]?.article.title },
  { name: 'article_url', of: ({ data }) => data.evidence[0]?.article.url },
  { name: 'publisher', of: ({ data }) => data.evidence[0]?.article.publisher },
];

/** What is unknown has nothing but its names. */
const held =
  <Cell>(of: (position: ListedPosition) => Cell) =>
  (item: PositionItem): Cell | null =>
    item.stance === 'unknown' ? null : of(item);

export const POSITION_TABLE: readonly TableColumn<PositionItem>[] = [
  { name: 'dossier', of: ({ dossier }) => dossier },
  { name: 'actor', of: ({ actor }) => actor.id },
  { name: 'actor_name', of: ({ actor }) => actor.name },
  { name: 'issue', of: ({ issue }) => issue.id },
  { name: 'issue_label', of: ({ issue }) => issue.label },
  { name: 'stance', of: ({ stance }) => stance },
  { name: 'condition', of: held(({ condition }) => condition) },
  { name: 'valid_from', of: held(({ validFrom }) => validFrom) },
  { name: 'valid_to', of: held(({ validTo }) => validTo) },
  { name: 'last_stated_on', of: held(({ lastStatedOn }) => lastStatedOn) },
  { name: 'known_from', of: held(({ knownFrom }) => knownFrom) },
  { name: 'known_to', of: held(({ knownTo }) => knownTo) },
  { name: 'statements', of: held(({ statements }) => statements) },
  { name: 'independent_sources', of: held(({ independentSources }) => independentSources) },
  { name: 'doubt', of: held(({ doubt }) => doubt?.kind) },
  { name: 'stale', of: held(({ stale }) => stale) },
  { name: 'evidence', of: held(({ evidence }) => evidence[0]?.sentence) },
  { name: 'article_title', of: held(({ evidence }) => evidence[0]?.article.title) },
  { name: 'article_url', of: held(({ evidence }) => evidence[0]?.article.url) },
  { name: 'publisher', of: held(({ evidence }) => evidence[0]?.article.publisher) },
];

export const STATEMENT_TABLE: readonly TableColumn<ShownStatement>[] = [
  { name: 'id', of: ({ id }) => id },
  { name: 'dossier', of: ({ dossier }) => dossier },
  { name: 'actor', of: ({ actor }) => actor.id },
  { name: 'actor_name', of: ({ actor }) => actor.name },
  { name: 'issue', of: ({ issue }) => issue.id },
  { name: 'issue_label', of: ({ issue }) => issue.label },
  { name: 'stance', of: ({ stance }) => stance },
  { name: 'kind', of: ({ kind }) => kind },
  { name: 'stated_on', of: ({ statedOn }) => statedOn },
  { name: 'confidence', of: ({ confidence }) => confidence },
  { name: 'condition', of: ({ condition }) => condition },
  { name: 'speaker', of: ({ speaker }) => speaker },
  { name: 'sentence', of: ({ sentence }) => sentence },
  { name: 'known_from', of: ({ recordedAt }) => recordedAt },
  { name: 'known_to', of: ({ supersededAt }) => supersededAt },
  { name: 'curated', of: ({ curated }) => curated?.state },
  { name: 'dossier_version', of: ({ dossierVersion }) => dossierVersion },
  { name: 'extractor', of: ({ extractor }) => `${extractor.kind} ${extractor.id} ${extractor.version}` },
  { name: 'article_id', of: ({ article }) => article?.id },
  { name: 'article_title', of: ({ article }) => article?.title },
  { name: 'article_url', of: ({ article }) => article?.url },
  { name: 'publisher', of: ({ article }) => article?.publisher },
  { name: 'published_on', of: ({ article }) => article?.publishedOn },
];
