import fc from 'fast-check';
import { areAlike, clusterArticles, Groups, type SignedArticle } from './cluster-articles.js';
import { bandsOf, fromBytes, signatureOf, similarity, toBytes } from './signature.js';

/** Made-up prose: `words` words, the same for the same seed. */
function prose(seed: number, words: number): string[] {
  let state = seed;
  return Array.from({ length: words }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return `w${state % 5_000}`;
  });
}
const signed = (id: string, words: readonly string[]): SignedArticle => {
  const signature = signatureOf(words.join(' '));
  if (!signature) throw new RangeError(`${id} is too short`);
  return { id, signature };
};
const jaccard = (a: readonly string[], b: readonly string[]): number => {
  const shingles = (words: readonly string[]) => new Set(words.slice(3).map((_, n) => words.slice(n, n + 4).join(' ')));
  const [one, other] = [shingles(a), shingles(b)];
  const shared = [...one].filter((shingle) => other.has(shingle)).length;
  return shared / (one.size + other.size - shared);
};

describe('signatureOf', () => {
  it('is the same on every machine and in every version: signatures are stored', () => {
    const signature = signatureOf(prose(1, 200).join(' '));
    expect([...(signature ?? []).slice(0, 4)]).toEqual([975_590, 68_774_892, 28_039_421, 6_903_815]);
  });

  it('takes no notice of case, punctuation and layout', () => {
    const words = prose(2, 120);
    const plain = signatureOf(words.join(' '));
    const printed = signatureOf(`${words.slice(0, 60).join(', ').toUpperCase()}.\n\n“${words.slice(60).join(' ')}”`);
    expect(printed).toEqual(plain);
  });

  it('has nothing to say of a text of a few words', () => {
    expect(signatureOf('Please enable JavaScript to read this page.')).toBeNull();
    expect(signatureOf('')).toBeNull();
    expect(signatureOf('same '.repeat(500))).toBeNull();
  });

  it('comes back from its bytes as it was', () => {
    const { signature } = signed('a', prose(3, 100));
    expect(fromBytes(toBytes(signature))).toEqual(signature);
    expect(() => fromBytes(Buffer.alloc(3))).toThrow(RangeError);
  });

  it('estimates how much of two texts is the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 300 }), (seed, cut) => {
        const words = prose(seed, 400);
        const other = [...words.slice(cut), ...prose(seed + 1, cut)];
        const estimate = similarity(signed('a', words).signature, signed('b', other).signature);
        // Four standard errors of the estimate at the worst.
        expect(Math.abs(estimate - jaccard(words, other))).toBeLessThan(0.18);
      }),
      { numRuns: 60 },
    );
  });
});

describe('clusterArticles', () => {
  const wire = prose(10, 400);
  const copy = (id: string, edit: number) => signed(id, [...wire.slice(edit), ...prose(edit + 99, edit)]);

  it('puts forty prints of one wire story, edited each in its way, into one cluster', () => {
    const prints = Array.from({ length: 40 }, (_, n) => copy(`print ${String(n).padStart(2, '0')}`, n));
    const clusters = clusterArticles([...prints, signed('own report', prose(77, 400))]);
    expect(new Set(prints.map(({ id }) => clusters.get(id)))).toEqual(new Set(['print 00']));
    expect(clusters.get('own report')).toBe('own report');
  });

  it('keeps reports of one event in other words apart', () => {
    const quote = prose(5, 30);
    const reports = [1, 2, 3].map((n) =>
      signed(`report ${n}`, [...prose(n + 50, 200), ...quote, ...prose(n + 60, 150)]),
    );
    expect(new Set(clusterArticles(reports).values()).size).toBe(3);
  });

  it('finds a copy by the bands it shares', () => {
    const [a, b] = [copy('a', 0), copy('b', 20)];
    expect(areAlike(a.signature, b.signature)).toBe(true);
    const bands = bandsOf(a.signature);
    expect(bandsOf(b.signature).some((band, place) => band === bands[place])).toBe(true);
  });

  it('is the same for every order of the articles', () => {
    const articles = [0, 5, 40, 90, 130].map((edit) => copy(`copy ${edit}`, edit));
    const others = [1, 2].map((n) => signed(`own ${n}`, prose(n + 500, 300)));
    const all = [...articles, ...others];
    const expected = [...clusterArticles(all)].sort();
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect([...clusterArticles(shuffled)].sort()).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});

describe('Groups', () => {
  it('names a group after its smallest member, whatever was joined in which order', () => {
    const joins = fc.array(fc.tuple(fc.constantFrom(...'abcdef'), fc.constantFrom(...'abcdef')), { maxLength: 12 });
    fc.assert(
      fc.property(
        joins.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const namesAfter = (pairs: readonly (readonly [string, string])[]) => {
            const groups = new Groups();
            for (const [a, b] of pairs) groups.join(a, b);
            return [...'abcdef'].map((id) => groups.of(id));
          };
          const names = namesAfter(all);
          expect(namesAfter(shuffled)).toEqual(names);
          for (const [index, id] of [...'abcdef'].entries()) expect((names[index] ?? '') <= id).toBe(true);
        },
      ),
    );
  });
});
