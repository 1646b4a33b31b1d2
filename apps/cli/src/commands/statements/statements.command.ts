import { explanationAnswerSchema, type ShownStatement, statementPageSchema } from '@parley/contracts';
import type { Command } from 'commander';
import { requireDossier } from '../../api/require-dossier.js';
import { takePages } from '../../api/take-pages.js';
import { renderNoStatement, renderReasons } from '../../output/render-explanation.js';
import { renderStatement } from '../../output/render-statement.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { wrapText } from '../../output/wrap-text.js';
import { type ApiOptions, addApiOptions, day, howMany, instant, openApi, standardOutput } from '../command-context.js';
import { type ExportFormat, formatOption, passOn } from '../export-options.js';

interface SearchOptions extends ApiOptions {
  readonly dossier?: string;
  readonly actor?: string;
  readonly issue?: string;
  readonly stance?: string;
  readonly from?: string;
  readonly to?: string;
  readonly knownAt?: string;
  readonly limit: number;
  readonly format?: ExportFormat;
}

async function search(words: readonly string[], options: SearchOptions): Promise<void> {
  const { dossier, actor, issue, stance, from, to, knownAt, limit, format } = options;
  const query = { q: words.join(' ') || undefined, dossier, actor, issue, stance, from, to, knownAt };
  if (format !== undefined)
    return passOn(openApi(options), '/v1/statements/export', { ...query, format }, 'name --known-at and begin again');
  const found = takePages<ShownStatement>(openApi(options), '/v1/statements', query, statementPageSchema, limit);
  const terminal = standardOutput(options);
  let shown = 0;
  let step = await found.next();
  if (step.done) await requireDossier(openApi(options), options.dossier);
  for (; !step.done; step = await found.next(), shown++)
    await (options.json ? writeJsonLine(step.value) : writeOut(`${renderStatement(step.value, terminal)}\n`));
  if (shown === 0 && !options.json) await writeOut('No statement matches.\n');
  if (step.value) note('there are more: raise --limit, or --limit all');
}

async function explain(id: string, options: ApiOptions & { knownAt?: string }): Promise<void> {
  const path = `/v1/statements/${encodeURIComponent(id)}/explanation`;
  const answer = await openApi(options).get(path, { knownAt: options.knownAt }, explanationAnswerSchema);
  if (options.json) return writeJsonLine(answer);
  const terminal = standardOutput(options);
  await writeOut(`${renderStatement(answer.statement, terminal)}${wrapText(answer.note, terminal.width)}\n`);
  if (answer.reasons) await writeOut(`\n${renderReasons(answer.reasons, terminal)}`);
  if (answer.related.length > 0) await writeOut('\nWhat else the article says of this:\n');
  for (const no of answer.related) await writeOut(renderNoStatement(no, terminal));
}

/** `parley statements search WORDS...`, `parley statements explain ID` */
export function addStatementsCommand(program: Command): void {
  const statements = program
    .command('statements')
    .description('the statements that positions rest on')
    .addHelpText('after', '\nExample:\n  parley statements search tariffs --actor trump');
  addApiOptions(
    statements
      .command('search')
      .description('statements by their words, best match first; without words the latest')
      .argument('[words...]', 'words, "exact phrases", or, -not')
      .option('-d, --dossier <id>', 'only this dossier')
      .option('-a, --actor <id>', 'only this actor')
      .option('-i, --issue <id>', 'only this issue')
      .option('-s, --stance <stance>', 'only this stance')
      .option('--from <day>', 'stated on that day or later', day)
      .option('--to <day>', 'stated on that day or before', day)
      .option(
        '--known-at <instant>',
        'those that were known at that day or instant, as they counted then, with those that were taken back since',
        instant,
      )
      .addOption(formatOption('that match'))
      .option('-n, --limit <number>', 'most statements to show, or "all"', howMany, 20)
      .addHelpText(
        'after',
        `
Examples:
  parley statements search tariffs --actor trump --from 2025-05-01
  parley statements search '"security guarantees" or troops' --json
  parley statements search --actor trump --known-at 2025-08-25
  parley statements search --dossier us-china-trade --format csv > statements.csv
  parley statements search -- guarantees -nato`,
      ),
    'one statement a line',
  ).action((words: string[], options: SearchOptions) => search(words, options));
  addApiOptions(
    statements
      .command('explain')
      .description('what led to a statement: who, by which cue, about what, which way')
      .argument('<id>', 'id of the statement: "parley statements search --json" shows it')
      .option('--known-at <instant>', 'as it counted at that day or instant, by when it was recorded', instant)
      .addHelpText('after', '\nExample:\n  parley statements explain da3b30ec-1863-5b67-a165-5d4de2ee5501'),
    'one document, as the API answers',
  ).action((id: string, options: ApiOptions & { knownAt?: string }) => explain(id, options));
}
