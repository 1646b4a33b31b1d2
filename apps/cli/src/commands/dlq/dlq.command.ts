import type { Command } from 'commander';
import { addOutputOptions, howMany, type OutputOptions } from '../command-context.js';
import type { ListOptions, RetryOptions } from './dead-letters.js';

/** `parley dlq list|show|retry`: what could not be processed. */
export function addDlqCommand(program: Command): void {
  const dlq = program
    .command('dlq')
    .description('events that could not be processed: see them, and have them tried again')
    .addHelpText(
      'after',
      `
Speaks to the log itself, as "parley topics" does.

Examples:
  parley dlq list
  parley dlq show parley.articles.v1.dlq.extractor/0/12
  parley dlq retry --all --service extractor`,
    );
  addOutputOptions(
    dlq
      .command('list')
      .description('dead letters that are still open, oldest first')
      .option('-s, --service <name>', 'only of this service')
      .option('-t, --topic <name>', 'only of records of this topic')
      .option('--retried', 'also those that were tried again')
      .option('-n, --limit <number>', 'most letters to show, or "all"', howMany, 50)
      .addHelpText('after', '\nExample:\n  parley dlq list --service projector --json'),
    'one letter a line, without its value',
  ).action(async (options: ListOptions) => {
    const { list } = await import('./dead-letters.js');
    await list(options);
  });
  addOutputOptions(
    dlq
      .command('show')
      .description('one dead letter with its reason, its headers and its value')
      .argument('<letter>', 'as "parley dlq list" shows it: topic/partition/offset')
      .addHelpText('after', '\nExample:\n  parley dlq show parley.articles.v1.dlq.extractor/0/12'),
    'one document; "value" is the text, or "valueBase64" where it is none',
  ).action(async (letter: string, options: OutputOptions) => {
    const { show } = await import('./dead-letters.js');
    await show(letter, options);
  });
  addOutputOptions(
    dlq
      .command('retry')
      .description('append the original again, so that its service takes it up; what was taken already changes nothing')
      .argument('[letters...]', 'as "parley dlq list" shows them')
      .option('--all', 'all that are open')
      .option('-s, --service <name>', 'with --all: only of this service')
      .option('-t, --topic <name>', 'with --all: only of records of this topic')
      .addHelpText(
        'after',
        `
Examples:
  parley dlq retry parley.articles.v1.dlq.extractor/0/12
  parley dlq retry --all --service projector`,
      ),
    'one letter a line: {"letter","appendedTo"}',
  ).action(async (letters: string[], options: RetryOptions) => {
    const { retry } = await import('./dead-letters.js');
    await retry(letters, options);
  });
}
