import { type ArticleObserved, articleIdOf, revisionHashOf } from '@parley/contracts';
import { type ArticleFields, type Found, readArticleFields } from './article-fields.js';
import { type Fault, type Outcome, refused, taken } from './article-problem.js';
import { type CanonicalUrl, canonicalUrl } from './canonical-url.js';
import { cleanLine, cleanText, storableText } from './clean-text.js';
import { canonicalLink } from './html-metadata.js';
import { htmlToText } from './html-to-text.js';
import { parseHtml } from './parse-html.js';
import { readPublishedAt } from './published-at.js';

/** An article ready to be recorded, but for the number of its revision, which depends on what was recorded before. */
export interface ArticleObservedDraft extends Omit<ArticleObserved, 'revision'> {
  readonly revisionHash: string;
}

export interface NormaliseContext {
  readonly now: Date;
  readonly via: ArticleObserved['via'];
}

const MAX_TITLE = 2_000;
const MAX_PUBLISHER = 300;
const MAX_LANGUAGE = 35;

/**
 * One article, in Parley's, schema.org's or ninjs' words, as `article.observed` will tell it. Pure: the same input
 * gives the same draft, but for `observedAt`, which is `now`. All faults of an input are named at once, by JSON pointer:
 * INVALID_ARTICLE, or EMPTY_ARTICLE where all that is wrong is that no text is left after cleaning.
 */
export function normaliseArticle(input: unknown, context: NormaliseContext): Outcome<ArticleObservedDraft> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return refused('INVALID_ARTICLE', 'an article is a JSON object', [{ pointer: '', detail: 'must be an object' }]);
  const fields = readArticleFields(input as Readonly<Record<string, unknown>>);
  const faults: Fault[] = [...fields.faults];
  // A field that is there in a form that can't be read is not missing as well.
  const missing = (pointer: string, detail: string): void => {
    if (fields.faults.length === 0) faults.push({ pointer, detail });
  };

  const content = readContent(fields);
  if (content.state === 'missing') missing('/text', 'is missing; give text, or html');
  else if (content.state === 'unreadable') faults.push(content.fault);

  const declared = content.state === 'read' || content.state === 'empty' ? content.canonicalLink : null;
  const address: CanonicalUrl | null = fields.url && canonicalUrl(fields.url.value, declared);
  if (!fields.url) missing('/url', 'is missing; give the web address of the article');
  else if (address && !address.ok) faults.push({ pointer: fields.url.pointer, detail: address.fault });

  const date = fields.date && readPublishedAt(fields.date.value, context.now);
  if (!fields.date) missing('/publishedAt', 'is missing; give the date of publication');
  else if (date && !date.ok) faults.push({ pointer: fields.date.pointer, detail: date.fault });

  const title = content.state === 'read' ? content.title : '';
  if (title.length > MAX_TITLE)
    faults.push({
      pointer: fields.title?.pointer ?? '/title',
      detail: `has ${title.length} characters; at most ${MAX_TITLE} are taken`,
    });
  const publisher = cleanLine(fields.publisher?.value ?? '');
  if (publisher.length > MAX_PUBLISHER)
    faults.push({
      pointer: fields.publisher?.pointer ?? '/publisher',
      detail: `has ${publisher.length} characters; at most ${MAX_PUBLISHER} are taken`,
    });

  if (content.state === 'empty') {
    const fault: Fault = { pointer: content.pointer, detail: 'holds no text once cleaned' };
    if (faults.length === 0)
      return refused('EMPTY_ARTICLE', 'no text is left of the article once markup and junk are taken away', [fault]);
    faults.push(fault);
  }
  if (faults.length > 0 || content.state !== 'read' || !address?.ok || !date?.ok)
    return refused(
      'INVALID_ARTICLE',
      faults.map(({ pointer, detail }) => `${pointer || 'the article'} ${detail}`).join('; '),
      faults,
    );
  return taken({
    articleId: articleIdOf(address.url),
    url: address.url,
    originalUrl: address.original,
    revisionHash: revisionHashOf(title, content.text),
    title,
    text: content.text,
    original: content.original,
    publisher: publisher || new URL(address.url).hostname,
    language: readLanguage(fields.language),
    publishedAt: date.publishedAt,
    publishedOn: date.publishedOn,
    observedAt: context.now.toISOString(),
    via: context.via,
  });
}

type Content =
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly fault: Fault }
  | { readonly state: 'empty'; readonly pointer: string; readonly canonicalLink: string | null }
  | {
      readonly state: 'read';
      readonly title: string;
      readonly text: string;
      readonly original: ArticleObserved['original'];
      readonly canonicalLink: string | null;
    };

/** Title and text. Given text counts before html, which is then kept for what it is: the original. */
function readContent(fields: ArticleFields): Content {
  const { text: given, html } = fields;
  if (!given && !html) return { state: 'missing' };
  const page = html && html.value.trim() !== '' ? parseHtml(html.value) : null;
  if (html && page && !page.ok) return { state: 'unreadable', fault: { pointer: html.pointer, detail: page.fault } };
  const link = page?.ok ? canonicalLink(page.document) : null;
  const read = page?.ok && (!given || !fields.title) ? htmlToText(page) : null;
  const title = cleanLine(fields.title?.value ?? read?.title ?? '');
  const body = given?.value ?? read?.text ?? '';
  const text = cleanText(body, title);
  if (text === '') return { state: 'empty', pointer: (given ?? html)?.pointer ?? '/text', canonicalLink: link };
  const original = html
    ? ({ mediaType: 'text/html', body: storableText(html.value) } as const)
    : text === body
      ? null
      : ({ mediaType: 'text/plain', body: storableText(body) } as const);
  return { state: 'read', title, text, original, canonicalLink: link };
}

/** A BCP 47 tag in its canonical form. What is none ("English, I think") is left out: nothing depends on it. */
function readLanguage(found: Found | null): string | null {
  const tag = found?.value.trim().replaceAll('_', '-') ?? '';
  if (tag === '' || tag.length > MAX_LANGUAGE) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}
