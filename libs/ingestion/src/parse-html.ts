import { Parser } from 'htmlparser2';
import { parseHTML } from 'linkedom';

/** The part of the DOM that is read here; linkedom's own types need the browser's library. */
export interface HtmlNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly firstChild: HtmlNode | null;
  readonly nextSibling: HtmlNode | null;
  readonly parentNode: HtmlNode | null;
}
export interface HtmlElement extends HtmlNode {
  readonly textContent: string | null;
  readonly childNodes: Iterable<HtmlNode>;
  getAttribute(name: string): string | null;
  append(...nodes: HtmlNode[]): void;
}
export interface HtmlDocument {
  readonly documentElement: HtmlElement;
  readonly body: HtmlElement;
  readonly title: string;
  querySelector(selector: string): HtmlElement | null;
  querySelectorAll(selector: string): Iterable<HtmlElement>;
}

/** Elements within elements; browsers stop at 512, no page of an outlet comes near. */
export const MAX_HTML_DEPTH = 256;
export const MAX_HTML_ELEMENTS = 100_000;

export type ParsedHtml =
  | {
      readonly ok: true;
      readonly document: HtmlDocument;
      /** Whether a whole page was given, or only a piece of markup. */
      readonly isPage: boolean;
      /** Sum over all elements of how deep each lies: what it costs to search the tree. */
      readonly weight: number;
    }
  | { readonly ok: false; readonly fault: string };

/**
 * Markup as a document. Nothing in it runs and nothing is fetched. Markup nested so deep, or of so many elements, that
 * walking it would be an attack is refused before a tree is built.
 */
export function parseHtml(html: string): ParsedHtml {
  const measured = measureHtml(html);
  if (typeof measured === 'string') return { ok: false, fault: measured };
  const isPage = /<(html|body)[\s>]/i.test(html);
  const page = /<html[\s>]/i.test(html) ? html : `<!doctype html><html><head></head><body>${html}</body></html>`;
  // What linkedom gives is a DOM document; its type names the browser's interfaces, which this build does not load.
  const document = parseHTML(page).document as unknown as HtmlDocument;
  gatherBody(document);
  return { ok: true, document, isPage, weight: measured };
}

/** The tree's weight, or the sentence that refuses it. Linear, and over as soon as a bound is crossed. */
function measureHtml(html: string): number | string {
  let depth = 0;
  let elements = 0;
  let weight = 0;
  let fault: string | null = null;
  const parser = new Parser({
    onopentagname() {
      depth++;
      elements++;
      weight += depth;
      if (depth > MAX_HTML_DEPTH) fault = `nests elements deeper than ${MAX_HTML_DEPTH}`;
      if (elements > MAX_HTML_ELEMENTS) fault = `has more than ${MAX_HTML_ELEMENTS} elements`;
      if (fault !== null) parser.pause();
    },
    onclosetag() {
      depth--;
    },
  });
  // In pieces, for a paused parser stops only between them.
  for (let at = 0; at < html.length && fault === null; at += 4_096) parser.write(html.slice(at, at + 4_096));
  return fault ?? weight;
}

/** linkedom leaves content beside the body where a page has no body tags. */
function gatherBody(document: HtmlDocument): void {
  const { body } = document;
  const strays = [...document.documentElement.childNodes].filter(
    (node) => node !== body && node.nodeName.toUpperCase() !== 'HEAD',
  );
  body.append(...strays);
}
