import type { Fault } from './article-problem.js';
import { articleNodes } from './html-metadata.js';

/** A value found in an input, and where. */
export interface Found<Value = string> {
  readonly pointer: string;
  readonly value: Value;
}

/** What an input says of an article, under whichever vocabulary it does; null where it says nothing. */
export interface ArticleFields {
  readonly url: Found | null;
  readonly title: Found | null;
  readonly text: Found | null;
  readonly html: Found | null;
  readonly date: Found | null;
  readonly publisher: Found | null;
  readonly language: Found | null;
  /** Fields that are there in a form that can't be read. */
  readonly faults: readonly Fault[];
}

type JsonObject = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const MARKUP_TYPE = /^(text\/html|application\/xhtml\+xml)\b/i;

/**
 * Fields of an article by Parley's own names, schema.org's (NewsArticle and its kin, also within `@graph`) and IPTC
 * ninjs' (1.x, 2.x, 3.x); where several are there, in that order. Fields it does not know are passed over.
 */
export function readArticleFields(input: JsonObject): ArticleFields {
  const { node, prefix } = articleNodeOf(input);
  const reader = new FieldReader(node, prefix, input);
  const bodies = reader.bodies();
  return {
    url: reader.firstAddress('url', 'mainEntityOfPage', '@id', 'uri'),
    title: reader.firstText('title', 'headline', 'headlines', 'headline_main', 'name'),
    text: reader.firstString('text', 'articleBody', 'body_text') ?? bodies.text,
    html: reader.firstString('html', 'body_xhtml', 'body_html', 'body_html5', 'body_richtext') ?? bodies.html,
    date: reader.firstString(
      'publishedAt',
      'datePublished',
      'firstcreated',
      'firstCreated',
      'versioncreated',
      'versionCreated',
      'contentcreated',
      'contentCreated',
      'dateCreated',
      'dateModified',
    ),
    publisher: reader.firstName(
      'publisher',
      'sourceOrganization',
      'provider',
      'source',
      'infosources',
      'infoSources',
      'infosource',
      'copyrightholder',
      'copyrightHolder',
    ),
    language: reader.firstName('language', 'inLanguage'),
    faults: reader.faults,
  };
}

/** The article within a schema.org graph, else the input itself. */
function articleNodeOf(input: JsonObject): { node: JsonObject; prefix: string } {
  const graph = input['@graph'];
  if (!Array.isArray(graph)) return { node: input, prefix: '' };
  const node = articleNodes(input)[0];
  return node ? { node, prefix: `/@graph/${graph.indexOf(node)}` } : { node: input, prefix: '' };
}

class FieldReader {
  readonly faults: Fault[] = [];

  constructor(
    private readonly node: JsonObject,
    private readonly prefix: string,
    private readonly whole: JsonObject,
  ) {}

  /** The first of these fields that is there; it must be a string. */
  firstString(...names: string[]): Found | null {
    for (const name of names) {
      const value = this.node[name];
      if (value === undefined || value === null) continue;
      if (typeof value === 'string') return this.found(value, name);
      this.fault('must be a string', name);
      return null;
    }
    return null;
  }

  /** A string, or a list of `{role, value}` (ninjs 2), of which the main one counts. */
  firstText(...names: string[]): Found | null {
    for (const name of names) {
      const value = this.node[name];
      if (value === undefined || value === null) continue;
      if (typeof value === 'string') return this.found(value, name);
      const entry = mainEntry(value, (candidate) => typeof candidate.value === 'string');
      if (entry) return this.found(String(entry.value.value), name, entry.index, 'value');
      this.fault('must be a string', name);
      return null;
    }
    return null;
  }

  /**
   * A web address: a string, `{"@id"}` or `{"url"}`. Identifiers that are no web address (a URN in `uri`) are passed
   * over while another field may have one.
   */
  firstAddress(...names: string[]): Found | null {
    let other: Found | null = null;
    for (const name of names) {
      const value = this.node[name];
      if (value === undefined || value === null) continue;
      const found = this.address(value, name);
      if (found === null) {
        this.fault('must be a string', name);
        return null;
      }
      if (/^\s*https?:/i.test(found.value) || name === 'url') return found;
      other ??= found;
    }
    return other;
  }

