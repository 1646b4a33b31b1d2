import { SingleBar } from 'cli-progress';
import { note } from './stderr.js';

/** How far something is. */
export interface Progress {
  /** `text` stands behind the bar. `total` may grow. */
  update(done: number, total: number, text: string): void;
  /** Puts other words behind the bar until the next update. */
  say(text: string): void;
  /** Takes the bar away, so that what follows starts on a line of its own. */
  stop(): void;
}

/** Without a terminal a line is written this often (ms), so that a log tells that it goes on. */
const LINE_EVERY_MS = 10_000;

/** A bar on a terminal, a line now and then elsewhere; always on standard error. */
export function startProgress(
  label: string,
  options: { readonly interactive: boolean; readonly now?: () => number },
): Progress {
  return options.interactive ? bar(label) : lines(label, options.now ?? Date.now);
}

function bar(label: string): Progress {
  const single = new SingleBar({
    format: `${label} {bar} {percentage}%  {text}`,
    stream: process.stderr,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: null,
    linewrap: true,
    clearOnComplete: true,
    emptyOnZero: true,
  });
  single.start(0, 0, { text: '' });
  return {
    update(done, total, text) {
      if (single.getTotal() !== total) single.setTotal(total);
      single.update(done, { text });
    },
    say: (text) => single.update({ text }),
    stop: () => single.stop(),
  };
}

function lines(label: string, now: () => number): Progress {
  let last = now();
  return {
    update(done, total, text) {
      if (now() - last < LINE_EVERY_MS) return;
      last = now();
      note(`${label}: ${total > 0 ? `${Math.floor((100 * done) / total)}%  ` : ''}${text}`);
    },
    say: (text) => note(`${label}: ${text}`),
    stop: () => undefined,
  };
}
