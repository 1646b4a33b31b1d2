import type { Dossier, DossierIssue } from '@parley/dossier';
import { CONTENTLESS } from '../data/function-words.js';
import { tokenize } from '../tokens.js';

export interface CompiledIssue {
  readonly id: string;
  /** Says what is rather than what ought to be ("X is negotiating in good faith"). */
  readonly assessment: boolean;
  /** Actors of whom the proposition says what they should do, with all who speak for them; empty where it names none. */
  readonly doers: ReadonlySet<string>;
  /** The proposition itself is an answer to what another does, so that "if they …" only says when. */
  readonly answers: boolean;
  /** The proposition itself gives one thing for another. */
  readonly exchanges: boolean;
  /** Stems of a condition that the proposition itself states ("once the fighting stops"). */
  readonly ownCondition: ReadonlySet<string>;
}

export function compileIssue(issue: DossierIssue, doers: ReadonlySet<string> = new Set()): CompiledIssue {
  const tokens = tokenize(issue.proposition);
  const assessment = !tokens.some((token) =>
    /^(?:should|must|ought|shall|may|can|could|need|needs|would|will|entitled|deserve|deserves|right|owed)$/.test(
      token.lower,
    ),
  );
  const own = new Set<string>();
  let inside = false;
  for (const token of tokens) {
    if (/^(?:once|after|if|when)$/.test(token.lower)) inside = true;
    else if (token.kind === 'mark') inside = false;
    else if (inside && !CONTENTLESS.has(token.lower)) own.add(token.stem);
  }
  return {
    id: issue.id,
    assessment,
    doers,
    answers: /\b(?:answer|respond|retaliate|counter|hit back|react)\b/.test(issue.proposition),
    exchanges: /\bin (?:exchange|return)\b/.test(issue.proposition),
    ownCondition: own,
  };
}

/** Each actor with the body it speaks for and everybody who speaks for that. */
export function familiesOf(dossier: Dossier): ReadonlyMap<string, ReadonlySet<string>> {
  const headOf = new Map<string, string>();
  for (const actor of dossier.actors) {
    let id = actor.id;
    for (let steps = 0; steps < 5; steps++) {
      const next = dossier.actors.find((other) => other.id === id)?.roles[0]?.of;
      if (next === undefined) break;
      id = next;
    }
    headOf.set(actor.id, id);
  }
  const members = new Map<string, Set<string>>();
  for (const [id, head] of headOf) {
    const known = members.get(head);
    if (known) known.add(id);
    else members.set(head, new Set([id]));
  }
  return new Map(
    dossier.actors.map((actor) => [actor.id, members.get(headOf.get(actor.id) ?? actor.id) ?? new Set([actor.id])]),
  );
}

/** The family of the one actor that stands before the proposition's "should". */
export function doersOf(
  issue: DossierIssue,
  dossier: Dossier,
  families: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const before = / (?:should|must|ought) /.exec(issue.proposition);
  if (!before) return new Set();
  const subject = ` ${issue.proposition.slice(0, before.index).replace(/\([^)]*\)/g, ' ')} `;
  const named = dossier.actors.filter(
    (actor) => actor.kind !== 'person' && [actor.name, ...actor.aliases].some((name) => subject.includes(` ${name} `)),
  );
  const only = named.length === 1 ? named[0] : undefined;
  // "Russian assets should be used": in the passive the subject does nothing.
  if (
    !only ||
    / (?:should|must|ought to) (?:not )?(?:receive|get|obtain|have|be|gain|see|regain)\b/.test(issue.proposition) ||
    / (?:should|must) (?:not )?be \w+(?:ed|en|t)\b/.test(issue.proposition)
  )
    return new Set();
  return families.get(only.id) ?? new Set();
}