  /** A name: a string, `{"name"}`, a list of either, or a reference to another node of the graph. Others are no name. */
  firstName(...names: string[]): Found | null {
    for (const name of names) {
      const found = this.name(this.node[name], [name]);
      if (found) return found;
    }
    return null;
  }

  /** Texts of ninjs 2 `bodies` and ninjs 1.6 `body_main`, by their content type. */
  bodies(): { text: Found | null; html: Found | null } {
    const { bodies, body_main: main } = this.node;
    if (typeof main === 'string') {
      const found = this.found(main, 'body_main');
      return /^\s*</.test(main) ? { text: null, html: found } : { text: found, html: null };
    }
    if (bodies === undefined || bodies === null) return { text: null, html: null };
    const typeOf = (body: JsonObject): string => String(body.contenttype ?? body.contentType ?? 'text/plain');
    const pick = (fits: (type: string) => boolean): Found | null => {
      const entry = mainEntry(bodies, (body) => typeof body.value === 'string' && fits(typeOf(body)));
      return entry ? this.found(String(entry.value.value), 'bodies', entry.index, 'value') : null;
    };
    const text = pick((type) => /^text\/plain\b/i.test(type));
    const html = pick((type) => MARKUP_TYPE.test(type));
    if (!text && !html) this.fault('holds no body of type text/plain, text/html or application/xhtml+xml', 'bodies');
    return { text, html };
  }

  private address(value: unknown, ...path: string[]): Found | null {
    if (typeof value === 'string') return this.found(value, ...path);
    if (Array.isArray(value)) return this.address(value[0], ...path, '0');
    if (!isObject(value)) return null;
    return value['@id'] !== undefined
      ? this.address(value['@id'], ...path, '@id')
      : this.address(value.url, ...path, 'url');
  }

  private name(value: unknown, path: readonly string[]): Found | null {
    if (typeof value === 'string') return value.trim() === '' ? null : this.found(value, ...path);
    if (Array.isArray(value)) {
      for (const [index, entry] of value.entries()) {
        const found = this.name(entry, [...path, String(index)]);
        if (found) return found;
      }
      return null;
    }
    if (!isObject(value)) return null;
    for (const key of ['alternateName', 'name', 'legalName', 'literal']) {
      // A Language of schema.org has its tag in alternateName; of an organisation that is a second name.
      if (key === 'alternateName' && value['@type'] !== 'Language') continue;
      if (typeof value[key] === 'string') return this.found(value[key], ...path, key);
    }
    return this.referenced(value['@id']);
  }

  private referenced(id: unknown): Found | null {
    const graph = this.whole['@graph'];
    if (typeof id !== 'string' || !Array.isArray(graph)) return null;
    const index = graph.findIndex((node) => isObject(node) && node['@id'] === id && typeof node.name === 'string');
    return index < 0 ? null : { pointer: `/@graph/${index}/name`, value: String((graph[index] as JsonObject).name) };
  }

  private found(value: string, ...path: (string | number)[]): Found {
    return { pointer: `${this.prefix}${pointerOf(path)}`, value };
  }

  private fault(detail: string, ...path: string[]): void {
    this.faults.push({ pointer: `${this.prefix}${pointerOf(path)}`, detail });
  }
}

const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Of a list of objects the one with role "main", else the first that fits. */
function mainEntry(
  list: unknown,
  fits: (entry: JsonObject) => boolean,
): { readonly value: JsonObject; readonly index: number } | null {
  if (!Array.isArray(list)) return null;
  const fitting = list.flatMap((value, index) => (isObject(value) && fits(value) ? [{ value, index }] : []));
  return fitting.find(({ value }) => value.role === 'main') ?? fitting[0] ?? null;
}
