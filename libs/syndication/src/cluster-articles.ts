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
 * Of the articles that have a band, those with the smallest ids are its heads; any article is compared with the heads of
 * its bands and with no others. Ids are hashes, so who is a head has nothing to do with what a text says, nor with when it
 * came; and of a hundred thousand texts made from one template each costs as much as of ten.
 */
export const HEADS = 8;

/** The heads of a band that these articles have. */
export const headsOf = <Article extends { readonly id: string }>(articles: readonly Article[]): Article[] =>
  [...articles].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, HEADS);

/**
 * The cluster of each article, named after its smallest id: articles that are alike, of which one is a head of a band
 * that both have, and what chains of such articles link. This is what a cluster is, a function of the set of articles and
 * of nothing else; `regroupArticles` comes to the same as articles come and change.
 */
export function clusterArticles(articles: readonly SignedArticle[]): Map<string, string> {
  const groups = new Groups();
  const members = new Map<number, SignedArticle[]>();
  for (const article of articles) for (const band of bandsOf(article.signature)) addTo(members, band, article);
  for (const sharing of members.values()) {
    for (const head of headsOf(sharing))
      for (const article of sharing) if (areAlike(article.signature, head.signature)) groups.join(article.id, head.id);
  }
  return new Map(articles.map(({ id }) => [id, groups.of(id)]));
}

/** Adds to the list that a key has. */
export function addTo<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
