import { Readable } from 'node:stream';
import { Controller, Inject, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type PushedLine, type PushSummary, pushAnswerSchema, pushedArticleSchema } from '@parley/contracts';
import {
  defineRoute,
  LOGGER,
  type Logger,
  PARLEY_CONFIG,
  type ParleyConfig,
  ProblemError,
  Route,
} from '@parley/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { IngestArticlesCommand, type IngestResult } from './ingest-articles.command.js';
import { ingestLines } from './ingest-lines.js';

/** Media types under which many articles are taken, one a line. */
export const NDJSON_TYPES: readonly string[] = [
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
];

export const pushArticlesRoute = defineRoute({
  id: 'pushArticles',
  method: 'post',
  path: '/v1/articles',
  tag: 'Articles',
  summary: 'Give articles to be read',
  description:
    'One article as `application/json`, or any number as `application/x-ndjson`, one a line. An answer says of an ' +
    'article that it is `accepted` only once it is durable. NDJSON is answered while it is being sent, with a line for ' +
    'each line in the same order (`{"line", "status", …}`, `rejected` with its `problem`) and a last line ' +
    '`{"summary": {"accepted", "duplicates", "rejected"}}`; read the answer while sending, for the server reads no ' +
    'further than its answers are taken. With `Prefer: return=minimal` only rejected lines and the summary are sent.',
  headers: z.object({
    prefer: z.string().optional().meta({ description: 'NDJSON: `return=minimal` for rejected lines only' }),
  }),
  body: {
    'application/json': pushedArticleSchema,
    'application/x-ndjson': z.string().meta({ description: 'One PushedArticle a line' }),
  },
  responses: {
    202: {
      description: 'In the log. To NDJSON: a PushedLine for each line, then a PushSummary, as application/x-ndjson',
      schema: pushAnswerSchema,
    },
  },
  problems: ['NOT_JSON', 'NOT_UTF8', 'INVALID_ARTICLE', 'EMPTY_ARTICLE', 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
  writes: true,
});

@Controller()
export class PushArticlesController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(PARLEY_CONFIG) private readonly config: Pick<ParleyConfig, 'maxArticleBytes'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Route(pushArticlesRoute)
  async push(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity')
      throw new ProblemError(
        'UNSUPPORTED_MEDIA_TYPE',
        `The content encoding "${encoding}" is not taken; send it plain.`,
      );
    const { body } = request;
    if (body instanceof Readable) await this.pushLines(body, request, reply);
    else await this.pushOne(body, reply);
  }

  private async pushOne(body: unknown, reply: FastifyReply): Promise<void> {
    if (body === undefined || body === null)
      throw new ProblemError('NOT_JSON', 'The body is empty; send an article as application/json.');
    const [result] = await this.ingest([body]);
    if (!result) throw new Error('no result came of an article');
    if (result.status === 'rejected') throw problemErrorOf(result);
    reply.code(202).send(result);
  }

  private async pushLines(body: Readable, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    // Leaving a stream early would by default cut the connection, and with it the answer that says why.
    const source = body.iterator({ destroyOnReturn: false });
    const answers = ingestLines(untilGone(source, this.logger), {
      maxLineBytes: this.config.maxArticleBytes,
      ingest: (inputs) => this.ingest(inputs),
      onFailure: (error) => this.logger.error({ err: error }, 'a batch of lines failed unexpectedly'),
    });
    const first = await answers.next().catch((error: unknown) => {
      if (error instanceof SenderGone) return null;
      throw error;
    });
    if (first === null) {
      // Nobody is there to be answered.
      reply.hijack();
      return;
    }
    if (!first.done && isOutage(first.value)) {
      await answers.return(undefined);
      throw new ProblemError(
        'UNAVAILABLE',
        'Articles can not be recorded now. Nothing was taken: send all of it again.',
      );
    }
    const minimal = /(^|[,;\s])return=minimal\b/i.test(String(request.headers.prefer ?? ''));
    if (minimal) reply.header('preference-applied', 'return=minimal');
    reply
      .code(202)
      .type('application/x-ndjson; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(Readable.from(written(first, answers, minimal), { objectMode: false, highWaterMark: 64 * 1024 }));
  }

  private ingest(inputs: readonly unknown[]): Promise<readonly IngestResult[]> {
    return this.commands.execute(new IngestArticlesCommand(inputs, 'push'));
  }
}

type Answers = AsyncGenerator<readonly PushedLine[] | PushSummary>;

const problemErrorOf = ({ problem }: Extract<IngestResult, { status: 'rejected' }>): ProblemError =>
  // Problems made here have codes of the closed list; the schema of a problem allows for others' as well.
  new ProblemError(problem.code as ProblemError['code'], problem.detail ?? problem.title, problem.errors);

/** Whether nothing of these lines was taken because what records them is away. */
const isOutage = (answer: readonly PushedLine[] | PushSummary): boolean =>
  'length' in answer &&
  answer.some((line) => line.status === 'rejected' && line.problem.code === 'UNAVAILABLE') &&
  answer.every((line) => line.status === 'rejected');

/** A sender that goes away ends the stream; a line it was in the middle of is never seen. */
async function* untilGone(source: AsyncIterable<Uint8Array>, logger: Logger): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    logger.info({ err: error }, 'a sender of articles went away before the end');
    throw new SenderGone();
  }
}

class SenderGone extends Error {}

async function* written(
  first: Awaited<ReturnType<Answers['next']>>,
  answers: Answers,
  minimal: boolean,
): AsyncGenerator<string> {
  try {
    for (let next = first; !next.done; next = await answers.next()) {
      const lines =
        'summary' in next.value ? [next.value] : next.value.filter((line) => !minimal || line.status === 'rejected');
      if (lines.length > 0) yield `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
    }
  } catch (error) {
    if (!(error instanceof SenderGone)) throw error;
  } finally {
    await answers.return(undefined);
  }
}
