import { type DynamicModule, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { HttpModule } from '@parley/platform';
import type { FastifyInstance } from 'fastify';
import { ObservedArticlesController } from './follow-articles/observed-articles.controller.js';
import { CatchUpGate } from './push-articles/catch-up-gate.js';
import { IngestArticlesHandler } from './push-articles/ingest-articles.handler.js';
import { NDJSON_TYPES, PushArticlesController } from './push-articles/push-articles.controller.js';
import { HeldArticles } from './withdraw-article/held-articles.js';
import { RestoreArticleHandler } from './withdraw-article/restore-article.handler.js';
import { WithdrawArticleController } from './withdraw-article/withdraw-article.controller.js';
import { WithdrawArticleHandler } from './withdraw-article/withdraw-article.handler.js';

/**
 * Takes articles in, and back. Needs PARLEY_CONFIG, LOGGER, PG_POOL, CLOCK and EVENT_LOG in the container, its schema
 * (`migrateIngest`), the topics, an HTTP face of `createHttpAdapter`, and as its transport an EventLogServer with
 * checkpoints in the schema `ingest`. In the same process, `IngestArticlesCommand` does what the HTTP face does.
 */
@Module({})
export class IngestModule implements OnModuleInit {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  static register(): DynamicModule {
    return {
      module: IngestModule,
      imports: [CqrsModule.forRoot(), HttpModule],
      controllers: [PushArticlesController, WithdrawArticleController, ObservedArticlesController],
      providers: [CatchUpGate, HeldArticles, IngestArticlesHandler, WithdrawArticleHandler, RestoreArticleHandler],
    };
  }

  /** NDJSON reaches the controller as the stream it is; the controller reads it at its own pace. */
  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    for (const type of NDJSON_TYPES) {
      if (!fastify.hasContentTypeParser(type))
        fastify.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
    }
  }
}
