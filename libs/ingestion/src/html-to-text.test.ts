import { cleanText } from './clean-text.js';
import { htmlMetadata } from './html-metadata.js';
import { htmlToText } from './html-to-text.js';
import { parseHtml } from './parse-html.js';

const read = (html: string): { title: string; text: string } => {
  const parsed = parseHtml(html);
  if (!parsed.ok) throw new Error(parsed.fault);
  const { title, text } = htmlToText(parsed);
  return { title, text: cleanText(text) };
};
const sentences = (of: string): string =>
  `The minister spoke about ${of} for an hour, and nobody in the room was surprised by what she said. `
    .repeat(4)
    .trim();

describe('text of HTML', () => {
  it('of a page is its article, without what stands around it', () => {
    const page = `<!doctype html><html lang="en"><head><title>Talks fail - The Outlet</title></head><body>
      <nav><a href="/">Home</a><a href="/world">World</a></nav>
      <article><h1>Talks fail</h1><p>${sentences('peace')}</p><p>${sentences('trade')}</p></article>
      <footer>Imprint and contact</footer></body></html>`;
    const { title, text } = read(page);
    expect(title).toMatch(/^Talks fail/);
    expect(text).toBe(`${sentences('peace')}\n\n${sentences('trade')}`);
  });

  it('of a page that is hardly one is that of its body', () => {
    expect(read('<html><body>A short note.<script>no()</script></body></html>').text).toBe('A short note.');
  });

  it('of a page without a body element is there as well', () => {
    expect(read('<html><p>One is here.</p><p>Two is here.</p></html>').text).toBe('One is here.\n\nTwo is here.');
  });

  it('of a piece of markup is all of it, in paragraphs', () => {
    expect(
      read(
        '<h2>Head</h2>One<br>two <b>th</b>ree<ul><li>four</li><li>five</li></ul><table><tr><td>a</td><td>b</td></tr></table>',
      ).text,
    ).toBe('Head\n\nOne\ntwo three\n\nfour\n\nfive\n\na | b');
  });

  it('tells the cells of a table apart, and leaves paragraphs within one alone', () => {
    const { text } = read(
      '<table><tr><th>Actor</th> <th>Canal</th></tr>\n<tr><td>Norland</td>\n<td><p>Yes.</p><p>Of course.</p></td></tr></table>',
    );
    expect(text.split(/\n+/).map((line) => line.trim())).toEqual(['Actor | Canal', 'Norland', 'Yes.', 'Of course.']);
  });

  it('holds nothing that runs, is hidden or is filled in', () => {
    expect(
      read(
        '<p onclick="x()">Seen.</p><script>alert(1)</script><style>p{}</style><template>t</template><noscript>n</noscript><p hidden>h</p><textarea>f</textarea><svg><text>s</text></svg><iframe srcdoc="<p>i</p>"></iframe>',
      ).text,
    ).toBe('Seen.');
  });

  it('has characters for entities, and markup that was escaped stays text', () => {
    expect(read('<p>&ldquo;No&rdquo;&nbsp;&amp; &#x27;yes&#39; &lt;b&gt;</p>').text).toBe("“No” & 'yes' <b>");
  });

  it('is refused where elements are nested without end', () => {
    for (const depth of [300, 1_000_000])
      expect(parseHtml(`<html><body>${'<div>'.repeat(depth)}deep`)).toEqual({
        ok: false,
        fault: 'nests elements deeper than 256',
      });
  });

  it('is refused where there are elements without number', () => {
    expect(parseHtml('<br>'.repeat(200_000))).toEqual({ ok: false, fault: 'has more than 100000 elements' });
  });

  it('of a page too heavy to search is that of its body', () => {
    const bush = `${'<div>'.repeat(200)}leaf${'</div>'.repeat(200)}`.repeat(30);
    expect(read(`<html><body><p>One is here.</p>${bush}</body></html>`).text).toMatch(/^One is here\.\n\nleaf/);
  });
});

describe('what a page says of itself', () => {
  const metaOf = (head: string, body = '') => {
    const parsed = parseHtml(`<html lang="de"><head>${head}</head><body>${body}</body></html>`);
    if (!parsed.ok) throw new Error(parsed.fault);
    return htmlMetadata(parsed.document);
  };

  it('is read from link and meta elements', () => {
    expect(
      metaOf(`<link rel="Canonical" href="https://example.com/a"><meta property="og:title" content="T">
        <meta property="article:published_time" content="2025-08-19"><meta property="og:site_name" content="The Outlet">`),
    ).toEqual({
      canonical: 'https://example.com/a',
      title: 'T',
      publishedAt: '2025-08-19',
      publisher: 'The Outlet',
      language: 'de',
    });
  });

  it('is read from JSON-LD, also in a graph, and broken JSON-LD is passed over', () => {
    const linked = {
      '@graph': [
        { '@type': 'WebPage' },
        { '@type': ['NewsArticle'], headline: 'H', datePublished: '2025-08-18', publisher: { name: 'P' } },
      ],
    };
    expect(
      metaOf(
        `<script type="application/ld+json">{broken</script><script type="application/ld+json">${JSON.stringify(linked)}</script>`,
      ),
    ).toMatchObject({ title: 'H', publishedAt: '2025-08-18', publisher: 'P' });
  });

  it('is read from the first time element, else nothing is made up', () => {
    expect(metaOf('', '<time datetime="2025-08-17">17 August</time>').publishedAt).toBe('2025-08-17');
    expect(metaOf('')).toEqual({ canonical: null, title: null, publishedAt: null, publisher: null, language: 'de' });
  });
});
