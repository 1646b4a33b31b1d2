import { DerivationError } from '@parley/derivation';
import type { DossierInForce } from '@parley/reading';
import { CommandError, EXIT } from '../exit-codes.js';
import { note } from '../output/stderr.js';
import { terminalText } from '../output/terminal-text.js';

/** The dossiers of these ids, or all. Throws DerivationError DERIVATION_UNKNOWN_DOSSIER. */
export function chosenDossiers(
  inForce: readonly DossierInForce[],
  ids: readonly string[] | undefined,
): readonly DossierInForce[] {
  if (!ids) return inForce;
  const known = new Map(inForce.map((entry) => [entry.dossier.dossier, entry]));
  return [...new Set(ids)].sort().map((id) => {
    const entry = known.get(id);
    if (entry) return entry;
    const published = [...known.keys()].join(', ') || 'none';
    throw new DerivationError(
      'DERIVATION_UNKNOWN_DOSSIER',
      `no dossier "${id}" was published; those that were: ${published}`,
    );
  });
}

/** Which exit code an error of a derivation ends with; stopping is none. Throws CommandError, or any other error as it is. */
export function reportedDerivation(error: unknown, afterStop: string): void {
  if (!(error instanceof DerivationError)) throw error;
  if (error.code === 'DERIVATION_STOPPED') {
    note(`stopped. ${afterStop}`);
    process.exitCode = 130;
    return;
  }
  const exitCode =
    error.code === 'DERIVATION_UNKNOWN_DOSSIER' || error.code === 'DERIVATION_PERIOD_INVALID'
      ? EXIT.usage
      : EXIT.failed;
  throw new CommandError(`${terminalText(error.message)} [${error.code}]`, exitCode, { cause: error });
}
