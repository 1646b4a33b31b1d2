import { note } from './output/stderr.js';
import { endQuietlyOnClosedPipe } from './output/stdout.js';
import { buildProgram } from './program.js';
import { reportOf } from './report-error.js';

endQuietlyOnClosedPipe();
try {
  await buildProgram().parseAsync();
} catch (error) {
  const { sentence, exitCode } = reportOf(error);
  if (sentence !== null) note(`parley: ${sentence}`);
  if (/^(debug|trace)$/.test(process.env.PARLEY_LOG_LEVEL ?? '') && sentence !== null && error instanceof Error)
    note(error.stack ?? '');
  process.exitCode = exitCode;
}
