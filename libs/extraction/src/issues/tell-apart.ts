import type { Dossier } from '@parley/dossier';
import type { ActorRegistry } from '../actor-registry.js';
import { FIRST_PERSON } from '../data/function-words.js';
import type { ArticleDocument } from '../document.js';
import { findMentions } from '../mentions.js';
import { tokenize } from '../tokens.js';
import type { AnchorMatch } from './anchor.js';
import { familiesOf } from './compiled-issue.js';

/** How much of a word's weight is left to an issue that is about somebody else. */
const OTHERS_SHARE = 0.4;
/** Names that stand this many words further off than the nearest are meant too ("the accession of Norland and Sudmark"). */
const TOGETHER = 4;

/**
 * Tells issues apart that share a word and differ in whom they are about: "Norland's accession" and "Sudmark's accession",
 * one side's good faith and the other's. Of issues that the same words point at, the one whose proposition names who is named
 * beside them is meant.
 */
export class IssueSubjects {
  /** Of each issue, the bodies that its label and proposition name. */
  private readonly bodies: readonly ReadonlySet<string>[];
  private readonly bodyOf: ReadonlyMap<string, string>;

  constructor(dossier: Dossier, registry: ActorRegistry) {
    this.bodyOf = new Map(
      [...familiesOf(dossier)].map(([actor, family]) => [actor, [...family].sort()[0] ?? actor] as const),
    );
    this.bodies = dossier.issues.map(({ label, proposition }) => {
      const tokens = tokenize(`${label}. ${proposition}`);
      const mentions = findMentions(tokens, registry, dossier.from, new Set([0]), false);
      return this.bodiesOf(mentions.flatMap(({ actors }) => actors));
    });
  }

  /** The anchors of what `speakers` say in these tokens, each with the weight that its issue has of shared words. */
  tellApart(
    anchors: readonly AnchorMatch[],
    document: ArticleDocument,
    content: ReadonlySet<number>,
    speakers: readonly string[],
  ): readonly AnchorMatch[] {
    const shared = new Map<string, AnchorMatch[]>();
    for (const anchor of anchors) {
      if (!content.has(anchor.from)) continue;
      const place = `${anchor.key}|${anchor.from}|${anchor.to}`;
      const known = shared.get(place);
      if (known) known.push(anchor);
      else shared.set(place, [anchor]);
    }
    const settled = new Map<AnchorMatch, number>();
    for (const group of shared.values()) {
      const first = group[0];
      if (!first || group.length < 2) continue;
      const near = this.distances(document, content, first, speakers);
      const common = new Set(
        [...(this.bodies[first.issue] ?? [])].filter((body) =>
          group.every(({ issue }) => this.bodies[issue]?.has(body)),
        ),
      );
      const off = group.map(({ issue }) =>
        Math.min(
          ...[...(this.bodies[issue] ?? [])].flatMap((body) => (common.has(body) ? [] : (near.get(body) ?? []))),
          Number.POSITIVE_INFINITY,
        ),
      );
      const nearest = Math.min(...off);
      if (nearest === Number.POSITIVE_INFINITY) continue;
      group.forEach((anchor, i) => {
        // An issue that is about nobody else is not told apart.
        if ([...(this.bodies[anchor.issue] ?? [])].every((body) => common.has(body))) return;
        const meant = (off[i] ?? 0) <= nearest + TOGETHER;
        settled.set(anchor, meant ? anchor.alone : anchor.weight * OTHERS_SHARE);
      });
    }
    return settled.size === 0
      ? anchors
      : anchors.map((anchor) => ({ ...anchor, weight: settled.get(anchor) ?? anchor.weight }));
  }

  /** How far from the words each body is named in what is said; "we" names the speaker's. */
  private distances(
    document: ArticleDocument,
    content: ReadonlySet<number>,
    at: AnchorMatch,
    speakers: readonly string[],
  ): ReadonlyMap<string, number> {
    const near = new Map<string, number>();
    const note = (body: string, from: number, to: number) => {
      const off = to <= at.from ? at.from - to : from >= at.to ? from - at.to : 0;
      if (off < (near.get(body) ?? Number.POSITIVE_INFINITY)) near.set(body, off);
    };
    for (const mention of document.mentions)
      if (content.has(mention.from))
        for (const body of this.bodiesOf(mention.actors)) note(body, mention.from, mention.to);
    const own = this.bodiesOf(speakers);
    for (const i of content)
      if (FIRST_PERSON.has(document.tokens[i]?.lower ?? '')) for (const body of own) note(body, i, i + 1);
    return near;
  }

  private bodiesOf(actors: readonly string[]): ReadonlySet<string> {
    return new Set(actors.map((actor) => this.bodyOf.get(actor) ?? actor));
  }
}
