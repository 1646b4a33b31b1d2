import { type PositionItem, positionAnswerSchema, positionPageSchema } from '@parley/contracts';
import { type Command, Option } from 'commander';
import { requireDossier } from '../../api/require-dossier.js';
import { takePages } from '../../api/take-pages.js';
import { renderPositions } from '../../output/render-positions.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { terminalText } from '../../output/terminal-text.js';
import { type ApiOptions, addApiOptions, day, howMany, instant, openApi, standardOutput } from '../command-context.js';
import { type ExportFormat, formatOption, passOn } from '../export-options.js';

interface PositionsOptions extends ApiOptions {
  readonly dossier?: string;
  readonly actor?: string;
  readonly issue?: string;
  readonly stance?: string;
  readonly includeUnknown?: boolean;
  readonly validAt?: string;
  readonly knownAt?: string;
  readonly limit: number;
  readonly format?: ExportFormat;
}

async function positions(options: PositionsOptions): Promise<void> {
  const { dossier, actor, issue, stance, validAt, knownAt, format } = options;
  const includeUnknown = options.includeUnknown ? 'true' : undefined;
  const filters = { dossier, actor, issue, stance, includeUnknown, validAt, knownAt };
  if (format !== undefined) {
    const asked = { ...filters, format };
    return passOn(openApi(options), '/v1/positions/export', asked, 'name --known-at and begin again');
  }
  const query = { ...filters, evidence: options.json ? 5 : 1 };
  const found = takePages(openApi(options), '/v1/positions', query, positionPageSchema, options.limit);
  const shown: PositionItem[] = [];
  let step = await found.next();
  if (step.done) await requireDossier(openApi(options), dossier);
  for (; !step.done; step = await found.next()) {
    if (options.json) await writeJsonLine(step.value);
    else shown.push(step.value);
  }
  if (options.json) {
    if (step.value) note('there are more: raise --limit, or --limit all');
    return;
  }
  if (shown.length > 0) await writeOut(renderPositions(shown, standardOutput(options)));
  else if (dossier && actor && issue) await unknown(options, [dossier, actor, issue]);
  else await writeOut('No position is known.\n');
  if (step.value) note('there are more: raise --limit, or --limit all');
}

/** Of one actor and issue unknown is an answer; that there is no such actor or issue is another. */
async function unknown(options: PositionsOptions, path: readonly string[]): Promise<void> {
  const { validAt, knownAt } = options;
  const answer = await openApi(options).get(
    `/v1/positions/${path.map(encodeURIComponent).join('/')}`,
    { validAt, knownAt, evidence: 0 },
    positionAnswerSchema,
  );
  const known =
    answer.mergedInto !== null
      ? `counts as ${terminalText(answer.mergedInto.name)} (${answer.mergedInto.id})`
      : answer.position === null
        ? 'unknown: nothing was stated yet'
        : 'another stance than asked for';
  await writeOut(`${terminalText(answer.actor.name)} on ${terminalText(answer.issue.label)}: ${known}.\n`);
}

/** `parley positions`: current positions, or those of another day. */
export function addPositionsCommand(program: Command): void {
  addApiOptions(
    program
      .command('positions')
      .description('positions with the latest sentence that proves each')
      .option('-d, --dossier <id>', 'only this dossier')
      .option('-a, --actor <id>', 'only this actor')
      .option('-i, --issue <id>', 'only this issue')
      .addOption(
        new Option('-s, --stance <stance>', 'only this stance').choices([
          'support',
          'oppose',
          'conditional',
          'noncommittal',
          'unknown',
        ]),
      )
      .option('--include-unknown', 'also the actors and issues of dossiers of which nothing was stated yet')
      .addOption(formatOption('positions'))
      .option('--valid-at <day>', 'as held on that day, by when they were stated', day)
      .option('--known-at <instant>', 'as it was known at that day or instant, by when it was recorded', instant)
      .option('-n, --limit <number>', 'most positions to show, or "all"', howMany, 50)
      .addHelpText(
        'after',
        `
Examples:
  parley positions --actor trump
  parley positions --dossier ukraine-peace-talks --stance conditional --valid-at 2025-08-20
  parley positions --dossier us-china-trade --actor trump --include-unknown --valid-at 2025-03-01
  parley positions --limit all --json > positions.jsonl`,
      ),
    'one position a line, with its latest evidence',
  ).action((options: PositionsOptions) => positions(options));
}
