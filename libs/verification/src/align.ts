/** What has a key, in the order of keys. */
export interface Keyed<Row> {
  readonly rows: AsyncIterable<Row>;
  readonly keyOf: (row: Row) => string;
}

/** All rows of one key, by the source they come from. */
export interface Aligned<Rows> {
  readonly key: string;
  readonly of: { readonly [Name in keyof Rows]: readonly Rows[Name][] };
}

/**
 * Goes through sources that are in the order of their keys (by code unit) side by side, and gives for each key what
 * every source has of it. Holds the rows of one key. `Rows` has the type of row of each source, by its name.
 */
export async function* align<Rows>(
  sources: {
    readonly [Name in keyof Rows]: Keyed<Rows[Name]>;
  },
): AsyncGenerator<Aligned<Rows>, void, undefined> {
  // The types of the rows differ from source to source; each is only ever given back under its own name.
  const heads = Object.entries(sources).map(([name, source]) => new Head(name, source as Keyed<unknown>));
  try {
    for (const head of heads) await head.advance();
    for (;;) {
      const keys = heads.flatMap(({ key }) => (key === null ? [] : [key]));
      const [first, ...others] = keys;
      if (first === undefined) return;
      const key = others.reduce((least, other) => (other < least ? other : least), first);
      const of: Record<string, readonly unknown[]> = {};
      for (const head of heads) of[head.name] = await head.take(key);
      yield { key, of } as Aligned<Rows>;
    }
  } finally {
    for (const head of heads) await head.close();
  }
}

class Head {
  key: string | null = null;
  private row: unknown;
  private readonly iterator: AsyncIterator<unknown>;

  constructor(
    readonly name: string,
    private readonly source: Keyed<unknown>,
  ) {
    this.iterator = source.rows[Symbol.asyncIterator]();
  }

  async advance(): Promise<void> {
    const { done, value } = await this.iterator.next();
    const key = done ? null : this.source.keyOf(value);
    if (key !== null && this.key !== null && key < this.key)
      throw new Error(`${this.name} is not in the order of its keys: ${key} after ${this.key}`);
    this.key = key;
    this.row = value;
  }

  async take(key: string): Promise<unknown[]> {
    const rows: unknown[] = [];
    while (this.key === key) {
      rows.push(this.row);
      await this.advance();
    }
    return rows;
  }

  async close(): Promise<void> {
    await this.iterator.return?.();
  }
}
