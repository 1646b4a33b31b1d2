import { Readability } from '@mozilla/readability';
import type { HtmlDocument, HtmlElement, HtmlNode, ParsedHtml } from './parse-html.js';

/** Above this weight of the tree, Readability would search for seconds: the whole body is taken instead. */
const MAX_READABILITY_WEIGHT = 400_000;

const ELEMENT = 1;
const TEXT = 3;

const NEVER_TEXT: ReadonlySet<string> = new Set([
  'AUDIO',
  'BUTTON',
  'CANVAS',
  'HEAD',
  'IFRAME',
  'INPUT',
  'MATH',
  'NOSCRIPT',
  'OBJECT',
  'SCRIPT',
  'SELECT',
  'STYLE',
  'SVG',
  'TEMPLATE',
  'TEXTAREA',
  'TITLE',
  'VIDEO',
]);

/** Around an article on a page; not looked at where the whole body has to serve. */
const AROUND_ARTICLES: ReadonlySet<string> = new Set(['NAV', 'FOOTER', 'ASIDE']);

const OWN_PARAGRAPH: ReadonlySet<string> = new Set([
  'ADDRESS',
  'ARTICLE',
  'ASIDE',
  'BLOCKQUOTE',
  'BODY',
  'DD',
  'DETAILS',
  'DIV',
  'DL',
  'DT',
  'FIELDSET',
  'FIGCAPTION',
  'FIGURE',
  'FOOTER',
  'FORM',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
  'HEADER',
  'HR',
  'LI',
  'MAIN',
  'NAV',
  'OL',
  'P',
  'PRE',
  'SECTION',
  'SUMMARY',
  'TABLE',
  'TR',
  'UL',
]);

export interface HtmlText {
  readonly title: string;
  /** Paragraphs separated by blank lines; no markup. Empty where there is no text. */
  readonly text: string;
}

/**
 * The article in a document as plain text. A page goes through Readability and, where that finds nothing, gives the
 * text of its body; a piece of markup is taken to be the article itself. Changes the document it is given.
 */
export function htmlToText(parsed: Extract<ParsedHtml, { ok: true }>): HtmlText {
  const { document, isPage, weight } = parsed;
  const title = document.title ?? '';
  if (isPage && weight <= MAX_READABILITY_WEIGHT) {
    const body = textOfNode(document.body, AROUND_ARTICLES);
    const article = readArticle(document);
    if (article && article.text.trim() !== '') return { title: article.title || title, text: article.text };
    return { title, text: body };
  }
  return { title, text: textOfNode(document.body, isPage ? AROUND_ARTICLES : new Set()) };
}

function readArticle(document: HtmlDocument): HtmlText | null {
  const readability = new Readability<HtmlNode>(
    // Readability works on any DOM; its type names the browser's.
    document as unknown as ConstructorParameters<typeof Readability>[0],
    { serializer: (node) => node as unknown as HtmlNode, disableJSONLD: true },
  );
  const article = readability.parse();
  return article?.content ? { title: article.title ?? '', text: textOfNode(article.content, new Set()) } : null;
}

/** Text below a node, without recursion. Elements that start a paragraph end the one before. */
function textOfNode(root: HtmlNode, except: ReadonlySet<string>): string {
  const parts: string[] = [];
  let inPre = 0;
  let node: HtmlNode | null = root;
  const leave = (left: HtmlNode): void => {
    const name = left.nodeName.toUpperCase();
    if (name === 'PRE') inPre--;
    if (OWN_PARAGRAPH.has(name)) parts.push('\n\n');
    else if (name === 'TD' || name === 'TH') parts.push(CELL_END);
  };
  while (node !== null) {
    const name: string = node.nodeName.toUpperCase();
    const skipped = node.nodeType === ELEMENT && (NEVER_TEXT.has(name) || except.has(name) || isHidden(node));
    if (node.nodeType === TEXT) {
      const value = node.nodeValue ?? '';
      parts.push(inPre > 0 ? value : value.replace(/\s+/g, ' '));
    } else if (node.nodeType === ELEMENT && !skipped) {
      if (name === 'PRE') inPre++;
      if (name === 'BR') parts.push('\n');
      else if (OWN_PARAGRAPH.has(name)) parts.push('\n\n');
    }
    if (node.nodeType === ELEMENT && !skipped && node.firstChild !== null) {
      node = node.firstChild;
      continue;
    }
    if (node.nodeType === ELEMENT && !skipped) leave(node);
    while (node !== null && node !== root && node.nextSibling === null) {
      node = node.parentNode;
      if (node !== null) leave(node);
    }
    node = node === null || node === root ? null : node.nextSibling;
  }
  return parts.join('').replace(CELL_ENDS, (ends: string, at: number, whole: string) => {
    // Where a cell ends a row or holds paragraphs, there is a break already.
    let before = at - 1;
    while (before >= 0 && whole[before] === ' ') before--;
    return whole[before] === '\n' || ends.endsWith('\n') ? ends.replaceAll(CELL_END, '') : ' | ';
  });
}

/** Cells side by side are told apart by " | ". The mark is a noncharacter, which Unicode keeps for use within a program. */
const CELL_END = '\ufdd0';
const CELL_ENDS = /\ufdd0[ \ufdd0]*\n?/g;

const isHidden = (node: HtmlNode): boolean => (node as HtmlElement).getAttribute('hidden') !== null;
