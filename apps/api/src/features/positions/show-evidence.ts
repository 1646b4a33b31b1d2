import type { Evidence, ShownEvidence } from '@parley/contracts';

/** Evidence as the log has it, in the words of the API. */
export const showEvidence = ({ statement, article, revisionHash }: Evidence): ShownEvidence => ({
  statementId: statement.id,
  stance: statement.stance,
  kind: statement.kind,
  sentence: statement.evidence,
  before: statement.before,
  after: statement.after,
  span: { start: statement.start, end: statement.end },
  statedOn: statement.statedOn,
  speaker: statement.speaker,
  confidence: statement.confidence,
  condition: statement.condition,
  article: {
    id: article.id,
    url: article.url,
    title: article.title,
    publisher: article.publisher,
    publishedAt: article.publishedAt,
    publishedOn: article.publishedOn,
  },
  revisionHash,
});
