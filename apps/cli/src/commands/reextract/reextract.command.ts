import type { Command } from 'commander';
import { addOutputOptions, day, type OutputOptions, wholeNumber } from '../command-context.js';

export interface ReextractCommandOptions extends OutputOptions {
  readonly dossier?: readonly string[];
  readonly source?: string;
  readonly since?: string;
  readonly until?: string;
  readonly apply?: boolean;
  readonly count?: boolean;
  readonly examples: number;
}

const collect = (id: string, before: readonly string[] = []): readonly string[] => [...before, id];

/** `parley reextract`: stored articles read again by the rules or the model of today. */
export function addReextractCommand(program: Command): void {
  addOutputOptions(
    program
      .command('reextract')
      .description('read stored articles again, with the rules or model and the dossiers of today; shows what differs')
      .option('-d, --dossier <id>', 'only under this dossier; may be given several times', collect)
      .option('--source <publisher>', 'only articles of this publisher')
      .option('--since <day>', 'only articles published on that day or later', day)
      .option('--until <day>', 'only articles published on that day or earlier', day)
      .option('--count', 'only say how many articles of each dossier were not read so yet')
      .option('--apply', 'write what was read into the log; positions follow as corrections')
      .option('-n, --examples <number>', 'most differences of a kind to show', wholeNumber(0, 1_000), 3)
      .addHelpText(
        'after',
        `
Without --apply nothing is written. Articles that were read by these rules (or this model) under this version of the
dossier already are passed over. What people put right stays as they put it. Nothing is fetched or delivered; a model is
asked only what it was not asked before. Ctrl-C stops it; what was read is kept, and the next call goes on from there.
Works on the database and the log themselves, as "parley rebuild"; PARLEY_EXTRACTOR says who reads.

Examples:
  parley reextract --dossier us-china-trade
  parley reextract -d us-china-trade --since 2025-04-01 --until 2025-04-30 --json > differences.jsonl
  parley reextract --source livemint.com --apply`,
      ),
    'one difference a line {"difference":"statement"|"position","kind",...}, then one line {"summary"}',
  ).action(async (options: ReextractCommandOptions) => {
    const { countArticles, reextractArticles } = await import('./reextract.js');
    await (options.count ? countArticles(options) : reextractArticles(options));
  });
}
