import type { ArticleAnswer, ListedArticle } from '@parley/contracts';
import { inkOf, stanceText } from './ink.js';
import { counted } from './render-change.js';
import type { RenderOptions } from './render-options.js';
import { shorten, terminalText } from './terminal-text.js';
import { MIN_WIDTH, quoted, wrapText } from './wrap-text.js';

/** Articles, two lines each: the day, title and publisher, and how to open it. Ends with a line break. */
export function renderArticles(articles: readonly ListedArticle[], options: RenderOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  return articles
    .map(({ id, title, publisher, publishedOn, url, revision, withdrawn }) => {
      const line = `${publishedOn}  ${shorten(terminalText(title) || '(no title)', width - 12)}`;
      const more = [
        terminalText(publisher),
        ...(revision.number > 1 ? [`revision ${revision.number}`] : []),
        ...(withdrawn === null ? [] : [ink.warn('withdrawn')]),
      ].join(', ');
      return `${line}\n            ${more}  ${ink.faint(terminalText(url))}\n            ${ink.faint(id)}\n`;
    })
    .join('');
}

/** One article: its head, the statements in it, its text. Ends with a line break. */
export function renderArticle(article: ArticleAnswer, options: RenderOptions): string {
  const ink = inkOf(options.color);
  const width = Math.max(options.width, MIN_WIDTH);
  const { shown, statements } = article;
  const lines = [
    ink.strong(wrapText(shown.title || '(no title)', width)),
    `${terminalText(article.publisher)}, ${article.publishedOn}`,
    ink.faint(terminalText(article.url)),
    ink.faint(`revision ${shown.number} of ${article.revisions.length}, seen ${shown.observedAt}`),
    ...(article.withdrawn === null ? [] : [ink.warn(wrapText(`withdrawn: ${article.withdrawn.reason ?? ''}`, width))]),
    '',
    statements.length === 0 ? emptyText(shown.unread) : `${counted(statements.length, 'statement')}:`,
    ...statements.flatMap(({ actor, issue, stance, sentence }) => [
      `  ${stanceText(stance, ink)}  ${terminalText(actor.name)} on ${terminalText(issue.label)}`,
      wrapText(quoted(sentence), width, 4),
    ]),
    '',
    ...shown.text.split(/\n+/).flatMap((paragraph) => [wrapText(paragraph, width), '']),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function emptyText(unread: ArticleAnswer['shown']['unread']): string {
  if (unread === null) return 'No statement was found in it.';
  const language =
    unread.language === null || unread.language === 'und' ? '' : ` (it seems to be in "${unread.language}")`;
  return unread.reason === 'language'
    ? `It was not read: it is not in English${terminalText(language)}.`
    : `It was not read: ${unread.reason}.`;
}
