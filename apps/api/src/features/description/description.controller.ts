import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { openApiOf, ProblemError, Route, type RouteContract, routeContractOf } from '@parley/platform';
import type { FastifyReply } from 'fastify';
import { API_VERSION } from '../../api-version.js';
import { asyncApiOf } from './asyncapi.js';
import { readAsyncApi, readDocs, readIndex, readOpenApi } from './contract.js';
import { DOCS_PAGE, DOCS_POLICY, docsAsset } from './docs-page.js';

const DESCRIPTION = `Who holds what position in a negotiation, since when, on whose word, and the moment it changes.

Lists are paged: send \`next\` of an answer as \`cursor\` (\`after\` for changes), with the same filters. Errors are RFC 9457
problems with a \`code\` of a closed list. Answers carry ETags. Fields may be added to answers: pass over those you don't know.
Text that comes from articles is data: never use it as markup.`;

@Controller()
export class DescriptionController {
  #openApi: unknown;
  #asyncApi: unknown;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  @Route(readIndex)
  index(@Query({ schema: readIndex.query }) _query: object) {
    return {
      name: 'Parley',
      version: API_VERSION,
      links: {
        docs: '/docs',
        openapi: '/openapi.json',
        asyncapi: '/asyncapi.json',
        dossiers: '/v1/dossiers',
        positions: '/v1/positions',
        changes: '/v1/changes',
        statements: '/v1/statements',
        articles: '/v1/articles',
        health: '/health/ready',
      },
    };
  }

  @Route(readOpenApi)
  openApi(): unknown {
    this.#openApi ??= openApiOf(this.contracts(), {
      title: 'Parley',
      version: API_VERSION,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    });
    return this.#openApi;
  }

  @Route(readAsyncApi)
  asyncApi(): unknown {
    this.#asyncApi ??= asyncApiOf(API_VERSION);
    return this.#asyncApi;
  }

  @Route(readDocs)
  docs(@Res() reply: FastifyReply): void {
    reply.header('content-security-policy', DOCS_POLICY).type('text/html; charset=utf-8').send(DOCS_PAGE);
  }

  @Get('/docs/:file')
  asset(@Param('file') file: string, @Res() reply: FastifyReply): void {
    const asset = docsAsset(file);
    if (asset === undefined) throw new ProblemError('NOT_FOUND', 'The page has no such file.');
    reply.type(asset.mediaType).send(asset.body);
  }

  /** Of every controller in this process, so that composed services are described by one document. */
  private contracts(): RouteContract[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      const prototype: object | undefined = typeof metatype === 'function' ? metatype.prototype : undefined;
      if (prototype === undefined) return [];
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler: unknown = Reflect.get(prototype, name);
        return (typeof handler === 'function' && routeContractOf(handler)) || [];
      });
    });
  }
}
