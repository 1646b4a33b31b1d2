import { CoreferenceChain, type Resolution, type Seen } from '../coreference.js';
import type { SentenceView } from '../document.js';
import type { Mention } from '../mention.js';
import type { MentionStep } from './explanation.js';

/** Where a mention that names nobody by itself took its actors from. */
export interface Antecedent {
  readonly by: MentionStep['by'];
  /** Indexes of earlier mentions. */
  readonly mentions: readonly number[];
}

/** Resolves as any chain does, and remembers which earlier mention each one led to. */
export class TracedChain extends CoreferenceChain {
  private readonly antecedents = new Map<number, Antecedent>();
  /** The mention that first came to a resolution. The chain hands resolutions on as the same object. */
  private readonly origins = new Map<Resolution, number>();
  /** The last mention of each actor by itself. */
  private readonly lastOf = new Map<string, number>();

  /** Undefined for a mention that the dossier alone settles. */
  antecedentOf(mention: number): Antecedent | undefined {
    return this.antecedents.get(mention);
  }

  protected override resolve(mention: Mention, sentence: SentenceView, subject: Resolution | undefined): Resolution {
    const focus = [this.focusPerson, this.focusBody];
    const resolution = super.resolve(mention, sentence, subject);
    const at = this.document.mentionOf[mention.from] ?? -1;
    if (resolution.actors.length > 0 && at >= 0) {
      if (!namesSomebody(mention)) {
        this.antecedents.set(at, {
          by: ruleOf(mention, resolution, subject, focus),
          mentions: this.mentionsOf(resolution).filter((other) => other < at),
        });
      }
      if (!this.origins.has(resolution)) this.origins.set(resolution, at);
      const [actor] = resolution.actors;
      if (resolution.actors.length === 1 && actor !== undefined) this.lastOf.set(actor, at);
    }
    return resolution;
  }

  private mentionsOf(resolution: Resolution): readonly number[] {
    const origin = this.origins.get(resolution);
    if (origin !== undefined) return [origin];
    const seen = (resolution as Partial<Seen>).token;
    if (seen !== undefined) return [this.document.mentionOf[seen] ?? -1].filter((index) => index >= 0);
    return [...new Set(resolution.actors.flatMap((actor) => this.lastOf.get(actor) ?? []))].sort((a, b) => a - b);
  }
}

/** The dossier alone says who it is. */
function namesSomebody(mention: Mention): boolean {
  return mention.actors.length === 1 && mention.form !== 'generic';
}

function ruleOf(
  mention: Mention,
  resolution: Resolution,
  subject: Resolution | undefined,
  focus: readonly (Resolution | undefined)[],
): MentionStep['by'] {
  if (mention.form === 'title') return 'title-before';
  if (mention.form === 'group') return 'group';
  if (mention.form === 'document' && resolution.plural) return 'signatories';
  if (resolution === subject) return 'subject';
  if (resolution.plural) return 'group';
  if (focus.includes(resolution)) return 'speaker';
  return 'named-before';
}
