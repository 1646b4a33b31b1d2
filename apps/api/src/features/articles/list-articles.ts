import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ArticleQuery, ListedArticle, Page } from '@parley/contracts';
import { ArticleEntity } from '@parley/store';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { type CursorScope, decodeCursor, encodeCursor, placeParts } from '../../paging/cursor.js';
import { exactInstant, RECORD } from '../../record/record.js';
import { articlesThen, revisionThen } from './articles-then.js';
import { showArticle } from './show-article.js';

export class ListArticles extends Query<Page<ListedArticle>> {
  constructor(readonly asked: ArticleQuery) {
    super();
  }
}

const placeSchema = z.tuple([placeParts.instant, placeParts.text]);

@QueryHandler(ListArticles)
export class ListArticlesHandler implements IQueryHandler<ListArticles> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ asked }: ListArticles): Promise<Page<ListedArticle>> {
    const scope: CursorScope = { list: 'articles', filters: { ...asked } };
    const query = this.record
      .getRepository(ArticleEntity)
      .createQueryBuilder('a')
      .addSelect(exactInstant('a.published_at'), 'exact')
      .orderBy('a.published_at', 'DESC')
      .addOrderBy('a.id', 'ASC')
      .limit(asked.limit + 1);
    if (asked.publisher !== undefined) query.andWhere('a.publisher = :publisher', { publisher: asked.publisher });
    // strpos, not LIKE: what is looked for has no wildcards.
    const { knownAt } = asked;
    const title = knownAt === undefined ? 'a.title' : revisionThen('r.title', ':knownAt');
    if (asked.q !== undefined) query.andWhere(`strpos(lower(${title}), lower(:q)) > 0`, { q: asked.q });
    if (knownAt !== undefined) query.andWhere(`EXISTS ${revisionThen('1', ':knownAt')}`, { knownAt });
    if (asked.from !== undefined) query.andWhere('a.published_on >= :from', { from: asked.from });
    if (asked.to !== undefined) query.andWhere('a.published_on <= :to', { to: asked.to });
    if (asked.cursor !== undefined) {
      const [at, id] = decodeCursor(scope, asked.cursor, placeSchema);
      query.andWhere('a.published_at <= :at AND (a.published_at < :at OR a.id > :id)', { at, id });
    }
    const { entities, raw } = await query.getRawAndEntities<{ exact: string }>();
    const last = entities[asked.limit - 1];
    const page = entities.slice(0, asked.limit);
    const ids = page.map(({ id }) => id);
    const then = knownAt === undefined ? null : await articlesThen(this.record, ids, knownAt);
    return {
      items: page.map((article) => showArticle(article, then?.get(article.id))),
      next: entities.length > asked.limit && last ? encodeCursor(scope, [raw[asked.limit - 1]?.exact, last.id]) : null,
    };
  }
}
