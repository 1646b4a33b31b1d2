import type { ArticleObserved, StatementsExtracted } from '@parley/contracts';
import type { Dossier } from '@parley/dossier';
import { type ArticleInput, createExtractor, type Extractor } from '@parley/extraction';
import type { DossierInForce } from '../dossiers/dossier-registry.js';
import { articleInputOf, type CompiledDossier, readArticle, relevantTo } from '../extract/read-article.js';

/** What makes the rules' reading of an article under one dossier doubtful. */
export interface RulesDoubt {
  readonly dossier: string;
  /** The lowest confidence of its statements; null where there are none. */
  readonly lowest: number | null;
  /** Nothing was found, though somebody is said to have said something that names a term of an issue. */
  readonly unread: boolean;
}

export interface RulesReading {
  readonly read: StatementsExtracted;
  /** One for each dossier it was read under, if asked for. */
  readonly doubts: readonly RulesDoubt[];
}

/** Reads one revision by the rules. Pure: the same revision and dossiers give the same reading, in any thread. */
export function readByRules(
  article: ArticleObserved,
  dossiers: readonly CompiledDossier[],
  options: { readonly doubts: boolean },
): RulesReading {
  const read = readArticle(article, dossiers);
  if (!options.doubts) return { read, doubts: [] };
  const input = articleInputOf(article);
  return {
    read,
    doubts: relevantTo(article, dossiers).map(({ dossier, extractor }) => {
      const found = read.statements.filter((statement) => statement.dossier === dossier.dossier);
      return {
        dossier: dossier.dossier,
        lowest: found.length === 0 ? null : Math.min(...found.map(({ confidence }) => confidence)),
        unread: found.length === 0 && speaksOfAnIssue(input, dossier, extractor),
      };
    }),
  };
}

/** Whether somebody is said to have said something that holds a term or the label of an issue, word for word. */
function speaksOfAnIssue(article: ArticleInput, dossier: Dossier, extractor: Extractor): boolean {
  const text = plain(article.text);
  const terms = dossier.issues
    .flatMap(({ label, terms }) => [label, ...terms].map(plain))
    .filter((term) => term !== ' ');
  // Most articles name no issue at all, and finding out who said what costs as much as reading them.
  if (!terms.some((term) => text.includes(term))) return false;
  return extractor.attributions(article).some(({ content }) => {
    const said = plain(content.map(({ start, end }) => article.text.slice(start, end)).join(' '));
    return terms.some((term) => said.includes(term));
  });
}

/** Words in lower case with one space around each, so that a term is found as whole words. */
const plain = (text: string): string =>
  ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `.replace(/^ {2}$/, ' ');

/** The engines of the dossiers in force: each version is compiled once, and let go when it is in force no more. */
export class CompiledDossiers {
  private compiled: ReadonlyMap<string, CompiledDossier> = new Map();

  /** Throws what the engine throws on a dossier it can't compile: no article may be read without that dossier. */
  of(inForce: readonly DossierInForce[]): readonly CompiledDossier[] {
    const next = new Map<string, CompiledDossier>();
    for (const { dossier, version } of inForce) {
      const key = `${dossier.dossier}@${version}`;
      next.set(key, this.compiled.get(key) ?? { dossier, version, extractor: createExtractor(dossier) });
    }
    this.compiled = next;
    return [...next.values()];
  }
}
