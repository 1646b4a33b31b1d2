import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ExplanationAnswer, OneStatementQuery, StatementReasons } from '@parley/contracts';
import { type ArticleExplanation, RULE_SET } from '@parley/extraction';
import type { DataSource } from 'typeorm';
import { R, RECORD, rowsOf } from '../../record/record.js';
import { loadStatement } from '../statements/load-statement.js';
import { type StatementRow, showStatement } from '../statements/statement-row.js';
import { CompiledDossiers } from './compiled-dossiers.js';
import { LONGEST_EXPLAINED, storedArticle } from './stored-article.js';

export class ExplainStatement extends Query<ExplanationAnswer> {
  constructor(
    readonly id: string,
    readonly asked: OneStatementQuery,
  ) {
    super();
  }
}

type Finding = Pick<ExplanationAnswer, 'outcome' | 'note' | 'reasons' | 'related'>;

@QueryHandler(ExplainStatement)
export class ExplainStatementHandler implements IQueryHandler<ExplainStatement> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    private readonly compiled: CompiledDossiers,
  ) {}

  async execute({ id, asked }: ExplainStatement): Promise<ExplanationAnswer> {
    const row = await loadStatement(this.record, id, asked.knownAt);
    const statement = showStatement(row);
    return { statement, madeBy: statement.extractor, inForce: RULE_SET, ...(await this.find(row)) };
  }

  private async find(row: StatementRow): Promise<Finding> {
    if (row.curated === 'added') return without('person', 'A person added this statement: no rule made it.');
    if (row.extractor_kind === 'model')
      return without('model', `A model (${row.extractor_id}) made this statement: no rule did.`);
    const [article, [version]] = await Promise.all([
      storedArticle(this.record, row.article_id, row.revision_number),
      rowsOf<{ document: unknown }>(
        this.record,
        `SELECT document FROM ${R}.dossier_version WHERE dossier_id = $1 AND version = $2 ORDER BY number DESC LIMIT 1`,
        [row.dossier_id, row.dossier_version],
      ),
    ]);
    if (article?.hash !== row.revision_hash)
      return without('unavailable', 'The revision it was read in has not arrived in the record yet.');
    if (!version)
      return without(
        'unavailable',
        `The version ${row.dossier_version} of the dossier it was read under is not in the record.`,
      );
    if (article.input.text.length > LONGEST_EXPLAINED)
      return without(
        'unavailable',
        `The article is longer than ${LONGEST_EXPLAINED} characters; "parley extract --explain" reads it without keeping others waiting.`,
      );
    const extractor = this.compiled.of(row.dossier_id, row.dossier_version, version.document);
    if (!extractor)
      return without('unavailable', 'The dossier version it was read under can not be read by this version of Parley.');
    return findingOf(row, extractor.explain(article.input));
  }
}

const without = (outcome: Finding['outcome'], note: string): Finding => ({ outcome, note, reasons: null, related: [] });

/** What today's reading has to say of a statement that was made then. */
function findingOf(row: StatementRow, explanation: ArticleExplanation): Finding {
  const read = row.as_read ?? {
    actor: row.actor_id,
    issue: row.issue_id,
    stance: row.stance,
    start: row.span_start,
    end: row.span_end,
  };
  const { actor, issue } = read;
  const reasons = explanation.statements.find((one) => one.actor === actor && one.issue === issue) ?? null;
  const related = explanation.noStatements.filter((no) => no.issue === issue && no.actors.includes(actor));
  const made = `${row.extractor_id} ${row.extractor_version}`;
  const inForce = `${RULE_SET.id} ${RULE_SET.version}`;
  const amended = row.curated === 'amended' ? ' A person amended it since; this explains how it was read.' : '';
  if (reasons && same(reasons, read)) {
    const cascade = 'A cascade of rules and model made this statement; the rules in force read it so by themselves.';
    const other = `${made} made this statement; ${inForce}, the rules in force, read it the same way.`;
    const note =
      row.extractor_kind === 'cascade' ? cascade : made === inForce ? `${inForce} made this statement.` : other;
    return { outcome: 'explained', note: note + amended, reasons, related };
  }
  if (row.extractor_kind === 'cascade')
    return {
      outcome: 'model',
      note: `A cascade of rules and model made this statement, and the rules in force (${inForce}) do not by themselves: it is the model's.${amended}`,
      reasons,
      related,
    };
  const whose =
    made === inForce
      ? `${made} made this statement, but in a build of Parley that read it otherwise: what is in force`
      : `${made} made this statement and is not the rule set in force: ${inForce}`;
  if (reasons)
    return {
      outcome: 'differently-today',
      note: `${whose} reads it as ${reasons.stance.stance}, characters ${reasons.start} to ${reasons.end}; that is what is explained.${amended}`,
      reasons,
      related,
    };
  return {
    outcome: 'not-today',
    note: `${whose} makes no such statement; "related" says why not, where it has anything of this actor on this issue.${amended}`,
    reasons: null,
    related,
  };
}

const same = (
  reasons: StatementReasons,
  read: { readonly stance: string; readonly start: number; readonly end: number },
): boolean => reasons.stance.stance === read.stance && reasons.start === read.start && reasons.end === read.end;
