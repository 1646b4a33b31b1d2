import type { Dossier } from '@parley/dossier';
import {
  type Attribution,
  type AttributionsLine,
  createExtractor,
  type ExplanationLine,
  type ExtractedStatement,
  type Extractor,
  explainLine,
  extractAttributionsLine,
  extractLine,
  type LineOutcome,
  RULE_SET,
  type StatementsLine,
  type Unread,
} from '@parley/extraction';

interface Reader {
  readonly dossier: string;
  readonly extractor: Extractor;
}

/** A statement; where an article was read under several dossiers, with the one it belongs to. */
export type PrintedStatement = ExtractedStatement & { readonly dossier?: string };
export type PrintedStatements = Omit<StatementsLine, 'statements'> & {
  readonly statements: readonly PrintedStatement[];
};
/** An explanation, with the dossier whose statements it is about. */
export type PrintedExplanation = ExplanationLine & { readonly dossier: string };

/** Reads article lines under one or more dossiers. Keeps nothing from one line to the next. */
export class ArticleExtraction {
  readonly #readers: readonly Reader[];

  /** `dossiers` must not be empty. */
  constructor(dossiers: readonly Dossier[]) {
    this.#readers = dossiers.map((dossier) => ({ dossier: dossier.dossier, extractor: createExtractor(dossier) }));
  }

  statements(line: string): LineOutcome<PrintedStatements> {
    const readers = this.#readersOf(line);
    const found: PrintedStatement[] = [];
    let id = '';
    let unread: Unread | undefined;
    for (const { dossier, extractor } of readers) {
      const outcome = extractLine(extractor, line);
      if (!outcome.ok) return outcome;
      id = outcome.line.id;
      // Whether an article can be read does not hang on the dossier.
      unread = outcome.line.unread;
      // Ids of actors and issues are unique within a dossier only.
      found.push(...outcome.line.statements.map((s) => (readers.length > 1 ? { dossier, ...s } : s)));
    }
    return { ok: true, line: { id, statements: found, ruleSet: RULE_SET, ...(unread ? { unread } : {}) } };
  }

  /** One explanation for each dossier the article is read under. */
  explanations(line: string): LineOutcome<readonly PrintedExplanation[]> {
    const found: PrintedExplanation[] = [];
    for (const { dossier, extractor } of this.#readersOf(line)) {
      const outcome = explainLine(extractor, line);
      if (!outcome.ok) return outcome;
      found.push({ ...outcome.line, dossier });
    }
    return { ok: true, line: found };
  }

  attributions(line: string): LineOutcome<AttributionsLine> {
    const found: Attribution[][] = [];
    let id = '';
    for (const { extractor } of this.#readersOf(line)) {
      const outcome = extractAttributionsLine(extractor, line);
      if (!outcome.ok) return outcome;
      id = outcome.line.id;
      found.push([...outcome.line.attributions]);
    }
    return { ok: true, line: { id, attributions: found.length === 1 ? (found[0] ?? []) : mergeAttributions(found) } };
  }

  /** With several dossiers, the one that the article names; all where it names none of them. */
  #readersOf(line: string): readonly Reader[] {
    if (this.#readers.length === 1) return this.#readers;
    const named = dossierNamedBy(line);
    const matching = this.#readers.filter(({ dossier }) => dossier === named);
    return matching.length > 0 ? matching : this.#readers;
  }
}

function dossierNamedBy(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'dossier' in value ? value.dossier : undefined;
  } catch {
    // Reading the line says what is wrong with it.
    return undefined;
  }
}

/** The same words are attributed once; who spoke is as the first dossier has it that knows. */
function mergeAttributions(lists: readonly (readonly Attribution[])[]): Attribution[] {
  const merged = new Map<string, Attribution>();
  for (const attribution of lists.flat()) {
    const { source, cue } = attribution;
    const key = [source.start, source.end, cue.start, cue.end].join(':');
    const earlier = merged.get(key);
    if (!earlier || (earlier.source.actor === null && source.actor !== null)) merged.set(key, attribution);
  }
  return [...merged.values()].sort((a, b) => firstOf(a) - firstOf(b));
}

const firstOf = ({ source, content }: Attribution): number =>
  Math.min(source.start, ...content.map(({ start }) => start));
