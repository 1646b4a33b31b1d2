import type { Dossier, DossierIssue } from '@parley/dossier';
import { findCues } from './cues.js';
import { familiesOf } from './issues/compiled-issue.js';
import { tokenize } from './tokens.js';

/** Who a proposition is about, as its wording and the dossier's actors have it. */
export interface PropositionRoles {
  /** Who it is said of, or who should do it, with everybody who speaks for them. */
  readonly subject: ReadonlySet<string>;
  /**
   * conduct: it judges how the subject behaves; concession: the subject should lift, end or give up something; other: anything
   * else, which tells nothing of who will be for it.
   */
  readonly type: 'conduct' | 'concession' | 'other';
}

/** The roles of each of the dossier's issues, in its order. */
export function rolesOfIssues(dossier: Dossier): readonly PropositionRoles[] {
  const families = familiesOf(dossier);
  return dossier.issues.map((issue) => rolesOf(issue, dossier, families));
}

/** `families` has of each actor all who speak for the same body. */
function rolesOf(
  issue: DossierIssue,
  dossier: Dossier,
  families: ReadonlyMap<string, ReadonlySet<string>>,
): PropositionRoles {
  const text = issue.proposition.replace(/\([^)]*\)/g, ' ');
  const verb = / (?:should|must|ought|is|are|does|do|has|have|will|can) /.exec(text);
  const parted = verb ? [text.slice(0, verb.index), text.slice(verb.index)] : [text, ''];
  const namedIn = (part: string): ReadonlySet<string> => {
    const bare = ` ${part.replace(/[.,;:'’]/g, ' ')} `;
    return new Set(
      dossier.actors
        .filter((actor) => [actor.name, ...actor.aliases].some((name) => bare.includes(` ${name} `)))
        .flatMap((actor) => [...(families.get(actor.id) ?? [actor.id])]),
    );
  };
  return { subject: namedIn(parted[0] ?? ''), type: typeOf(parted[1] ?? '') };
}

const CONDUCT =
  /\b(?:good faith|bad faith|fairly|sincere(?:ly)?|honest(?:ly)?|serious(?:ly)?|(?:negotiat|bargain|deal|act|behav)ing)\b/;

function typeOf(predicate: string): PropositionRoles['type'] {
  if (!/^ (?:should|must|ought) /.test(predicate)) return CONDUCT.test(predicate) ? 'conduct' : 'other';
  // "should receive", "should be able to": what the subject gets.
  if (/^ (?:should|must|ought to) (?:receive|get|obtain|have|gain|see|regain|be able)\b/.test(predicate))
    return 'other';
  const first = findCues(tokenize(predicate)).find((cue) => cue.verb && (cue.change || cue.attitude));
  return first?.sign === -1 ? 'concession' : 'other';
}
