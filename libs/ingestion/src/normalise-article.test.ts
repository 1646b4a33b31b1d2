import { articleIdOf, revisionHashOf } from '@parley/contracts';
import { normaliseArticle } from './normalise-article.js';

const now = new Date('2025-09-01T12:00:00Z');
const normalise = (input: unknown) => normaliseArticle(input, { now, via: 'push' });
const draft = (input: unknown) => {
  const result = normalise(input);
  if (!result.ok) throw new Error(result.problem.detail);
  return result.value;
};
const faults = (input: unknown): string[] => {
  const result = normalise(input);
  return result.ok
    ? ['none']
    : [result.problem.code, ...result.problem.errors.map(({ pointer, detail }) => `${pointer} ${detail}`)];
};

const own = {
  url: 'https://www.example.com/talks',
  title: 'Talks fail',
  text: 'The talks failed.\n\nBoth left.',
  publishedAt: '2025-08-19T09:30:00+02:00',
  publisher: 'The Outlet',
  language: 'en_gb',
};

describe('an article', () => {
  it("in Parley's own words", () => {
    expect(draft(own)).toEqual({
      articleId: articleIdOf('https://www.example.com/talks'),
      url: 'https://www.example.com/talks',
      originalUrl: 'https://www.example.com/talks',
      revisionHash: revisionHashOf('Talks fail', 'The talks failed.\n\nBoth left.'),
      title: 'Talks fail',
      text: 'The talks failed.\n\nBoth left.',
      original: null,
      publisher: 'The Outlet',
      language: 'en-GB',
      publishedAt: '2025-08-19T07:30:00.000Z',
      publishedOn: '2025-08-19',
      observedAt: '2025-09-01T12:00:00.000Z',
      via: 'push',
    });
  });

  const expected = {
    url: 'https://www.example.com/talks',
    title: 'Talks fail',
    text: 'The talks failed.\n\nBoth left.',
    publisher: 'The Outlet',
    language: 'en',
    publishedOn: '2025-08-19',
  };
  const body = 'The talks failed.\n\nBoth left.';
  const markup = '<div><p>The talks failed.</p><p>Both left.</p></div>';

  test.each<[string, unknown]>([
    [
      'schema.org',
      {
        '@context': 'https://schema.org',
        '@type': 'NewsArticle',
        mainEntityOfPage: { '@type': 'WebPage', '@id': 'https://www.example.com/talks' },
        headline: 'Talks fail',
        articleBody: body,
        datePublished: '2025-08-19T09:30:00+02:00',
        dateModified: '2025-08-20T09:30:00+02:00',
        publisher: { '@type': 'Organization', name: 'The Outlet' },
        inLanguage: { '@type': 'Language', name: 'English', alternateName: 'en' },
      },
    ],
    [
      'a graph of schema.org whose publisher is a reference',
      {
        '@graph': [
          { '@type': 'Organization', '@id': '#org', name: 'The Outlet' },
          {
            '@type': ['ReportageNewsArticle'],
            url: 'https://www.example.com/talks',
            headline: 'Talks fail',
            articleBody: body,
            datePublished: '2025-08-19',
            publisher: { '@id': '#org' },
            inLanguage: ['en'],
          },
        ],
      },
    ],
    [
      'ninjs 1.4',
      {
        uri: 'https://www.example.com/talks',
        type: 'text',
        versioncreated: '2025-08-19T09:30:00+02:00',
        headline: 'Talks fail',
        body_xhtml: markup,
        language: 'en',
        infosource: [{ name: 'The Outlet' }],
      },
    ],
    [
      'ninjs 1.6',
      {
        uri: 'urn:newsml:example.com:1',
        url: 'https://www.example.com/talks',
        firstcreated: '2025-08-19T09:30:00Z',
        versioncreated: '2025-08-21T09:30:00Z',
        headline_main: 'Talks fail',
        body_main: body,
        language: 'en',
        source: 'The Outlet',
      },
    ],
    [
      'ninjs 2',
      {
        uri: 'https://www.example.com/talks',
        standard: { name: 'ninjs', version: '2.1' },
        contentcreated: '2025-08-19T09:30:00Z',
        headlines: [
          { role: 'short', value: 'Fail' },
          { role: 'main', value: 'Talks fail' },
        ],
        bodies: [
          { role: 'teaser', contenttype: 'image/png', value: 'x' },
          { role: 'main', contenttype: 'application/xhtml+xml', value: markup },
        ],
        language: 'en',
        infosources: [{ role: 'source', name: 'The Outlet' }],
      },
    ],
  ])('in the words of %s', (_, input) => expect(draft(input)).toMatchObject(expected));

  it('has the host as publisher where none is named', () => {
    expect(draft({ ...own, publisher: null }).publisher).toBe('www.example.com');
    expect(draft({ ...own, publisher: [{ name: ' ' }] }).publisher).toBe('www.example.com');
  });

  it('has the title of its HTML where none is given, and none where there is none', () => {
    const page = `<html><head><title>From the page</title></head><body><p>The talks failed.</p></body></html>`;
    expect(draft({ ...own, title: undefined, text: undefined, html: page }).title).toBe('From the page');
    expect(draft({ ...own, title: undefined }).title).toBe('');
  });

  it("is known by the page's own canonical link on the same site", () => {
    const html =
      '<html><head><link rel="canonical" href="/2025/talks"></head><body><p>The talks failed.</p></body></html>';
    expect(draft({ ...own, url: 'https://m.example.com/x?id=3', text: undefined, html }).url).toBe(
      'https://www.example.com/2025/talks',
    );
  });

  it('keeps its original where cleaning changed it, and HTML always', () => {
    expect(draft({ ...own, text: 'The talks failed.\r\n' }).original).toEqual({
      mediaType: 'text/plain',
      body: 'The talks failed.\r\n',
    });
    expect(draft({ ...own, html: '<p>x</p>' }).original).toEqual({ mediaType: 'text/html', body: '<p>x</p>' });
    expect(draft({ ...own, html: '<p>x</p>' }).text).toBe(own.text);
  });

  it('has the same revision whichever junk stood around it', () => {
    const plain = draft(own);
    const noisy = draft({
      ...own,
      text: `Talks fail\n\nThe talks failed.\n\nAdvertisement\n\nBoth left.\u200b\n\nThe talks failed.`,
    });
    expect(noisy.revisionHash).toBe(plain.revisionHash);
  });

  test.each<[string, unknown, string[]]>([
    ['a text', 'hello', ['INVALID_ARTICLE', ' must be an object']],
    ['nothing', null, ['INVALID_ARTICLE', ' must be an object']],
    [
      'a URN alone',
      { ...own, url: undefined, uri: 'urn:x:1' },
      ['INVALID_ARTICLE', '/uri has the scheme "urn"; only http and https are taken'],
    ],
    ['a number for a text', { ...own, text: 5 }, ['INVALID_ARTICLE', '/text must be a string']],
    ['a number for a date', { ...own, publishedAt: 1755595800 }, ['INVALID_ARTICLE', '/publishedAt must be a string']],
    [
      'a title without end',
      { ...own, title: 'x'.repeat(2_001) },
      ['INVALID_ARTICLE', '/title has 2001 characters; at most 2000 are taken'],
    ],
    [
      'empty HTML',
      { ...own, text: undefined, html: '<script>x</script>' },
      ['EMPTY_ARTICLE', '/html holds no text once cleaned'],
    ],
    [
      'bodies of other kinds',
      { ...own, text: undefined, bodies: [{ contenttype: 'audio/mpeg', value: 'x' }] },
      ['INVALID_ARTICLE', '/bodies holds no body of type text/plain, text/html or application/xhtml+xml'],
    ],
    [
      'HTML nested without end',
      { ...own, text: undefined, html: '<b>'.repeat(9_999) },
      ['INVALID_ARTICLE', '/html nests elements deeper than 256'],
    ],
    [
      'two faults in a graph',
      { '@graph': [{}, { '@type': 'NewsArticle', url: 'ftp://x/', articleBody: 'Text here.', datePublished: 'soon' }] },
      [
        'INVALID_ARTICLE',
        '/@graph/1/url has the scheme "ftp"; only http and https are taken',
        '/@graph/1/datePublished "soon" is no date; give ISO 8601 (2025-08-19, 2025-08-19T09:30:00+02:00) or RFC 2822 (Tue, 19 Aug 2025 09:30:00 +0200)',
      ],
    ],
  ])('is refused as %s', (_, input, expected) => expect(faults(input)).toEqual(expected));

  it('leaves out a language that is no tag', () =>
    expect(draft({ ...own, language: 'English, I think' }).language).toBeNull());
});
