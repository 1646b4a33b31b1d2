import { type ArticleAnswer, articleAnswerSchema } from '@parley/contracts';
import { type Command, Option } from 'commander';
import { CommandError, EXIT } from '../../exit-codes.js';
import { day, openApi, wholeNumber } from '../command-context.js';
import { idOf } from '../withdraw/withdraw.command.js';
import { STANCES } from './amend.command.js';
import { addCurateOptions, type CurateOptions, sendCuration, tellCuration } from './curate-options.js';

interface AddOptions extends CurateOptions {
  readonly dossier: string;
  readonly actor: string;
  readonly issue: string;
  readonly stance: string;
  readonly statedOn: string;
  readonly words?: string;
  readonly start?: number;
  readonly end?: number;
  readonly revision?: number;
  readonly kind?: string;
  readonly speaker?: string;
  readonly condition?: string;
}

async function add(article: string, options: AddOptions): Promise<void> {
  const api = openApi(options);
  const id = await idOf(article);
  const { shown } = await api.get(`/v1/articles/${id}`, { revision: options.revision }, articleAnswerSchema);
  const { dossier, actor, issue, stance, statedOn, kind, speaker, condition } = options;
  const body = {
    author: options.by,
    reason: options.reason,
    dossier,
    actor,
    issue,
    stance,
    statedOn,
    revision: shown.number,
    ...spanOf(shown, options),
    kind,
    speaker,
    condition,
  };
  await tellCuration(await sendCuration(api, `/v1/articles/${id}/statements`, body), options);
}

/** Throws CommandError (usage) where the words are not there exactly once, or no span is given. */
function spanOf({ text, number }: ArticleAnswer['shown'], options: AddOptions): { start: number; end: number } {
  const { words, start, end } = options;
  if (words === undefined) {
    if (start !== undefined && end !== undefined) return { start, end };
    throw new CommandError('say where the statement stands: --words "...", or --start and --end', EXIT.usage);
  }
  const at = text.indexOf(words);
  if (words === '' || at === -1)
    throw new CommandError(`revision ${number} of the article does not hold these words, to the character`, EXIT.usage);
  if (text.indexOf(words, at + 1) !== -1)
    throw new CommandError(`revision ${number} of the article holds these words more than once: give more`, EXIT.usage);
  return { start: at, end: at + words.length };
}

/** `parley curate add ARTICLE` */
export function addAddCommand(curate: Command): void {
  addCurateOptions(
    curate
      .command('add')
      .description('add a statement that was not found, by the words it stands in')
      .argument('<article>', 'id or address of the article')
      .requiredOption('-d, --dossier <id>', 'the negotiation')
      .requiredOption('-a, --actor <id>', 'whose statement it is')
      .requiredOption('-i, --issue <id>', 'what it is about')
      .addOption(new Option('-s, --stance <stance>', 'what it says').choices(STANCES).makeOptionMandatory())
      .requiredOption('--stated-on <day>', 'when it was said', day)
      .option('--words <text>', 'the words, exactly as the article has them')
      .option('--start <unit>', 'or where they begin, in UTF-16 units', wholeNumber(0))
      .option('--end <unit>', 'and end: one past the last unit', wholeNumber(1))
      .option('--revision <number>', 'of which revision; the latest unless told', wholeNumber(1, 1_000_000))
      .addOption(
        new Option('--kind <kind>', 'how it is told; indirect unless told').choices([
          'direct',
          'mixed',
          'indirect',
          'act',
        ]),
      )
      .option('--speaker <name>', "who says it, as the text has it; the actor's name unless told")
      .option('--condition <text>', 'of a conditional stance'),
  )
    .addHelpText(
      'after',
      `
Example:
  parley curate add https://gazette.example/talks -d lakeside-talks -a ada-quill -i harbour-levy -s oppose \\
    --stated-on 2025-08-18 --words "No levy, ever." --by ann --reason "missed by the rules"`,
    )
    .action((article: string, options: AddOptions) => add(article, options));
}
