import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { gzipSync } from 'node:zlib';
import { isPublicAddress } from './address-guard.js';
import { FetchError, GuardedClient, type GuardedClientOptions } from './guarded-client.js';

let server: Server;
let port: number;
let answer: RequestListener;
let requests: string[];
const clients: GuardedClient[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ({ port } = server.address() as AddressInfo);
});
beforeEach(() => {
  requests = [];
  answer = (_, response) => response.end('hello');
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const client = (options: GuardedClientOptions = {}): GuardedClient => {
  const made = new GuardedClient(options);
  clients.push(made);
  return made;
};
const refusal = async (address: string, options?: GuardedClientOptions): Promise<string> => {
  try {
    await client(options).fetch(address);
    return 'fetched';
  } catch (error) {
    if (error instanceof FetchError) return error.code;
    throw error;
  }
};
const resolving =
  (...addresses: string[]): LookupFunction =>
  (_host, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('addresses that are let through', () => {
  test.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'not an address',
    '',
  ])('not %s', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('the guarded client', () => {
  test.each([
    ['this machine', () => `http://127.0.0.1:${port}/`],
    ['this machine by name', () => `http://localhost:${port}/`],
    ['this machine in other spellings', () => `http://0x7f.1:${port}/`],
    ['this machine in IPv6', () => `http://[::1]:${port}/`],
    ['this machine in IPv6 as IPv4', () => `http://[::ffff:127.0.0.1]:${port}/`],
    ['a metadata service', () => 'http://169.254.169.254/latest/meta-data/'],
    ['a private network', () => 'http://192.168.0.1/'],
    ['a file', () => 'file:///etc/passwd'],
    ['a name with a password', () => 'http://user:pass@example.com/'],
  ])('does not go to %s', async (_, address) => {
    expect(await refusal(address())).toBe('ADDRESS_REFUSED');
    expect(requests).toEqual([]);
  });

  it('does not go to a name that resolves to a private address, also where a public one stands beside it', async () => {
    expect(await refusal(`http://inside.example:${port}/`, { lookup: resolving('127.0.0.1') })).toBe('ADDRESS_REFUSED');
    expect(await refusal(`http://both.example:${port}/`, { lookup: resolving('8.8.8.8', '127.0.0.1') })).toBe(
      'ADDRESS_REFUSED',
    );
    expect(requests).toEqual([]);
  });

  it('connects to the very addresses that it checked', async () => {
    let asked = 0;
    const rebinding: LookupFunction = (_host, _options, done) => {
      asked++;
      done(null, [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
    };
    const page = await client({ allowPrivate: true, lookup: rebinding }).fetch(`http://name.example:${port}/`);
    expect([page.body.toString(), asked]).toEqual(['hello', 1]);
  });

  it('goes to private networks where it is told to', async () => {
    const page = await client({ allowPrivate: true }).fetch(`http://127.0.0.1:${port}/a`);
    expect(page).toMatchObject({ url: `http://127.0.0.1:${port}/a`, body: Buffer.from('hello') });
  });

  it('follows redirects, five at most, and checks each', async () => {
    answer = (request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else response.end('there');
    };
    const page = await client({ allowPrivate: true }).fetch(`http://127.0.0.1:${port}/5`);
    expect([page.url, page.body.toString()]).toEqual([`http://127.0.0.1:${port}/0`, 'there']);
    expect(await refusal(`http://127.0.0.1:${port}/6`, { allowPrivate: true })).toBe('TOO_MANY_REDIRECTS');
    answer = (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    expect(await refusal(`http://127.0.0.1:${port}/`, { allowPrivate: true })).toBe('ADDRESS_REFUSED');
  });

  it('takes no more than it was told to, packed or not', async () => {
    answer = (_, response) => response.end('x'.repeat(2_000));
    expect(await refusal(`http://127.0.0.1:${port}/`, { allowPrivate: true, maxBytes: 1_000 })).toBe('BODY_TOO_LARGE');
    answer = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1_000_000)));
    expect(await refusal(`http://127.0.0.1:${port}/`, { allowPrivate: true, maxBytes: 100_000 })).toBe(
      'BODY_TOO_LARGE',
    );
  });

  it('unpacks what is packed', async () => {
    answer = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/plain' }).end(gzipSync('packed'));
    const page = await client({ allowPrivate: true }).fetch(`http://127.0.0.1:${port}/`);
    expect([page.body.toString(), page.contentType]).toEqual(['packed', 'text/plain']);
  });

  it('waits no longer than it was told to', async () => {
    answer = (_, response) => void response.writeHead(200).write('slow');
    expect(await refusal(`http://127.0.0.1:${port}/`, { allowPrivate: true, timeoutMs: 100 })).toBe('TIMED_OUT');
  });

  it('says why a page was not to be had', async () => {
    answer = (_, response) => response.writeHead(404).end();
    await expect(client({ allowPrivate: true }).fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'STATUS',
      status: 404,
    });
    expect(await refusal('http://127.0.0.1:1/', { allowPrivate: true })).toBe('UNREACHABLE');
    expect(await refusal('nonsense', { allowPrivate: true })).toBe('ADDRESS_INVALID');
  });
});
