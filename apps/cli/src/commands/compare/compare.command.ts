import { type ComparedTimeline, type Comparison, comparisonSchema, MAX_PAGE } from '@parley/contracts';
import type { Command } from 'commander';
import { requireDossier } from '../../api/require-dossier.js';
import { renderComparedPositions } from '../../output/render-compared-positions.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { type ApiOptions, addApiOptions, day, instant, openApi, standardOutput } from '../command-context.js';

interface CompareOptions extends ApiOptions {
  readonly knownBefore: string;
  readonly knownAfter?: string;
  readonly from?: string;
  readonly to?: string;
  readonly actor?: string;
  readonly issue?: string;
}

async function compare(dossier: string | undefined, options: CompareOptions): Promise<void> {
  const api = openApi(options);
  const { knownBefore, knownAfter, from, to, actor, issue } = options;
  const query = { dossier, knownBefore, knownAfter, from, to, actor, issue, limit: MAX_PAGE };
  const items: ComparedTimeline[] = [];
  let page: Comparison | undefined;
  do {
    page = await api.get('/v1/positions/comparison', { ...query, cursor: page?.next ?? undefined }, comparisonSchema);
    items.push(...page.items);
  } while (page.next !== null);
  if (items.length === 0) await requireDossier(api, dossier);
  const whole: Comparison = { ...page, items };
  await (options.json ? writeJsonLine(whole) : writeOut(renderComparedPositions(whole, standardOutput(options))));
}

/** `parley compare [DOSSIER]`: what has changed in what is believed about some days. */
export function addCompareCommand(program: Command): void {
  addApiOptions(
    program
      .command('compare')
      .description('what is believed about some days at one instant and was not at another')
      .argument('[dossier]', 'id of a dossier; all of them unless told')
      .requiredOption('--known-before <instant>', 'the earlier day or instant: what was believed then', instant)
      .option('--known-after <instant>', 'the later day or instant; now unless told', instant)
      .option('--from <day>', 'the first day that is asked about', day)
      .option('--to <day>', 'the last day that is asked about', day)
      .option('-a, --actor <id>', 'only this actor')
      .option('-i, --issue <id>', 'only this issue')
      .addHelpText(
        'after',
        `
Examples:
  parley compare us-china-trade --known-before 2025-09-01 --from 2025-08-01 --to 2025-08-31
  parley compare --known-before 2025-08-25 --known-after 2025-09-01 --json | jq '.items[].actor.name'`,
      ),
    'one document {"knownBefore","knownAfter","from","to","items","next"}',
  ).action((dossier: string | undefined, options: CompareOptions) => compare(dossier, options));
}
