import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { clusterArticles, HEADS, type SignedArticle } from './cluster-articles.js';
import { type GroupedArticle, type KnownArticles, regroupArticles } from './regroup-articles.js';
import { bandsOf, type Signature, signatureOf, similarity } from './signature.js';

/** Articles in memory, looked for as plainly as can be. */
class ArticlesInMemory implements KnownArticles {
  readonly articles = new Map<string, { signature: Signature | null; cluster: string }>();
  private readonly byBand = new Map<number, Set<string>>();
  /** How many articles were given out, however often. */
  given = 0;

  /** Puts articles in the place of what they were, in one batch. */
  async put(...batch: readonly { readonly id: string; readonly signature: Signature | null }[]): Promise<void> {
    const changed = batch.map((article) => ({ ...article, was: this.articles.get(article.id) ?? null }));
    const { clusterOf, merged } = await regroupArticles(changed, this);
    for (const article of this.articles.values()) article.cluster = merged.get(article.cluster) ?? article.cluster;
    for (const { id, signature, was } of changed) {
      for (const band of was?.signature ? bandsOf(was.signature) : []) this.byBand.get(band)?.delete(id);
      for (const band of signature ? bandsOf(signature) : [])
        this.byBand.set(band, (this.byBand.get(band) ?? new Set()).add(id));
      this.articles.set(id, { signature, cluster: id });
    }
    for (const [id, cluster] of clusterOf) {
      const article = this.articles.get(id);
      if (article) article.cluster = cluster;
    }
  }

  clusters(): Map<string, string> {
    return new Map([...this.articles].map(([id, { cluster }]) => [id, cluster]));
  }

  async heads(bands: readonly number[], without: ReadonlySet<string>) {
    return new Map(bands.map((band) => [band, this.give(this.having([band], without).slice(0, HEADS))]));
  }

  *sharing(bands: readonly number[], without: ReadonlySet<string>) {
    const all = this.having(bands, without);
    for (let first = 0; first < all.length; first += 7) yield this.give(all.slice(first, first + 7));
  }

  async members(clusters: readonly string[], without: ReadonlySet<string>) {
    return this.give([...this.articles.keys()].flatMap((id) => this.grouped(id, without))).filter(({ cluster }) =>
      clusters.includes(cluster),
    );
  }

  private having(bands: readonly number[], without: ReadonlySet<string>): GroupedArticle[] {
    const ids = new Set(bands.flatMap((band) => [...(this.byBand.get(band) ?? [])]));
    return [...ids].sort().flatMap((id) => this.grouped(id, without));
  }

  private grouped(id: string, without: ReadonlySet<string>): GroupedArticle[] {
    const { signature, cluster } = this.articles.get(id) ?? { signature: null, cluster: id };
    return signature && !without.has(id) ? [{ id, signature, cluster }] : [];
  }

  private give(articles: GroupedArticle[]): GroupedArticle[] {
    this.given += articles.length;
    return articles;
  }
}

const idOf = (name: string | number): string => createHash('sha256').update(String(name)).digest('hex');

function words(seed: number, count: number): string[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return `w${state % 5_000}`;
  });
}

const TEMPLATE = words(1, 300);
/** A text made from the template, of which every so many words is its own: near to what counts as alike, on both sides. */
function fromTemplate(seed: number, every: number): Signature {
  const own = words(seed * 31 + 7, TEMPLATE.length);
  const text = TEMPLATE.map((word, place) => ((place + seed) % every === 0 ? own[place] : word)).join(' ');
  const signature = signatureOf(text);
  if (!signature) throw new RangeError('the template is long enough');
  return signature;
}

/** Some near copies, some that share sentences and no more, some that are neither. */
const POOL: readonly SignedArticle[] = Array.from({ length: 90 }, (_, n) => ({
  id: idOf(n),
  signature: fromTemplate(n, [13, 16, 19, 22, 26][n % 5] as number),
}));

const stories = (clusters: ReadonlyMap<string, string>) => [...clusters].sort();
const expected = (articles: ArticlesInMemory) =>
  stories(
    new Map([
      ...[...articles.articles.keys()].map((id) => [id, id] as const),
      ...clusterArticles(
        [...articles.articles].flatMap(([id, { signature }]) => (signature ? [{ id, signature }] : [])),
      ),
    ]),
  );

describe('regroupArticles', () => {
  it('is tried with texts that are hard to tell: alike, hardly alike and hardly not', () => {
    const estimates = POOL.flatMap((a, n) => POOL.slice(n + 1).map((b) => similarity(a.signature, b.signature)));
    const share = (from: number, to: number) =>
      estimates.filter((estimate) => estimate >= from && estimate < to).length / estimates.length;
    expect(share(0.45, 0.55)).toBeGreaterThan(0.2);
    expect(share(0.55, 0.65)).toBeGreaterThan(0.05);
    const clusters = new Set(clusterArticles(POOL).values());
    expect(clusters.size).toBeGreaterThan(5);
    expect(clusters.size).toBeLessThan(60);
  });

  it('comes to the same clusters as all articles at once, in any order and any batches, as texts change and go', async () => {
    const step = fc.record({
      article: fc.integer({ min: 0, max: 59 }),
      text: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 89 }) }, fc.constant(null)),
      endsBatch: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...POOL.keys()], { minLength: 20, maxLength: 60 }),
        fc.array(step, { maxLength: 20 }),
        async (arriving, changes) => {
          const known = new ArticlesInMemory();
          const steps = [...arriving.map((text, n) => ({ article: n, text, endsBatch: n % 4 !== 1 })), ...changes];
          let batch = new Map<string, { id: string; signature: Signature | null }>();
          for (const { article, text, endsBatch } of steps) {
            const id = idOf(`article ${article}`);
            batch.set(id, { id, signature: text === null ? null : (POOL[text]?.signature ?? null) });
            if (!endsBatch) continue;
            await known.put(...batch.values());
            batch = new Map();
            if (known.articles.size % 6 === 0) expect(stories(known.clusters())).toEqual(expected(known));
          }
          expect(stories(known.clusters())).toEqual(expected(known));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('gives the same clusters for every order of arrival of texts made from one template', async () => {
    const all = expected(await filled(POOL));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...POOL], { minLength: POOL.length }), async (arriving) => {
        expect(stories((await filled(arriving)).clusters())).toEqual(all);
      }),
      { numRuns: 10 },
    );
  });

  it('looks at as many others for an article of a large crowd as for one of a small crowd', async () => {
    const crowd = Array.from({ length: 600 }, (_, n) => ({
      id: idOf(`crowd ${n}`),
      signature: fromTemplate(n % 97, 60),
    }));
    const known = await filled(crowd.slice(0, 100));
    const given = async (articles: readonly SignedArticle[]) => {
      const before = known.given;
      for (const article of articles) await known.put(article);
      return (known.given - before) / articles.length;
    };
    const early = await given(crowd.slice(100, 200));
    await given(crowd.slice(200, 500));
    const late = await given(crowd.slice(500));
    expect(new Set(known.clusters().values()).size).toBe(1);
    expect(late).toBeLessThan(early * 2);
    expect(late).toBeLessThan(HEADS * 32 + 200);
  });
});

async function filled(arriving: readonly SignedArticle[]): Promise<ArticlesInMemory> {
  const known = new ArticlesInMemory();
  for (const article of arriving) await known.put(article);
  return known;
}
