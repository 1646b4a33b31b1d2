import { articleAnswerSchema, articlePageSchema, type ListedArticle } from '@parley/contracts';
import type { Command } from 'commander';
import { takePages } from '../../api/take-pages.js';
import { renderArticle, renderArticles } from '../../output/render-articles.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import {
  type ApiOptions,
  addApiOptions,
  day,
  howMany,
  instant,
  openApi,
  standardOutput,
  wholeNumber,
} from '../command-context.js';
import { addDiffCommand } from './diff.command.js';
import { addWithdrawalsCommand } from './withdrawals.command.js';

interface ListOptions extends ApiOptions {
  readonly publisher?: string;
  readonly from?: string;
  readonly to?: string;
  readonly knownAt?: string;
  readonly limit: number;
}

async function list(words: readonly string[], options: ListOptions): Promise<void> {
  const { publisher, from, to, knownAt, limit } = options;
  const query = { q: words.join(' ') || undefined, publisher, from, to, knownAt };
  const found = takePages<ListedArticle>(openApi(options), '/v1/articles', query, articlePageSchema, limit);
  const shown: ListedArticle[] = [];
  let step = await found.next();
  for (; !step.done; step = await found.next()) {
    if (options.json) await writeJsonLine(step.value);
    else shown.push(step.value);
  }
  if (!options.json)
    await writeOut(shown.length === 0 ? 'No article matches.\n' : renderArticles(shown, standardOutput(options)));
  if (step.value) note('there are more: raise --limit, or --limit all');
}

interface ShowOptions extends ApiOptions {
  readonly revision?: number;
  readonly knownAt?: string;
}

async function show(id: string, options: ShowOptions): Promise<void> {
  const article = await openApi(options).get(
    `/v1/articles/${encodeURIComponent(id)}`,
    { revision: options.revision, knownAt: options.knownAt },
    articleAnswerSchema,
  );
  await (options.json ? writeJsonLine(article) : writeOut(renderArticle(article, standardOutput(options))));
}

/** `parley articles list|show` */
export function addArticlesCommand(program: Command): void {
  const articles = program
    .command('articles')
    .description('the articles that were read')
    .addHelpText('after', '\nExamples:\n  parley articles list --from 2025-08-01\n  parley articles show ID');
  addApiOptions(
    articles
      .command('list')
      .description('articles, latest first')
      .argument('[words...]', 'part of the title')
      .option('--publisher <name>', 'only of this publisher')
      .option('--from <day>', 'published on that day or later', day)
      .option('--to <day>', 'published on that day or before', day)
      .option('--known-at <instant>', 'as they were known at that day or instant, by when they were recorded', instant)
      .option('-n, --limit <number>', 'most articles to show, or "all"', howMany, 20)
      .addHelpText('after', '\nExample:\n  parley articles list tariffs --from 2025-05-01 --json'),
    'one article a line',
  ).action((words: string[], options: ListOptions) => list(words, options));
  addApiOptions(
    articles
      .command('show')
      .description('one article with its text and the statements in it')
      .argument('<id>', 'id of the article: "parley articles list --json" shows it')
      .option('--revision <number>', 'which revision; the latest unless told', wholeNumber(1, 1_000_000))
      .option(
        '--known-at <instant>',
        'as it was known at that day or instant, with the statements that counted',
        instant,
      )
      .addHelpText('after', '\nExample:\n  parley articles show 9f86d081884c7d65... --revision 1'),
    'one document',
  ).action((id: string, options: ShowOptions) => show(id, options));
  addDiffCommand(articles);
  addWithdrawalsCommand(articles);
}
