/** What a command ends with; docs/cli.md lists them. */
export const EXIT = {
  ok: 0,
  /** It was tried and did not work. */
  failed: 1,
  /** The words of the call are off. */
  usage: 2,
  /** Parley, its database or its log does not answer. */
  unreachable: 3,
  /** It went through, but part of the input was refused and is named. */
  partly: 4,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a sentence for the person and a code for the shell. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT.failed,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CommandError';
  }
}
