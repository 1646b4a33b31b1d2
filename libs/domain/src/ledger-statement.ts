import type { Stance } from '@parley/contracts';

/** What the record needs to know of a statement, and no more: ledgers of long timelines are loaded whole. */
export interface LedgerStatement {
  readonly id: string;
  /** Calendar day, YYYY-MM-DD. */
  readonly statedOn: string;
  /** Instant in UTC, ISO 8601. */
  readonly publishedAt: string;
  readonly articleId: string;
  readonly publisher: string;
  /**
   * Whose word it is, for counting: the outlet, or the story that several outlets printed alike. Copies of a wire story
   * have one source; so have the articles of one outlet.
   */
  readonly source: string;
  /** Another actor of the dossier describes it, one who does not speak for the actor. */
  readonly byOthers: boolean;
  /** First UTF-16 unit of the evidence in its article. */
  readonly start: number;
  readonly stance: Stance;
  readonly confidence: number;
  readonly condition: string | null;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// Instants may be written to any precision ("…00Z", "…00.000Z"), so their text does not sort.
const byInstant = (a: string, b: string): number => (a === b ? 0 : Date.parse(a) - Date.parse(b));

/** Earlier statements first: by day, then by when they were printed, then by place. A total order over ids. */
export const byWhenStated = (a: LedgerStatement, b: LedgerStatement): number =>
  byText(a.statedOn, b.statedOn) || byWhenPrinted(a, b);

/** Earlier prints first: (publishedAt, articleId, start, id). */
export const byWhenPrinted = (a: LedgerStatement, b: LedgerStatement): number =>
  byInstant(a.publishedAt, b.publishedAt) ||
  byText(a.articleId, b.articleId) ||
  a.start - b.start ||
  byText(a.id, b.id);

/** Whether two readings of one statement weigh the same in the record. */
export const sameReading = (a: LedgerStatement, b: LedgerStatement): boolean =>
  a.id === b.id &&
  a.statedOn === b.statedOn &&
  byInstant(a.publishedAt, b.publishedAt) === 0 &&
  a.articleId === b.articleId &&
  a.publisher === b.publisher &&
  a.source === b.source &&
  a.byOthers === b.byOthers &&
  a.start === b.start &&
  a.stance === b.stance &&
  a.confidence === b.confidence &&
  a.condition === b.condition;

/** One reading for each id. Where readings of an id differ, the choice does not depend on the order given. */
export function distinctStatements(statements: readonly LedgerStatement[]): Iterable<LedgerStatement> {
  const byId = new Map<string, LedgerStatement>();
  for (const statement of statements) {
    const known = byId.get(statement.id);
    if (!known || byReading(known, statement) < 0) byId.set(statement.id, statement);
  }
  return byId.values();
}

const byReading = (a: LedgerStatement, b: LedgerStatement): number =>
  byWhenStated(a, b) ||
  byText(a.stance, b.stance) ||
  a.confidence - b.confidence ||
  byText(a.publisher, b.publisher) ||
  byText(a.source, b.source) ||
  Number(a.byOthers) - Number(b.byOthers) ||
  byText(a.condition ?? '', b.condition ?? '');

/** The source of an article that no other outlet printed alike. */
export const outletSource = (publisher: string): string => `outlet ${publisher}`;

/** The source of all articles that tell one story alike. */
export const storySource = (story: string): string => `story ${story}`;
