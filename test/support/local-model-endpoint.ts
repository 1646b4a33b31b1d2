import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** One request as it arrived. */
export interface ReceivedQuestion {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly response_format: { readonly json_schema: { readonly schema: unknown; readonly strict: boolean } };
  };
}

/** What the endpoint does with a request. */
export type Conduct = (response: ServerResponse, question: ReceivedQuestion) => void;

/** A local HTTP server that plays an OpenAI-compatible endpoint: by script first, then as `otherwise` says. */
export interface LocalModelEndpoint {
  readonly baseUrl: string;
  readonly received: readonly ReceivedQuestion[];
  /** For the requests to come, one each. */
  next(...conducts: readonly Conduct[]): void;
  otherwise(conduct: Conduct): void;
  close(): Promise<void>;
}

export async function startLocalModelEndpoint(): Promise<LocalModelEndpoint> {
  const received: ReceivedQuestion[] = [];
  const script: Conduct[] = [];
  let fallback: Conduct = answers([]);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: ReceivedQuestion['body'] = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      const question = { path: `${request.method} ${request.url}`, headers: request.headers, body };
      received.push(question);
      (script.shift() ?? fallback)(response, question);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    received,
    next: (...conducts) => void script.push(...conducts),
    otherwise: (conduct) => {
      fallback = conduct;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers with this content, as a chat completion. */
export const says =
  (
    content: string,
    more: { readonly finish?: string; readonly refusal?: string; readonly usage?: null } = {},
  ): Conduct =>
  (response) =>
    json(response, 200, {
      id: 'answer',
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content, ...(more.refusal === undefined ? {} : { refusal: more.refusal }) },
          finish_reason: more.finish ?? 'stop',
        },
      ],
      ...(more.usage === null ? {} : { usage: { prompt_tokens: 900, completion_tokens: 100, total_tokens: 1_000 } }),
    });

/** Answers with these statements. */
export const answers = (statements: readonly unknown[]): Conduct => says(JSON.stringify({ statements }));

/** Answers with a status and an error of that code. */
export const fails =
  (status: number, code: string | null = null, headers: Readonly<Record<string, string>> = {}): Conduct =>
  (response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    json(response, status, { error: { message: 'what went wrong, with the key sk-echoed in it', code, type: null } });
  };

/** Cuts the connection in the middle of an answer. */
export const breaksOff: Conduct = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  response.write('{"choices": [{"message": {"content": "{\\"state', () => response.destroy());
};

/** Takes the question and never answers. */
export const hangs: Conduct = () => undefined;

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
