import type { Dossier } from '@parley/dossier';
import { CONTENTLESS } from '../data/function-words.js';
import { PhraseIndex } from '../phrase-index.js';
import { type Token, tokenize } from '../tokens.js';
import type { Anchor, AnchorMatch } from './anchor.js';
import { type IssuePointer, pointersTo } from './collect-anchors.js';
import { canonical } from './compiled-concepts.js';
import { type CompiledIssue, compileIssue, doersOf, familiesOf } from './compiled-issue.js';
import { findAnchors, type LooseTerm } from './find-anchors.js';
import { isSameWord } from './same-word.js';

export interface IssueIndex {
  readonly issues: readonly CompiledIssue[];
  /** Actors that are blocs: a group of others may speak under their name. */
  readonly blocs: ReadonlySet<string>;
  /** Every anchor in the tokens, by where it begins. */
  find(tokens: readonly Token[]): AnchorMatch[];
}

/** How fast a word's weaker holders stop counting. */
const SHARE_POWER = 3;
/** How much surer words that stand together are than the same words apart. */
const LOOSE_SHARE = 0.8;

/** Compiles a dossier's issues into what to look for in text. */
export function compileIssues(dossier: Dossier): IssueIndex {
  const actorStems = new Set(
    dossier.actors.flatMap((actor) =>
      [actor.name, ...actor.aliases].flatMap((name) => tokenize(name).map((token) => token.stem)),
    ),
  );
  const families = familiesOf(dossier);
  const index = new PhraseIndex<Anchor>((token) => token.stem);
  const loose = new Map<string, LooseTerm[]>();
  for (const { anchor, pointer } of weighed(
    dossier.issues.flatMap((issue, at) => pointersTo(issue, actorStems).map((pointer) => [at, pointer] as const)),
  )) {
    const { word } = pointer;
    index.add(
      pointer.stems,
      anchor,
      word === undefined ? undefined : (tokens, at) => isSameWord(tokens[at]?.lower ?? '', word),
    );
    if (pointer.loose && pointer.stems.length > 1) addLoose(loose, pointer, anchor);
  }
  index.seal();
  return {
    issues: dossier.issues.map((issue) => compileIssue(issue, doersOf(issue, dossier, families))),
    blocs: new Set(dossier.actors.filter((actor) => actor.kind === 'bloc').map((actor) => actor.id)),
    find: (tokens) => findAnchors(tokens, index, loose),
  };
}

/** A word that several issues have points at each of them less, and least at the one that has it weakest. */
function weighed(pointers: readonly (readonly [issue: number, pointer: IssuePointer])[]) {
  const best = new Map<string, readonly [number, IssuePointer]>();
  for (const [issue, pointer] of pointers) {
    const key = `${issue}|${pointer.stems.join(' ')}`;
    const known = best.get(key);
    if (!known || pointer.weight > known[1].weight) best.set(key, [issue, pointer]);
  }
  const holders = new Map<string, number[]>();
  for (const [, { stems, weight }] of best.values()) {
    const key = stems.join(' ');
    const known = holders.get(key);
    if (known) known.push(weight);
    else holders.set(key, [weight]);
  }
  return [...best.values()].map(([issue, pointer]) => {
    const { stems, weight, mode, sign, needsChange, source, origin } = pointer;
    const key = stems.join(' ');
    const shared = (holders.get(key) ?? [weight]).reduce(
      (sum, other) => sum + Math.min(1, other / weight) ** SHARE_POWER,
      0,
    );
    const anchor: Anchor = {
      issue,
      weight: weight / Math.sqrt(shared),
      alone: weight,
      mode,
      sign,
      needsChange,
      source,
      key,
      origin,
    };
    return { anchor, pointer };
  });
}

function addLoose(loose: Map<string, LooseTerm[]>, { stems, reversible }: IssuePointer, anchor: Anchor): void {
  const telling = [...new Set(stems.filter((stem) => !CONTENTLESS.has(stem)).map(canonical))];
  if (telling.length < 2) return;
  // A verb and its object may change places ("troops be sent"), the words of a compound may not.
  for (const lead of reversible ? telling : telling.slice(0, 1)) {
    const term = {
      stems: telling,
      anchor: { ...anchor, weight: anchor.weight * LOOSE_SHARE, alone: anchor.alone * LOOSE_SHARE },
    };
    const known = loose.get(lead);
    if (known) known.push(term);
    else loose.set(lead, [term]);
  }
}
