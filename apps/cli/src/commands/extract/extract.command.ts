import type { Command } from 'commander';
import { CommandError, EXIT } from '../../exit-codes.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine, writeOut } from '../../output/stdout.js';
import { terminalText } from '../../output/terminal-text.js';
import { addOutputOptions, type OutputOptions, standardOutput } from '../command-context.js';

interface ExtractOptions extends OutputOptions {
  readonly dossier: readonly string[];
  readonly all?: boolean;
  readonly explain?: boolean;
  readonly compare?: string;
}

type Extraction = import('./extract-articles.js').ArticleExtraction;

/** What is done with each line; false: it is refused, and named. */
type LineTaker = (
  line: string,
) => Promise<{ readonly ok: true } | { readonly ok: false; readonly error: { readonly message: string } }>;

/** What a run does with its lines, and at its end. */
interface Run {
  readonly take: LineTaker;
  readonly finish?: () => Promise<void>;
}

async function extract(files: readonly string[], options: ExtractOptions): Promise<void> {
  const ways = [options.all && '--all', options.explain && '--explain', options.compare !== undefined && '--compare'];
  const asked = ways.filter((way) => typeof way === 'string');
  if (asked.length > 1) throw new CommandError(`${asked.join(' and ')} exclude each other.`, EXIT.usage);
  if (options.compare === '-' && files.includes('-'))
    throw new CommandError('Standard input can be the articles or the earlier run, not both.', EXIT.usage);
  const [{ ArticleExtraction }, { articleLines }, { readDossierFile }] = await Promise.all([
    import('./extract-articles.js'),
    import('./article-lines.js'),
    import('../dossier/read-dossier-file.js'),
  ]);
  const extraction = new ArticleExtraction(await Promise.all(options.dossier.map(readDossierFile)));
  const run = await runOf(extraction, options);
  let refused = 0;
  for (const file of files) {
    for await (const line of articleLines(file)) {
      const outcome = line.ok ? await run.take(line.text) : { ok: false as const, error: { message: line.reason } };
      if (outcome.ok) continue;
      refused++;
      note(`${terminalText(file)}:${line.number}: ${terminalText(outcome.error.message)}`);
    }
  }
  await run.finish?.();
  if (refused > 0)
    throw new CommandError(
      `${refused} ${refused === 1 ? 'line' : 'lines'} could not be read; the rest is done.`,
      EXIT.partly,
    );
}

async function runOf(extraction: Extraction, options: ExtractOptions): Promise<Run> {
  if (options.compare !== undefined) return compareRun(extraction, options.compare, options);
  if (options.explain) return explainRun(extraction, options);
  if (options.all)
    return {
      take: async (line) => {
        const outcome = extraction.attributions(line);
        if (outcome.ok) await writeJsonLine(outcome.line);
        return outcome;
      },
    };
  let unread = 0;
  return {
    take: async (line) => {
      const outcome = extraction.statements(line);
      if (!outcome.ok) return outcome;
      if (outcome.line.unread) unread++;
      await writeJsonLine(outcome.line);
      return outcome;
    },
    finish: async () => {
      if (unread > 0)
        note(`${unread} ${unread === 1 ? 'article was' : 'articles were'} not read: "unread" in the output says why`);
    },
  };
}

async function explainRun(extraction: Extraction, options: ExtractOptions): Promise<Run> {
  const { renderNoStatement, renderReasons } = await import('../../output/render-explanation.js');
  const { inkOf } = await import('../../output/ink.js');
  const terminal = standardOutput(options);
  const ink = inkOf(terminal.color);
  return {
    take: async (line) => {
      const outcome = extraction.explanations(line);
      if (!outcome.ok) return outcome;
      for (const explanation of outcome.line) {
        if (options.json) {
          await writeJsonLine(explanation);
          continue;
        }
        const { id, dossier, unread, statements, noStatements } = explanation;
        await writeOut(`${ink.strong(`${terminalText(id)}  (${dossier})`)}\n`);
        if (unread) await writeOut(`not read: ${unread.reason} ${unread.language ?? ''}\n`);
        for (const reasons of statements) await writeOut(renderReasons(reasons, terminal));
        if (noStatements.length > 0) await writeOut(`${ink.strong('Why there are no others')}\n`);
        for (const no of noStatements) await writeOut(renderNoStatement(no, terminal));
        await writeOut('\n');
      }
      return outcome;
    },
  };
}

async function compareRun(extraction: Extraction, earlier: string, options: ExtractOptions): Promise<Run> {
  const [{ isDifferent, printedLines, RunComparison }, { articleLines }, rendering] = await Promise.all([
    import('./compare-runs.js'),
    import('./article-lines.js'),
    import('../../output/render-comparison.js'),
  ]);
  const comparison = new RunComparison(printedLines(earlier, articleLines(earlier)));
  const terminal = standardOutput(options);
  return {
    take: async (line) => {
      const outcome = extraction.statements(line);
      if (!outcome.ok) return outcome;
      const difference = await comparison.next(outcome.line);
      if (difference && isDifferent(difference))
        await (options.json
          ? writeJsonLine(difference)
          : writeOut(`${rendering.renderDifference(difference, terminal)}\n`));
      return outcome;
    },
    finish: async () => {
      const summary = await comparison.finish();
      await (options.json ? writeJsonLine({ summary }) : writeOut(rendering.renderComparisonSummary(summary)));
      if (summary.onlyBefore > 0 && summary.onlyAfter > 0)
        note('where these are the same articles: give them in the order of the earlier run, or nearly so');
      if (summary.different > 0) process.exitCode = EXIT.failed;
    },
  };
}

const collect = (file: string, before: readonly string[] = []): readonly string[] => [...before, file];

/** `parley extract`: statements out of articles, without a running system. */
export function addExtractCommand(program: Command): void {
  addOutputOptions(
    program
      .command('extract')
      .description('read statements out of articles; needs no running Parley and keeps nothing')
      .argument('<articles...>', 'files of one JSON object a line with id, text, publishedAt; - is standard input')
      .requiredOption('-d, --dossier <file>', 'dossier to read them under; may be given several times', collect)
      .option('--all', 'print every attribution, whoever speaks and whatever about')
      .option('--explain', 'show what led to each statement, and why there are no others')
      .option('--compare <file>', 'show what differs from what an earlier run printed; - is standard input')
      .addHelpText(
        'after',
        `
Prints one JSON object a line, in the order of the articles:
  {"id","statements":[{"actor","issue","stance","kind","start","end","evidence","statedAt","confidence","speaker","cue","condition"?}],
   "ruleSet":{"id","version"},"unread"?:{"reason","language"}}
with --all:
  {"id","attributions":[{"source":{"start","end","text","actor"},"cue":{"start","end","text"},"content":[{"start","end"}],"kind"}]}
Offsets count UTF-16 units of the text as given. With several dossiers an article whose "dossier" field names one of them
is read under that one; others are read under all, and their statements say under which.
--explain and --compare print text, and with --json one object a line.
--compare ends with 0 where nothing differs and with 1 where something does.

Examples:
  parley extract --dossier samples/dossiers/us-china-trade.yaml articles.jsonl
  parley extract -d talks.yaml --all - < articles.jsonl
  parley extract -d talks.yaml --explain articles.jsonl
  parley extract -d talks.yaml articles.jsonl > before.jsonl
  parley extract -d talks.yaml --compare before.jsonl articles.jsonl`,
      ),
    'one object a line (without --explain and --compare it is printed anyway)',
  ).action((files: string[], options: ExtractOptions) => extract(files, options));
}
