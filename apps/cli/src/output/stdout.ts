import { once } from 'node:events';

/** Writes to standard output and waits while the reader is slow; ends quietly where the reader went away (`| head`). */
export async function writeOut(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** One JSON document a line, for programs. */
export const writeJsonLine = (value: unknown): Promise<void> => writeOut(`${JSON.stringify(value)}\n`);

/** A reader that closed the pipe is no error of ours. */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  // Where both go into the pipe, what is said beside the output is as little read.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
