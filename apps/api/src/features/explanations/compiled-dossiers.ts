import { type Dossier, parseDossierJson } from '@parley/dossier';
import { createExtractor, type Extractor } from '@parley/extraction';

/** Compiling takes some milliseconds, and whoever asks about one statement asks about the next. */
const KEPT = 8;

/** Extractors of dossier versions, the latest asked for kept. */
export class CompiledDossiers {
  private readonly kept = new Map<string, Extractor>();

  /** Null where this build can't read the document, which an earlier one accepted. */
  of(dossier: string, version: string, document: unknown): Extractor | null {
    const key = `${dossier}@${version}`;
    const known = this.kept.get(key);
    if (known) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known;
    }
    const read = readDossier(document);
    if (!read) return null;
    const extractor = createExtractor(read);
    this.kept.set(key, extractor);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
    return extractor;
  }
}

function readDossier(document: unknown): Dossier | null {
  const parsed = parseDossierJson(document);
  return parsed.ok ? parsed.dossier : null;
}
