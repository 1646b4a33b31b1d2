import { Command } from 'commander';
import { buildVersion } from './build-version.js';
import { addArticlesCommand } from './commands/articles/articles.command.js';
import { addChangesCommand } from './commands/changes/changes.command.js';
import { addCompareCommand } from './commands/compare/compare.command.js';
import { addCurateCommand } from './commands/curate/curate.command.js';
import { addDlqCommand } from './commands/dlq/dlq.command.js';
import { addDoctorCommand } from './commands/doctor/doctor.command.js';
import { addDossierCommand } from './commands/dossier/dossier.command.js';
import { addExtractCommand } from './commands/extract/extract.command.js';
import { addHistoryCommand } from './commands/history/history.command.js';
import { addIngestCommand } from './commands/ingest/ingest.command.js';
import { addMatrixCommand } from './commands/matrix/matrix.command.js';
import { addPositionsCommand } from './commands/positions/positions.command.js';
import { addRebuildCommand } from './commands/rebuild/rebuild.command.js';
import { addRederiveCommand } from './commands/rederive/rederive.command.js';
import { addReextractCommand } from './commands/reextract/reextract.command.js';
import { addRestoreCommand } from './commands/restore/restore.command.js';
import { addDissonanceCommand } from './commands/sides/dissonance.command.js';
import { addSidesCommand } from './commands/sides/sides.command.js';
import { addStartCommand } from './commands/start/start.command.js';
import { addStatementsCommand } from './commands/statements/statements.command.js';
import { addTopicsCommand } from './commands/topics/topics.command.js';
import { addVerifyCommand } from './commands/verify/verify.command.js';
import { addWithdrawCommand } from './commands/withdraw/withdraw.command.js';

/** The whole of `parley`. Parsing throws CommanderError instead of ending the process. */
export function buildProgram(): Command {
  const program = new Command('parley')
    .description('Who holds what position in a negotiation, since when, on whose word.')
    .version(buildVersion())
    .exitOverride()
    .showHelpAfterError('(add --help for what it takes)')
    .configureHelp({ sortSubcommands: false })
    .addHelpText(
      'after',
      `
Examples:
  parley start                                        run everything, with sample negotiations
  parley matrix us-china-trade                        who holds what position
  parley history ukraine-peace-talks zelensky leaders-summit
  parley ingest ./articles https://example.org/story  read more articles
  parley changes --follow                             be told as positions change
  parley doctor                                       what is wrong, and what to do

Exit codes: 0 done, 1 failed, 2 wrong call, 3 Parley or what it needs does not answer, 4 part of the input was refused.
Settings are environment variables: docs/configuration.md. PARLEY_INGEST_TOKEN is sent with what writes.`,
    );
  addStartCommand(program);
  addIngestCommand(program);
  addMatrixCommand(program);
  addPositionsCommand(program);
  addHistoryCommand(program);
  addCompareCommand(program);
  addSidesCommand(program);
  addDissonanceCommand(program);
  addChangesCommand(program);
  addStatementsCommand(program);
  addArticlesCommand(program);
  addWithdrawCommand(program);
  addRestoreCommand(program);
  addCurateCommand(program);
  addDossierCommand(program);
  addExtractCommand(program);
  addRebuildCommand(program);
  addVerifyCommand(program);
  addReextractCommand(program);
  addRederiveCommand(program);
  addDlqCommand(program);
  addTopicsCommand(program);
  addDoctorCommand(program);
  return program;
}
