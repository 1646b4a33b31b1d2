import type { WriteStream } from 'node:tty';

/** What is known about where output goes. */
export interface Terminal {
  readonly width: number;
  readonly color: boolean;
  /** Whether a person looks on: progress bars only then. */
  readonly interactive: boolean;
}

const WIDTH_OF_A_FILE = 100;

/**
 * How to write to a stream: as wide as the terminal (COLUMNS for what is none), coloured on a terminal unless NO_COLOR or
 * TERM=dumb says otherwise, and elsewhere only with FORCE_COLOR. These are conventions of terminals, not settings of Parley.
 */
export function terminalOf(
  stream: Partial<Pick<WriteStream, 'isTTY' | 'columns'>>,
  environment: Readonly<Record<string, string | undefined>>,
  options: { readonly color?: boolean } = {},
): Terminal {
  const isTerminal = stream.isTTY === true;
  const set = (name: string) => environment[name] !== undefined && environment[name] !== '';
  const forced = set('FORCE_COLOR') && environment.FORCE_COLOR !== '0';
  const wanted = forced || (isTerminal && environment.TERM !== 'dumb');
  const asked = Number.parseInt(environment.COLUMNS ?? '', 10);
  return {
    width: stream.columns || (asked > 0 ? asked : WIDTH_OF_A_FILE),
    color: wanted && !set('NO_COLOR') && options.color !== false,
    interactive: isTerminal && environment.TERM !== 'dumb',
  };
}
