import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ArticleAnswer, OneArticleQuery } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import { ArticleEntity, RevisionEntity, StatementSetEntity } from '@parley/store';
import type { DataSource } from 'typeorm';
import { RECORD, rowsOf } from '../../record/record.js';
import { type StatementRow, selectStatements, showStatement } from '../statements/statement-row.js';
import { articlesThen } from './articles-then.js';
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
    const { knownAt } = asked;
    const then = knownAt === undefined ? undefined : (await articlesThen(this.record, [id], knownAt)).get(id);
    if (knownAt !== undefined && !then)
      throw new ProblemError('NOT_FOUND', `Article ${id} was not recorded yet at ${knownAt}.`);
    const number = asked.revision ?? then?.number ?? article.revisionNumber;
    const recorded = knownAt === undefined ? 'true' : 'r.recorded_at <= :knownAt::timestamptz';
    const revisions = this.record.getRepository(RevisionEntity);
    const [shown, all, reading, statements] = await Promise.all([
      revisions
        .createQueryBuilder('r')
        .addSelect('r.text')
        .where('r.articleId = :id AND r.number = :number', { id, number })
        .andWhere(recorded, { knownAt })
        .getOne(),
      revisions
        .createQueryBuilder('r')
        .where('r.articleId = :id', { id })
        .andWhere(recorded, { knownAt })
        .orderBy('r.number')
        .getMany(),
      this.record
        .getRepository(StatementSetEntity)
        .createQueryBuilder('r')
        .where('r.articleId = :id AND r.revisionNumber = :number', { id, number })
        .andWhere(recorded, { knownAt })
        .orderBy('r.recordedAt', 'DESC')
        .addOrderBy('r.eventId')
        .getOne(),
      rowsOf<StatementRow>(
        this.record,
        `${selectStatements(knownAt === undefined ? undefined : '$3')}
          WHERE s.article_id = $1 AND s.revision_number = $2 ORDER BY s.span_start, s.id`,
        [id, number, ...(knownAt === undefined ? [] : [knownAt])],
      ),
    ]);
    if (shown === null)
      throw new ProblemError(
        'NOT_FOUND',
        `Article ${id} has no revision ${number}${knownAt === undefined ? '' : ` recorded by ${knownAt}`}.`,
      );
    return {
      ...showArticle(article, then),
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
