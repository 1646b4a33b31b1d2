import type { ArticleInput } from '@parley/extraction';
import type { DataSource } from 'typeorm';
import { R, rowsOf } from '../../record/record.js';

/** Longest text, in UTF-16 units, that is read again for an answer: reading it keeps other requests waiting. */
export const LONGEST_EXPLAINED = 200_000;

interface StoredArticleRow {
  readonly number: number;
  readonly hash: string;
  readonly text: string;
  readonly published_on: string;
  readonly language: string | null;
}

export interface StoredArticle {
  readonly revision: number;
  readonly hash: string;
  readonly input: ArticleInput;
}

/** A stored revision as the engine reads it; `number` absent: the latest. Undefined where there is none. */
export async function storedArticle(
  record: DataSource,
  id: string,
  number: number | undefined,
): Promise<StoredArticle | undefined> {
  const [row] = await rowsOf<StoredArticleRow>(
    record,
    `SELECT v.number, v.hash, v.text, a.published_on::text AS published_on, a.language
       FROM ${R}.article a
       JOIN ${R}.revision v ON v.article_id = a.id AND v.number = coalesce($2::int, a.revision_number)
      WHERE a.id = $1`,
    [id, number ?? null],
  );
  if (!row) return undefined;
  const { language } = row;
  return {
    revision: row.number,
    hash: row.hash,
    input: { text: row.text, publishedAt: row.published_on, ...(language === null ? {} : { language }) },
  };
}
