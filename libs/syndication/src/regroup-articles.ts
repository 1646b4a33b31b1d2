import { addTo, areAlike, Groups, HEADS, headsOf, type SignedArticle } from './cluster-articles.js';
import { bandsOf, type Signature } from './signature.js';

/** An article with the cluster it is in. */
export interface GroupedArticle extends SignedArticle {
  readonly cluster: string;
}

/** An article that is new, or whose text is another now. */
export interface ChangedArticle {
  readonly id: string;
  /** null where the text is too short to tell. */
  readonly signature: Signature | null;
  /** What it was until now; null where it is new. */
  readonly was: { readonly signature: Signature | null; readonly cluster: string } | null;
}

/** The articles that are known, as they were before the change. All methods pass over the ids of `without`. */
export interface KnownArticles {
  /** Of each band the HEADS articles with the smallest ids, in their order; bands that no article has may be left out. */
  heads(
    bands: readonly number[],
    without: ReadonlySet<string>,
  ): Promise<ReadonlyMap<number, readonly GroupedArticle[]>>;
  /** Each article that has one of these bands, once, some at a time. */
  sharing(
    bands: readonly number[],
    without: ReadonlySet<string>,
  ): AsyncIterable<readonly GroupedArticle[]> | Iterable<readonly GroupedArticle[]>;
  /** The articles of these clusters. */
  members(clusters: readonly string[], without: ReadonlySet<string>): Promise<readonly GroupedArticle[]>;
}

/** What becomes of the clusters. */
export interface Regrouped {
  /** Of each changed article, and of those whose cluster fell apart: the cluster it is in now. */
  readonly clusterOf: ReadonlyMap<string, string>;
  /** Clusters that went over into others, whole: from their name to the new one. */
  readonly merged: ReadonlyMap<string, string>;
}

/** Articles whose bands are looked up at once, where a cluster is worked out anew. */
const LOOSE_AT_ONCE = 500;

/** An article to compare; a changed one is in no cluster yet. */
type Comparable = SignedArticle & Partial<Pick<GroupedArticle, 'cluster'>>;

/** A band that changed articles have or had. */
interface ChangedBand {
  readonly heads: readonly Comparable[];
  /** Heads that were none before, or are of another text now. */
  readonly promoted: readonly Comparable[];
  readonly demoted: readonly GroupedArticle[];
}

/**
 * The clusters after some articles came or changed: those that `clusterArticles` gives for all articles together,
 * whatever came in which order.
 *
 * An article costs a comparison with the heads of its bands. That it becomes a head itself, and all who share the band are
 * compared with it, happens to one in n/HEADS where n share the band. A cluster is worked out anew where an article leaves
 * it, or where who held it together is no head any more and no other head does so in its place.
 */
export async function regroupArticles(changed: readonly ChangedArticle[], known: KnownArticles): Promise<Regrouped> {
  const regrouping = new Regrouping(changed, known);
  await regrouping.compareWithHeads();
  await regrouping.compareWithNewHeads();
  await regrouping.workOutAnew();
  return regrouping.result();
}

class Regrouping {
  private readonly groups = new Groups();
  private readonly without: ReadonlySet<string>;
  private readonly bands = new Map<number, ChangedBand>();
  /** Of the bands in which all that are known are heads, these; of the others too many may be known. */
  private readonly few = new Map<number, readonly GroupedArticle[]>();
  /** Articles that were linked with others, and where they are. */
  private readonly reached = new Map<string, string>();
  private readonly dissolved = new Set<string>();
  private loose: readonly SignedArticle[] = [];

  constructor(
    private readonly changed: readonly ChangedArticle[],
    private readonly known: KnownArticles,
  ) {
    this.without = new Set(changed.map(({ id }) => id));
    for (const { was } of changed) if (was?.signature) this.dissolved.add(was.cluster);
  }

