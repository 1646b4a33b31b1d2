import type { RevisionRef, Statement } from '@parley/contracts';

/** The columns of `record.statement` that make up a statement, as pg gives them. */
export interface StatementColumns {
  readonly id: string;
  readonly dossier_id: string;
  readonly actor_id: string;
  readonly issue_id: string;
  readonly stance: Statement['stance'];
  readonly kind: Statement['kind'];
  readonly article_id: string;
  readonly revision_number: number;
  readonly revision_hash: string;
  readonly span_start: number;
  readonly span_end: number;
  readonly evidence: string;
  readonly context_before: string;
  readonly context_after: string;
  readonly stated_on: string;
  readonly confidence: number;
  readonly speaker: string;
  readonly cue: string;
  readonly condition: string | null;
  readonly dossier_version: string;
  readonly extractor_kind: string;
  readonly extractor_id: string;
  readonly extractor_version: string;
  readonly recorded_at: Date;
  readonly as_read: Statement | null;
}

/** The revision that a statement stands in. */
export const revisionOf = (row: StatementColumns): RevisionRef => ({
  number: row.revision_number,
  hash: row.revision_hash,
});

/** A statement as it was read or added, whatever an amendment made of it. */
export const readOf = (row: StatementColumns): Statement =>
  row.as_read ?? {
    id: row.id,
    dossier: row.dossier_id,
    actor: row.actor_id,
    issue: row.issue_id,
    stance: row.stance,
    kind: row.kind,
    start: row.span_start,
    end: row.span_end,
    evidence: row.evidence,
    before: row.context_before,
    after: row.context_after,
    statedOn: row.stated_on,
    confidence: row.confidence,
    speaker: row.speaker,
    cue: row.cue,
    condition: row.condition,
  };
