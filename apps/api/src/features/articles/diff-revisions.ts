import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DiffQuery, RevisionDiff } from '@parley/contracts';
import { ProblemError } from '@parley/platform';
import { ArticleEntity, RevisionEntity } from '@parley/store';
import { type DataSource, In } from 'typeorm';
import { RECORD } from '../../record/record.js';
import { wordDiff } from './word-diff.js';

export class DiffRevisions extends Query<RevisionDiff> {
  constructor(
    readonly id: string,
    readonly asked: DiffQuery,
  ) {
    super();
  }
}

@QueryHandler(DiffRevisions)
export class DiffRevisionsHandler implements IQueryHandler<DiffRevisions> {
  constructor(@Inject(RECORD) private readonly record: DataSource) {}

  async execute({ id, asked }: DiffRevisions): Promise<RevisionDiff> {
    const article = await this.record.getRepository(ArticleEntity).findOneBy({ id });
    if (article === null) throw new ProblemError('NOT_FOUND', `There is no article ${id}.`);
    const to = asked.to ?? article.revisionNumber;
    const from = asked.from ?? Math.max(1, to - 1);
    const revisions = await this.record.getRepository(RevisionEntity).find({
      where: { articleId: id, number: In([from, to]) },
      select: { number: true, hash: true, title: true, text: true, observedAt: true },
    });
    const revision = (number: number): RevisionEntity => {
      const found = revisions.find((one) => one.number === number);
      if (!found) throw new ProblemError('NOT_FOUND', `Article ${id} has no revision ${number}.`);
      return found;
    };
    const [before, after] = [revision(from), revision(to)];
    return {
      articleId: id,
      from: headOf(before),
      to: headOf(after),
      title: wordDiff(before.title, after.title),
      text: wordDiff(before.text, after.text),
    };
  }
}

const headOf = ({ number, hash, observedAt }: RevisionEntity): RevisionDiff['from'] => ({
  number,
  hash,
  observedAt: observedAt.toISOString(),
});
