import { areAlike, clusterArticles, Groups, type SignedArticle } from '@parley/syndication';
import type { Candidate } from './signatures.sql.js';

/** All that decides in which cluster the articles of a batch are. */
export interface Neighbourhood {
  /** The articles of the batch; a null signature is like no other. */
  readonly articles: readonly { readonly id: string; readonly signature: SignedArticle['signature'] | null }[];
  /** Articles that share a band with one of them. */
  readonly candidates: readonly Candidate[];
  /** The other members of clusters that an article of the batch was in with an earlier revision. */
  readonly left: readonly (SignedArticle & { readonly cluster: string })[];
}

/** What becomes of the clusters. */
export interface Assignment {
  /** The cluster of an article of the batch, or of `left`. */
  clusterOf(articleId: string): string;
  /** Clusters that go over into others, whole: from their name to the new one. */
  readonly merged: ReadonlyMap<string, string>;
}

/**
 * The clusters after a batch. Pure, and the same for every order and cut of batches, as far as each article's copies
 * were among its candidates: a cluster is what chains of copies link, and bears the name of its smallest article.
 *
 * Clusters only grow by what is new. One that an article leaves, whose text is another now, may fall apart: its members
 * are compared anew.
 */
export function assignClusters({ articles, candidates, left }: Neighbourhood): Assignment {
  const groups = new Groups();
  const dissolved = new Set(left.map(({ cluster }) => cluster));
  const rest = new Map(left.map((member) => [member.id, member]));
  const signed = articles.flatMap(({ id, signature }) => (signature ? [{ id, signature }] : []));
  for (const [id, cluster] of clusterArticles([...signed, ...rest.values()])) groups.join(id, cluster);

  const signatures = new Map(signed.map(({ id, signature }) => [id, signature]));
  const reached = new Set<string>();
  for (const { of, id, cluster, signature } of candidates) {
    const own = signatures.get(of);
    if (!own || dissolved.has(cluster) || !areAlike(own, signature)) continue;
    reached.add(cluster);
    groups.join(of, cluster);
    groups.join(of, id);
  }
  return {
    clusterOf: (id) => groups.of(id),
    merged: new Map(
      [...reached].map((cluster) => [cluster, groups.of(cluster)] as const).filter(([from, to]) => from !== to),
    ),
  };
}
