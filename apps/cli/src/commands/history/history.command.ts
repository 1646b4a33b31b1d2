import { positionHistorySchema } from '@parley/contracts';
import type { Command } from 'commander';
import { renderHistory } from '../../output/render-history.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import {
  type ApiOptions,
  addApiOptions,
  day,
  instant,
  openApi,
  standardOutput,
  wholeNumber,
} from '../command-context.js';

interface HistoryOptions extends ApiOptions {
  readonly validAt?: string;
  readonly knownAt?: string;
  readonly evidence: number;
}

async function history(dossier: string, actor: string, issue: string, options: HistoryOptions): Promise<void> {
  const path = `/v1/positions/${[dossier, actor, issue].map(encodeURIComponent).join('/')}/history`;
  const { validAt, knownAt, evidence } = options;
  const answer = await openApi(options).get(path, { validAt, knownAt, evidence }, positionHistorySchema);
  await (options.json
    ? writeJsonLine(answer)
    : writeOut(renderHistory(answer, { ...standardOutput(options), evidence })));
}

/** `parley history DOSSIER ACTOR ISSUE`: how one position came to be what it is. */
export function addHistoryCommand(program: Command): void {
  addApiOptions(
    program
      .command('history')
      .description("one actor's position on one issue from the first statement on, with the evidence")
      .argument('<dossier>', 'id of the dossier')
      .argument('<actor>', 'id of the actor')
      .argument('<issue>', 'id of the issue')
      .option('--valid-at <day>', 'only up to that day, by when statements were made', day)
      .option('--known-at <instant>', 'as it was known at that day or instant, by when it was recorded', instant)
      .option('-e, --evidence <number>', 'most sentences for each stretch', wholeNumber(0, 100), 3)
      .addHelpText(
        'after',
        `
Examples:
  parley history ukraine-peace-talks zelensky leaders-summit
  parley history us-china-trade trump us-tariff-cuts --known-at 2025-06-01 --json`,
      ),
    'one document {"dossier","actor","issue","validAt","knownAt","segments"}',
  ).action(history);
}
