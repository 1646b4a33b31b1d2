export type {
  ArticleExplanation,
  ExplainedAttribution,
  ExplainedStep,
  ExplainedWords,
  MentionStep,
  NoStatement,
  StatementExplanation,
  Words,
} from './explain/explanation.js';
export {
  type ArticleLineError,
  type ArticleLineErrorCode,
  type ArticleLineResult,
  type AttributionsLine,
  type ExplanationLine,
  explainLine,
  extractAttributionsLine,
  extractLine,
  type LineOutcome,
  MAX_ARTICLE_LENGTH,
  readArticleLine,
  type StatementsLine,
} from './extract-lines.js';
export { createExtractor, type Extractor, RULE_SET } from './extractor.js';
export { type LanguageFinding, languageOf } from './language.js';
export { type Sentence, splitSentences } from './sentences.js';
export type { ArticleObservations } from './suggest/observe-article.js';
export { printSuggestions } from './suggest/print-suggestions.js';
export { SuggestionCount, type Suggestions } from './suggest/suggestions.js';
export type {
  ArticleInput,
  ArticleReading,
  Attribution,
  AttributionKind,
  ExtractedStatement,
  RuleSet,
  Span,
  Stance,
  StatementKind,
  Unread,
} from './types.js';
