import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ArticleAnswer, OneArticleQuery } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import { ArticleEntity, RevisionEntity, StatementSetEntity } from '@parley/store';
import type { DataSource } from 'typeorm';
import { RECORD, rowsOf } from '../../record/record.js';
import { SELECT_STATEMENTS, type StatementRow, showStatement } from '../statements/statement-row.js';
import { showArticle } from './show-article.js';

export class GetArticle extends Query<ArticleAnswer> {
  constructor(
    readonly id: string,
    readonly asked: OneArticleQuery,
  ) {
    super();
  }
}

@QueryHandler(GetArticle)
export class GetArticleHandler implements IQueryHandler<GetArticle> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ id, asked }: GetArticle): Promise<ArticleAnswer> {
    const article = await this.record.getRepository(ArticleEntity).findOneBy({ id });
    if (article === null) throw new ProblemError('NOT_FOUND', `There is no article ${id}.`);
    const number = asked.revision ?? article.revisionNumber;
    const revisions = this.record.getRepository(RevisionEntity);
    const [shown, all, reading, statements] = await Promise.all([
      revisions
        .createQueryBuilder('r')
        .addSelect('r.text')
        .where('r.articleId = :id AND r.number = :number', { id, number })
        .getOne(),
      revisions.find({ where: { articleId: id }, order: { number: 'ASC' } }),
      this.record.getRepository(StatementSetEntity).findOne({
        where: { articleId: id, revisionNumber: number },
        order: { recordedAt: 'DESC', eventId: 'ASC' },
      }),
      rowsOf<StatementRow>(
        this.record,
        `${SELECT_STATEMENTS} WHERE s.article_id = $1 AND s.revision_number = $2 ORDER BY s.span_start, s.id`,
        [id, number],
      ),
    ]);
    if (shown === null) throw new ProblemError('NOT_FOUND', `Article ${id} has no revision ${number}.`);
    return {
      ...showArticle(article),
      originalUrl: article.originalUrl,
      firstObservedAt: article.firstObservedAt.toISOString(),
      shown: {
        number: shown.number,
        hash: shown.hash,
        title: shown.title,
        text: shown.text,
        originalMediaType: shown.originalMediaType,
        observedAt: shown.observedAt.toISOString(),
        unread: reading?.unread ?? null,
      },
      revisions: all.map((revision) => ({
        number: revision.number,
        hash: revision.hash,
        title: revision.title,
        observedAt: revision.observedAt.toISOString(),
      })),
      statements: statements.map(showStatement),
    };
  }
}
