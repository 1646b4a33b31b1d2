/** A line for the person, beside what the command prints. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
