import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { EXIT } from './exit-codes.js';
import { buildProgram } from './program.js';
import { reportOf } from './report-error.js';

/** Every command by its full name. */
function allCommands(command: Command, name = command.name()): [string, Command][] {
  const below = command.commands.flatMap((child) => allCommands(child, `${name} ${child.name()}`));
  return [[name, command], ...below];
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  command.outputHelp();
  return text;
}

/** What a call says on standard error, and what it ends with. */
async function call(...words: string[]) {
  const program = buildProgram();
  let stderr = '';
  for (const [, command] of allCommands(program))
    command.configureOutput({
      writeErr: (part) => {
        stderr += part;
      },
    });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    const { sentence, exitCode } = reportOf(error);
    return { stderr: `${stderr}${sentence ?? ''}`, exitCode };
  }
  return { stderr, exitCode: EXIT.ok };
}

describe('parley', () => {
  it.each(allCommands(buildProgram()))('%s --help has an example that names it', (name, command) => {
    const help = helpOf(command);
    const examples = help.slice(help.search(/Examples?:\n/));
    expect(examples).toContain(name);
  });

  it.each(allCommands(buildProgram()).filter(([, command]) => command.commands.length === 0))(
    '%s offers --json if it prints',
    (name, command) => {
      // start talks to a person.
      if (/ start$/.test(name)) return;
      expect(command.options.map(({ long }) => long)).toEqual(expect.arrayContaining(['--json', '--no-color']));
    },
  );

  it('takes no token among its words, where everybody on the machine could read it', () => {
    for (const [, command] of allCommands(buildProgram()))
      expect(command.options.filter(({ long }) => /token|password|secret/.test(long ?? ''))).toEqual([]);
  });

  it.each([
    [['nonsense'], "unknown command 'nonsense'"],
    [['positions', '--limit', 'many'], 'whole number'],
    [['positions', '--stance', 'maybe'], 'Allowed choices'],
    [['matrix', '--valid-at', '2025-13-01'], 'YYYY-MM-DD'],
    [['history', 'a', 'b', 'c', '--known-at', 'noon'], 'with its zone'],
    [['changes', '--after', 'x', '--since', '2026-01-01'], 'leave out --since'],
    [['extract', 'articles.jsonl'], '--dossier'],
    [['extract', '-d', 'x.yaml', '--all', '--explain', 'a.jsonl'], '--all and --explain exclude each other'],
    [['extract', '-d', 'x.yaml', '--compare', '-', '-'], 'not both'],
    [['dlq', 'retry'], '--all'],
    [['dlq', 'retry', 'a/0/0', '--all'], 'either name letters'],
    [['dlq', 'retry', '--all', '--service', 'nobody'], 'no service is called nobody'],
    [['dlq', 'show', 'nothing'], 'names no dead letter'],
    [['matrix', '--api', 'nonsense'], 'is no address of an API'],
    [['dossier', 'publish', 'none.yaml'], "can't read none.yaml"],
  ])('calls %j a wrong call and says why', async (words, sentence) => {
    const { stderr, exitCode } = await call(...words);
    expect(stderr).toContain(sentence);
    expect(exitCode).toBe(EXIT.usage);
  });
});
