/** A stretch of the article's text, in UTF-16 units: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What an actor makes known towards an issue's proposition (test/gold/ANNOTATION.md defines each). */
export type Stance = 'support' | 'oppose' | 'conditional' | 'noncommittal';

/** How it is made known: in quotation marks, partly so, as reported speech, or by a described act. */
export type StatementKind = 'direct' | 'mixed' | 'indirect' | 'act';

/** How the content of an attribution stands in the text. */
export type AttributionKind = 'direct' | 'mixed' | 'indirect';

/** An article as the extractor reads it. Only `text` and `publishedAt` decide what comes out. */
export interface ArticleInput {
  readonly id?: string;
  readonly title?: string;
  readonly text: string;
  /** A day (2025-05-10) or an instant that begins with one. */
  readonly publishedAt: string;
  readonly publisher?: string;
  /** A BCP 47 tag; decides whether it is English where the text itself does not tell. */
  readonly language?: string;
}

/** One stated position, with the sentence that proves it. */
export interface ExtractedStatement {
  readonly actor: string;
  readonly issue: string;
  readonly stance: Stance;
  readonly kind: StatementKind;
  readonly start: number;
  readonly end: number;
  /** Always exactly `text.slice(start, end)`: the shortest run of whole sentences that shows actor, cue and content. */
  readonly evidence: string;
  /** The day the actor said or did it, YYYY-MM-DD. */
  readonly statedAt: string;
  /** How likely the statement is right, 0 to 1, three decimals. */
  readonly confidence: number;
  /** The speaker in the article's own words. */
  readonly speaker: string;
  /** The words that report, endorse, reject... */
  readonly cue: string;
  /** For `conditional`: the condition in the article's words. */
  readonly condition?: string;
}

/** Why nothing was read in an article, rather than nothing found. */
export interface Unread {
  /** language: it is not in English; empty: it has no text; no-day: its day of publication is none. */
  readonly reason: 'language' | 'empty' | 'no-day';
  /** BCP 47, `und` where it can't be told; null where it was not looked at. */
  readonly language: string | null;
}

/** What comes of an article. */
export interface ArticleReading {
  /** In the order of the text; empty where it is unread. */
  readonly statements: readonly ExtractedStatement[];
  /** null where it was read. */
  readonly unread: Unread | null;
}

/** Who is said to have said what, whether or not the dossier knows the speaker or the topic. */
export interface Attribution {
  readonly source: Span & { readonly text: string; readonly actor: string | null };
  readonly cue: Span & { readonly text: string };
  readonly content: readonly Span[];
  readonly kind: AttributionKind;
}

/** The rules that made a statement; every change of what comes out changes the version. */
export interface RuleSet {
  readonly id: string;
  readonly version: string;
}
