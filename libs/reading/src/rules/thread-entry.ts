/** Where a thread begins, and the flags of Node it needs. */
export interface ThreadEntry {
  readonly url: URL;
  readonly execArgv?: readonly string[];
}

/**
 * The reading thread beside this file: JavaScript in a build, TypeScript where this runs from its sources. A thread is
 * loaded as the process was, so a process that runs from sources by a loader hands it on by itself; whoever runs them in
 * another way (jest) gives `execArgv`.
 */
export const readingThread = (execArgv?: readonly string[]): ThreadEntry => {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const url = new URL(`./reading-thread.${extension}`, import.meta.url);
  return execArgv === undefined ? { url } : { url, execArgv };
};
