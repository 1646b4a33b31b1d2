import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ArticleExplanationAnswer, ArticleExplanationQuery } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import type { DataSource } from 'typeorm';
import { R, RECORD, rowsOf } from '../../record/record.js';
import { CompiledDossiers } from './compiled-dossiers.js';
import { LONGEST_EXPLAINED, storedArticle } from './stored-article.js';

export class ExplainArticle extends Query<ArticleExplanationAnswer> {
  constructor(
    readonly id: string,
    readonly asked: ArticleExplanationQuery,
  ) {
    super();
  }
}

@QueryHandler(ExplainArticle)
export class ExplainArticleHandler implements IQueryHandler<ExplainArticle> {
  constructor(
    @Inject(RECORD) private readonly record: DataSource,
    private readonly compiled: CompiledDossiers,
  ) {}

  async execute({ id, asked }: ExplainArticle): Promise<ArticleExplanationAnswer> {
    const [article, [dossier]] = await Promise.all([
      storedArticle(this.record, id, asked.revision),
      rowsOf<{ version: string; document: unknown }>(
        this.record,
        `SELECT version, document FROM ${R}.dossier WHERE id = $1`,
        [asked.dossier],
      ),
    ]);
    if (!article)
      throw new ProblemError(
        'NOT_FOUND',
        `There is no article ${id}${asked.revision === undefined ? '' : ` with a revision ${asked.revision}`}.`,
      );
    if (!dossier) throw new ProblemError('NOT_FOUND', `There is no dossier ${asked.dossier}.`);
    if (article.input.text.length > LONGEST_EXPLAINED)
      throw new ProblemError(
        'CONFLICT',
        `The article is longer than ${LONGEST_EXPLAINED} characters: "parley extract --explain" reads it without keeping others waiting.`,
      );
    const extractor = this.compiled.of(asked.dossier, dossier.version, dossier.document);
    if (!extractor)
      throw new ProblemError(
        'CONFLICT',
        `This version of Parley can not read the dossier ${asked.dossier}: publish it anew.`,
      );
    return {
      dossier: asked.dossier,
      dossierVersion: dossier.version,
      revision: article.revision,
      ...extractor.explain(article.input),
    };
  }
}
