import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import './kafkajs-internals.js';

interface Connection {
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  send(protocol: object): Promise<unknown>;
}

const load = createRequire(import.meta.url);
const ConnectionOfKafkajs = load('kafkajs/src/network/connection.js') as new (settings: object) => Connection;
const createSocketFactory = load('kafkajs/src/network/socketFactory.js') as () => unknown;
const Encoder = load('kafkajs/src/protocol/encoder.js') as new () => object;

const logger = { namespace: () => logger, debug() {}, info() {}, warn() {}, error() {} };

/** A request that is answered by its own bytes. */
const echo = {
  request: { apiKey: 18, apiVersion: 0, apiName: 'Echo', encode: async () => new Encoder() },
  response: { decode: async (payload: Buffer) => payload, parse: async (payload: Buffer) => payload.toString() },
};

/** The answer to the request that these bytes are. */
function answerTo(request: Buffer, text: string): Buffer {
  const answer = Buffer.alloc(8 + text.length);
  answer.writeInt32BE(4 + text.length, 0);
  // After the size: api key, version, then the number of the request.
  request.copy(answer, 4, 8, 12);
  answer.write(text, 8);
  return answer;
}

describe('a connection of kafkajs', () => {
  it('that broke in the middle of an answer reads the next answers from their beginning', async () => {
    let connections = 0;
    const server = createServer((socket: Socket) => {
      const isFirst = ++connections === 1;
      socket.on('error', () => undefined);
      socket.on('data', (request) => {
        if (!isFirst) socket.write(answerTo(request, 'whole'));
        else socket.write(answerTo(request, 'x'.repeat(1_000)).subarray(0, 100), () => socket.resetAndDestroy());
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const connection = new ConnectionOfKafkajs({
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      logger,
      socketFactory: createSocketFactory(),
      requestTimeout: 2_000,
      connectionTimeout: 2_000,
      enforceRequestTimeout: true,
    });
    await connection.connect();
    await expect(connection.send(echo)).rejects.toThrow(/ECONNRESET|Closed connection/);
    await connection.connect();
    await expect(connection.send(echo)).resolves.toBe('whole');
    await connection.disconnect();
    server.close();
    await once(server, 'close');
  });
});
