import type { PhraseIndex } from '../phrase-index.js';
import type { Token } from '../tokens.js';
import type { Anchor, AnchorMatch } from './anchor.js';
import { matchableOf } from './anchor-words.js';
import { GENERIC } from './common-words.js';
import { canonical } from './compiled-concepts.js';

/** Words of a term that may stand apart, or as synonyms. */
export interface LooseTerm {
  readonly stems: readonly string[];
  readonly anchor: Anchor;
}

/** How far apart, in words. */
const LOOSE_WINDOW = 7;

/** "they plan to", "we want to offer": a generic noun's word that is a verb here names nothing. */
function isVerbUse(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token || !GENERIC.has(token.stem) || /(?:ing)$/.test(token.lower)) return false;
  return tokens[at + 1]?.lower === 'to' && !/s$/.test(tokens[at - 1]?.lower ?? 's');
}

/** Every anchor in the tokens; loose terms by the word that leads them. */
export function findAnchors(
  tokens: readonly Token[],
  index: PhraseIndex<Anchor>,
  loose: ReadonlyMap<string, readonly LooseTerm[]>,
): AnchorMatch[] {
  const { kept, places } = matchableOf(tokens);
  const out: AnchorMatch[] = [];
  for (let k = 0; k < kept.length; k++) {
    for (const match of index.all(kept, k)) {
      if (match.to - match.from === 1 && isVerbUse(kept, k)) continue;
      out.push({ ...match.value, from: places[match.from] ?? 0, to: (places[match.to - 1] ?? 0) + 1 });
    }
    const lead = canonical(kept[k]?.stem ?? '');
    const entries = loose.get(lead);
    if (!entries) continue;
    for (const { stems, anchor } of entries) {
      let last = k;
      let all = true;
      for (const stem of stems) {
        if (stem === lead) continue;
        let at = -1;
        for (let j = k + 1; j < kept.length && j <= k + LOOSE_WINDOW; j++) {
          const token = kept[j];
          if (!token || (token.kind === 'mark' && /[.;:?!]/.test(token.lower))) break;
          if (canonical(token.stem) === stem) {
            at = j;
            break;
          }
        }
        if (at < 0) {
          all = false;
          break;
        }
        last = Math.max(last, at);
      }
      if (all && last - k >= stems.length - 1)
        out.push({
          ...anchor,
          from: places[k] ?? 0,
          to: (places[last] ?? 0) + 1,
          ...(last - k > stems.length - 1 ? { gaps: true } : {}),
        });
    }
  }
  return out;
}
