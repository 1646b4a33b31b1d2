import type { Command } from 'commander';
import { CommandError, EXIT } from '../../exit-codes.js';
import { note } from '../../output/stderr.js';
import { writeJsonLine } from '../../output/stdout.js';
import { terminalText } from '../../output/terminal-text.js';

interface ExtractOptions {
  readonly dossier: readonly string[];
  readonly all?: boolean;
}

async function extract(files: readonly string[], options: ExtractOptions): Promise<void> {
  const [{ ArticleExtraction }, { articleLines }, { readDossierFile }] = await Promise.all([
    import('./extract-articles.js'),
    import('./article-lines.js'),
    import('../dossier/read-dossier-file.js'),
  ]);
  const extraction = new ArticleExtraction(await Promise.all(options.dossier.map(readDossierFile)));
  let refused = 0;
  for (const file of files) {
    for await (const line of articleLines(file)) {
      const outcome = line.ok
        ? options.all
          ? extraction.attributions(line.text)
          : extraction.statements(line.text)
        : { ok: false as const, error: { message: line.reason } };
      if (outcome.ok) {
        await writeJsonLine(outcome.line);
        continue;
      }
      refused++;
      note(`${terminalText(file)}:${line.number}: ${terminalText(outcome.error.message)}`);
    }
  }
  if (refused > 0)
    throw new CommandError(
      `${refused} ${refused === 1 ? 'line' : 'lines'} could not be read; the rest is done.`,
      EXIT.partly,
    );
}

const collect = (file: string, before: readonly string[] = []): readonly string[] => [...before, file];

/** `parley extract`: statements out of articles, without a running system. */
export function addExtractCommand(program: Command): void {
  program
    .command('extract')
    .description('read statements out of articles; needs no running Parley and keeps nothing')
    .argument('<articles...>', 'files of one JSON object a line with id, text, publishedAt; - is standard input')
    .requiredOption('-d, --dossier <file>', 'dossier to read them under; may be given several times', collect)
    .option('--all', 'print every attribution, whoever speaks and whatever about')
    .addHelpText(
      'after',
      `
Prints one JSON object a line, in the order of the articles:
  {"id","statements":[{"actor","issue","stance","kind","start","end","evidence","statedAt","confidence","speaker","cue","condition"?}]}
with --all:
  {"id","attributions":[{"source":{"start","end","text","actor"},"cue":{"start","end","text"},"content":[{"start","end"}],"kind"}]}
Offsets count UTF-16 units of the text as given. With several dossiers an article whose "dossier" field names one of them
is read under that one; others are read under all, and their statements say under which.

Examples:
  parley extract --dossier samples/dossiers/us-china-trade.yaml articles.jsonl
  parley extract -d talks.yaml --all - < articles.jsonl`,
    )
    .action((files: string[], options: ExtractOptions) => extract(files, options));
}
