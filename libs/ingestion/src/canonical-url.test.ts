import fc from 'fast-check';
import { canonicalUrl } from './canonical-url.js';

const canonical = (given: string, declared?: string): string => {
  const result = canonicalUrl(given, declared);
  if (!result.ok) throw new Error(result.fault);
  return result.url;
};
const fault = (given: string): string => {
  const result = canonicalUrl(given);
  return result.ok ? `taken as ${result.url}` : result.fault;
};

describe('canonical address', () => {
  test.each([
    ['host in lower case', 'https://News.Example.COM/Story', 'https://news.example.com/Story'],
    ['default port', 'https://example.com:443/a', 'https://example.com/a'],
    ['another port stays', 'http://example.com:8080/a', 'http://example.com:8080/a'],
    ['punycode', 'https://bücher.example/a', 'https://xn--bcher-kva.example/a'],
    ['root dot of the host', 'https://example.com./a', 'https://example.com/a'],
    ['fragment', 'https://example.com/a#comments', 'https://example.com/a'],
    ['trailing slash', 'https://example.com/a/', 'https://example.com/a'],
    ['front page keeps its slash', 'https://example.com', 'https://example.com/'],
    ['empty query', 'https://example.com/?', 'https://example.com/'],
    ['campaign parameters', 'https://example.com/a?utm_source=x&UTM_medium=y&id=7', 'https://example.com/a?id=7'],
    ['click ids', 'https://example.com/a?fbclid=1&gclid=2&mc_cid=3&mc_eid=4', 'https://example.com/a'],
    ['order of parameters', 'https://example.com/a?z=1&b=2&b=1', 'https://example.com/a?b=2&b=1&z=1'],
    ['parameter without a value', 'https://example.com/?2025-12', 'https://example.com/?2025-12'],
    ['case of escapes', 'https://example.com/caf%c3%a9/%41', 'https://example.com/caf%C3%A9/A'],
    ['AMP suffix', 'https://www.example.com/story/amp/', 'https://www.example.com/story'],
    ['AMP file ending', 'https://www.example.com/story.amp.html', 'https://www.example.com/story.html'],
    ['AMP folder', 'https://www.example.com/amp/2025/story', 'https://www.example.com/2025/story'],
    ['AMP parameter', 'https://www.example.com/story?amp=1', 'https://www.example.com/story'],
    ['AMP output type', 'https://www.example.com/story?outputType=amp', 'https://www.example.com/story'],
    ['AMP host', 'https://amp.example.com/story', 'https://www.example.com/story'],
    ['mobile host', 'https://m.example.com/story', 'https://www.example.com/story'],
    ['mobile host under co.uk', 'https://mobile.example.co.uk/story', 'https://www.example.co.uk/story'],
    ['mobile label in the middle', 'https://en.m.example.org/story', 'https://en.example.org/story'],
    ['a name that is itself m', 'https://m.com/story', 'https://m.com/story'],
    [
      'AMP cache of Google',
      'https://www-example-com.cdn.ampproject.org/c/s/www.example.com/story/amp?usqp=mq331',
      'https://www.example.com/story',
    ],
    ['AMP viewer of Google', 'https://www.google.com/amp/s/amp.example.com/story', 'https://www.example.com/story'],
  ])('%s', (_, given, expected) => expect(canonical(given)).toBe(expected));

  test.each([
    ['a path alone', '/story', 'is not an absolute web address'],
    ['a script', 'javascript:alert(1)', 'has the scheme "javascript"; only http and https are taken'],
    ['a file', 'file:///etc/passwd', 'has the scheme "file"; only http and https are taken'],
    ['a URN', 'urn:newsml:example.com:1', 'has the scheme "urn"; only http and https are taken'],
    ['credentials', 'https://user:secret@example.com/', 'holds a user name or password; give it without'],
    ['a very long one', `https://example.com/${'a'.repeat(9_000)}`, 'is 9020 characters long; at most 8192 are taken'],
  ])('refuses %s', (_, given, expected) => expect(fault(given)).toBe(expected));

  it("follows the page's own canonical link on the same site", () => {
    expect(canonical('https://m.example.com/s?id=9', 'https://www.example.com/news/story-9')).toBe(
      'https://www.example.com/news/story-9',
    );
    expect(canonical('https://example.com/a/b', '../c')).toBe('https://example.com/c');
  });

  it('does not follow a canonical link to another site or to the front page', () => {
    expect(canonical('https://example.com/story', 'https://example.net/story')).toBe('https://example.com/story');
    expect(canonical('https://example.com/story', 'https://example.com/')).toBe('https://example.com/story');
    expect(canonical('https://example.com/story', 'javascript:alert(1)')).toBe('https://example.com/story');
  });

  const part = fc.oneof(
    fc.constantFrom('amp', 'm', 'a.amp', 'story', '..', '%2e%2e', '%41', '', 's', 'c', 'x.amp.html', 'www.example.com'),
    fc.webPath({ size: 'small' }).map((path) => path.slice(1)),
  );
  const address = fc
    .record({
      scheme: fc.constantFrom('http', 'https', 'HTTPS'),
      host: fc.oneof(
        fc.domain(),
        fc.constantFrom(
          'm.example.com',
          'amp.m.example.co.uk',
          'm.co.uk',
          'cdn.ampproject.org',
          'www.google.com',
          '[::1]',
          '10.0.0.1',
          'a.b.c.',
        ),
      ),
      path: fc.array(part, { maxLength: 6 }),
      query: fc.array(
        fc.tuple(
          fc.constantFrom('a', 'b', 'amp', 'utm_x', 'A', '%61', 'é', ''),
          fc.constantFrom('', '=', '=1', '=%2f', '=a=b'),
        ),
        { maxLength: 5 },
      ),
      fragment: fc.constantFrom('', '#', '#x'),
    })
    .map(
      ({ scheme, host, path, query, fragment }) =>
        `${scheme}://${host}/${path.join('/')}${query.length ? `?${query.map((pair) => pair.join('')).join('&')}` : ''}${fragment}`,
    );

  it.each(['__proto__', 'constructor', 'toString'])('takes a parameter named as what every object has: %s', (name) => {
    const url = `https://gazette.example/story?${name}=1`;
    expect(canonicalUrl(url)).toEqual({ ok: true, url, original: url });
  });

  it('is the same when taken again, for any address', () => {
    fc.assert(
      fc.property(fc.oneof(address, fc.webUrl({ withQueryParameters: true, withFragments: true })), (given) => {
        const once = canonicalUrl(given);
        if (!once.ok) return;
        expect(canonicalUrl(once.url)).toEqual({ ok: true, url: once.url, original: once.url });
      }),
      { numRuns: 3_000 },
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (given) => {
        canonicalUrl(given);
        canonicalUrl(`https://${given}`, given);
      }),
    );
  });
});
