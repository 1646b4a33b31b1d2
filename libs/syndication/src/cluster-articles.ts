import { bandsOf, type Signature, similarity } from './signature.js';

/**
 * From this estimated Jaccard index on two articles tell one story alike. Reports of one event in other words stay far
 * below (0.1); a copy of which every tenth sentence was changed or cut is above.
 */
export const ALIKE = 0.55;

export interface SignedArticle {
  readonly id: string;
  readonly signature: Signature;
}

/** Whether one article is a copy of the other, as far as their signatures tell. */
export const areAlike = (a: Signature, b: Signature): boolean => similarity(a, b) >= ALIKE;

/** Groups that grow together as members turn out to belong to one another. A group's name is its smallest member. */
export class Groups {
  private readonly parents = new Map<string, string>();

  /** The name of the group that an id is in; an id that nobody joined is a group of its own. */
  of(id: string): string {
    let root = id;
    for (let next = this.parents.get(root); next !== undefined; next = this.parents.get(root)) root = next;
    for (let at = id; at !== root; ) {
      const next = this.parents.get(at) ?? root;
      this.parents.set(at, root);
      at = next;
    }
    return root;
  }

  join(a: string, b: string): void {
    const one = this.of(a);
    const other = this.of(b);
    if (one === other) return;
    if (one < other) this.parents.set(other, one);
    else this.parents.set(one, other);
  }
}

/**
 * The cluster of each article, named after its smallest id: articles that are alike, or that others link. The same for
 * every order of the articles. Only articles that share a band are compared, so the cost grows with the copies there
 * are and not with all pairs.
 */
export function clusterArticles(articles: readonly SignedArticle[]): Map<string, string> {
  const groups = new Groups();
  const buckets = new Map<string, SignedArticle[]>();
  for (const article of articles) {
    for (const [place, band] of bandsOf(article.signature).entries()) {
      const key = `${place} ${band}`;
      const bucket = buckets.get(key);
      if (!bucket) {
        buckets.set(key, [article]);
        continue;
      }
      for (const other of bucket) {
        if (groups.of(other.id) === groups.of(article.id)) continue;
        if (areAlike(other.signature, article.signature)) groups.join(other.id, article.id);
      }
      bucket.push(article);
    }
  }
  return new Map(articles.map(({ id }) => [id, groups.of(id)]));
}