  async compareWithHeads(): Promise<void> {
    const coming = new Map<number, SignedArticle[]>();
    const leaving = new Map<number, GroupedArticle[]>();
    for (const { id, signature, was } of this.changed) {
      for (const band of signature ? bandsOf(signature) : [])
        addTo(coming, band, { id, signature: signature as Signature });
      for (const band of was?.signature ? bandsOf(was.signature) : [])
        addTo(leaving, band, { id, signature: was?.signature as Signature, cluster: was?.cluster ?? id });
    }
    const bands = [...new Set([...coming.keys(), ...leaving.keys()])];
    const staying = await this.known.heads(bands, this.without);
    for (const band of bands) {
      const stay = staying.get(band) ?? [];
      const come = coming.get(band) ?? [];
      const were = headsOf([...stay, ...(leaving.get(band) ?? [])]);
      const heads = headsOf<Comparable>([...stay, ...come]);
      const before = new Set(were.filter(({ id }) => !this.without.has(id)).map(({ id }) => id));
      const after = new Set(heads.map(({ id }) => id));
      this.bands.set(band, {
        heads,
        promoted: heads.filter(({ id }) => !before.has(id)),
        demoted: stay.filter(({ id }) => before.has(id) && !after.has(id)),
      });
      if (stay.length < HEADS) this.few.set(band, stay);
    }
    for (const { id, signature } of this.changed) {
      if (!signature) continue;
      this.compare(
        { id, signature },
        bandsOf(signature).flatMap((band) => this.bands.get(band)?.heads ?? []),
      );
    }
  }

  async compareWithNewHeads(): Promise<void> {
    const crowded: number[] = [];
    for (const [band, { promoted }] of this.bands) {
      if (promoted.length === 0) continue;
      const few = this.few.get(band);
      if (few) for (const article of few) this.compareIn(band, article);
      else crowded.push(band);
    }
    if (crowded.length === 0) return;
    const asked = new Set(crowded);
    for await (const articles of this.known.sharing(crowded, this.without)) {
      for (const article of articles)
        for (const band of bandsOf(article.signature)) if (asked.has(band)) this.compareIn(band, article);
    }
  }

  /** Compares the members of clusters that may have fallen apart with the heads of their bands. */
  async workOutAnew(): Promise<void> {
    if (this.dissolved.size === 0) return;
    this.loose = await this.known.members([...this.dissolved], this.without);
    for (let first = 0; first < this.loose.length; first += LOOSE_AT_ONCE) {
      const articles = this.loose
        .slice(first, first + LOOSE_AT_ONCE)
        .map((article) => ({ article, bands: bandsOf(article.signature) }));
      const unchanged = new Set(articles.flatMap(({ bands }) => bands).filter((band) => !this.bands.has(band)));
      const heads = await this.known.heads([...unchanged], this.without);
      for (const { article, bands } of articles)
        this.compare(
          article,
          bands.flatMap((band) => this.bands.get(band)?.heads ?? heads.get(band) ?? []),
        );
    }
  }

  result(): Regrouped {
    const whole = [...this.reached].filter(([, cluster]) => !this.dissolved.has(cluster));
    for (const [id, cluster] of whole) this.groups.join(id, cluster);
    const ids = [...this.changed, ...this.loose].map(({ id }) => id);
    return {
      clusterOf: new Map(ids.map((id) => [id, this.groups.of(id)])),
      merged: new Map(
        whole
          .map(([, cluster]) => [cluster, this.groups.of(cluster)] as const)
          .filter(([cluster, name]) => cluster !== name),
      ),
    };
  }

  private compareIn(band: number, article: GroupedArticle): void {
    const { heads, promoted, demoted } = this.bands.get(band) as ChangedBand;
    this.compare(article, promoted);
    for (const was of demoted) {
      if (was.id === article.id || !areAlike(was.signature, article.signature)) continue;
      const isHeldByAnother = heads.some(
        (head) => areAlike(head.signature, article.signature) && areAlike(head.signature, was.signature),
      );
      if (!isHeldByAnother) this.dissolved.add(was.cluster);
    }
  }

  /** Joins an article with those of these that are alike. Copies share most of their bands, and so the heads of these. */
  private compare(article: Comparable, heads: readonly Comparable[]): void {
    for (const head of new Map(heads.map((one) => [one.id, one])).values()) {
      if (head.id === article.id || !areAlike(head.signature, article.signature)) continue;
      this.groups.join(article.id, head.id);
      for (const { id, cluster } of [article, head]) if (cluster !== undefined) this.reached.set(id, cluster);
    }
  }
}
