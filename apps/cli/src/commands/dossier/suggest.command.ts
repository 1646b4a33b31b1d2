import { articleAnswerSchema, articlePageSchema, dossierAnswerSchema, type ListedArticle } from '@parley/contracts';
import { type Dossier, parseDossierJson } from '@parley/dossier';
import type { ArticleInput, Extractor } from '@parley/extraction';
import type { Command } from 'commander';
import { takePages } from '../../api/take-pages.js';
import { CommandError, EXIT } from '../../exit-codes.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { terminalText } from '../../output/terminal-text.js';
import { type ApiOptions, addApiOptions, day, openApi, wholeNumber } from '../command-context.js';

interface SuggestOptions extends ApiOptions {
  readonly dossier?: string;
  readonly least: number;
  readonly most: number;
  readonly from?: string;
  readonly to?: string;
}

/** What is looked for where there is no dossier yet: nothing that any article has. */
const NO_DOSSIER = {
  dossier: 'none',
  title: 'none',
  from: '2000-01-01',
  actors: [{ id: 'nobody', name: 'Zzyzzxq Nobody', kind: 'organisation' }],
  issues: [{ id: 'nothing', label: 'Zzyzzxq', proposition: 'Zzyzzxq should be.', terms: ['zzyzzxq'] }],
};

async function suggest(files: readonly string[], options: SuggestOptions): Promise<void> {
  const { createExtractor, printSuggestions, SuggestionCount } = await import('@parley/extraction');
  const dossier = options.dossier === undefined ? null : await dossierOf(options.dossier, files, options);
  const extractor = createExtractor(dossier ?? read(NO_DOSSIER));
  const count = new SuggestionCount();
  const refused =
    files.length > 0
      ? await fromFiles(files, extractor, count)
      : await fromApi(options, (id, article) => count.add(id, extractor.observe(article)));
  const found = count.suggestions({ least: options.least, most: options.most });
  await (options.json ? writeJsonLine(found) : writeOut(printSuggestions(found, dossier)));
  if (refused > 0)
    throw new CommandError(
      `${refused} ${refused === 1 ? 'line' : 'lines'} could not be read; the rest is done.`,
      EXIT.partly,
    );
}

function read(value: unknown): Dossier {
  const parsed = parseDossierJson(value);
  if (parsed.ok) return parsed.dossier;
  throw new CommandError(
    `the dossier can't be used by this version: ${terminalText(parsed.problems[0]?.message ?? '')}`,
    EXIT.failed,
  );
}

/** A file, or, where articles come from the API, the id of a dossier in force there. */
async function dossierOf(named: string, files: readonly string[], options: SuggestOptions): Promise<Dossier> {
  if (files.length > 0 || /[./\\]/.test(named)) return (await import('./read-dossier-file.js')).readDossierFile(named);
  const path = `/v1/dossiers/${encodeURIComponent(named)}`;
  return read((await openApi(options).get(path, {}, dossierAnswerSchema)).document);
}

/** Gives how many lines could not be read; each is named. */
async function fromFiles(
  files: readonly string[],
  extractor: Extractor,
  count: { add(article: string, seen: ReturnType<Extractor['observe']>): void },
): Promise<number> {
  const [{ articleLines }, { readArticleLine }] = await Promise.all([
    import('../extract/article-lines.js'),
    import('@parley/extraction'),
  ]);
  let refused = 0;
  for (const file of files)
    for await (const line of articleLines(file)) {
      const article = line.ok ? readArticleLine(line.text) : { ok: false as const, error: { message: line.reason } };
      if (article.ok) count.add(article.id, extractor.observe(article.article));
      else {
        refused++;
        note(`${terminalText(file)}:${line.number}: ${terminalText(article.error.message)}`);
      }
    }
  return refused;
}

/** Reads what was ingested, one article at a time. */
async function fromApi(options: SuggestOptions, take: (id: string, article: ArticleInput) => void): Promise<number> {
  const api = openApi(options);
  const { from, to } = options;
  for await (const { id } of takePages<ListedArticle>(api, '/v1/articles', { from, to }, articlePageSchema)) {
    const { url, publishedOn, language, shown } = await api.get(
      `/v1/articles/${encodeURIComponent(id)}`,
      {},
      articleAnswerSchema,
    );
    take(url, { text: shown.text, publishedAt: publishedOn, ...(language === null ? {} : { language }) });
  }
  return 0;
}

/** `parley dossier suggest [ARTICLES...]`: what a dossier lacks, from what articles say. */
export function addSuggestCommand(dossier: Command): void {
  addApiOptions(
    dossier
      .command('suggest')
      .description('actors, aliases and issues that articles have and a dossier lacks, as YAML to paste')
      .argument('[articles...]', 'files of one JSON object a line, as for extract; none: what was ingested, by the API')
      .option('-d, --dossier <dossier>', 'a file, or the id of one that is published; none: begin a new one')
      .option('--least <number>', 'how often something has to be seen', wholeNumber(1), 3)
      .option('--most <number>', 'most actors, aliases and issues to show, each', wholeNumber(1, 1_000), 40)
      .option('--from <day>', 'of what was ingested: published on that day or later', day)
      .option('--to <day>', 'of what was ingested: published on that day or before', day)
      .addHelpText(
        'after',
        `
Examples:
  parley dossier suggest articles.jsonl > new.yaml
  parley dossier suggest -d talks.yaml articles.jsonl
  parley dossier suggest -d ukraine-peace-talks --from 2025-08-01`,
      ),
    'one document: {"articles","unread","actors","aliases","topics"}',
  ).action((files: string[], options: SuggestOptions) => suggest(files, options));
}
