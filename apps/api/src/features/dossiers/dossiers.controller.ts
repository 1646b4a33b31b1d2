import { Body, Controller, Headers, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type {
  ActorAnswer,
  DossierAnswer,
  DossierCard,
  DossierPartQuery,
  IssueAnswer,
  OneDossierQuery,
  Page,
  Publication,
  PublishQuery,
} from '@parley/contracts';
import { Route } from '@parley/platform';
import type { FastifyReply } from 'fastify';
import { LinkNextInterceptor } from '../../paging/link-next.interceptor.js';
import { getDossier, listActors, listDossiers, listIssues, publishDossierRoute } from './contract.js';
import { GetDossier } from './get-dossier.js';
import { ListActors } from './list-actors.js';
import { ListDossiers } from './list-dossiers.js';
import { ListIssues } from './list-issues.js';
import { PublishDossier } from './publish-dossier.js';
import { readDossierBody } from './read-dossier-body.js';

@Controller()
@UseInterceptors(LinkNextInterceptor)
export class DossiersController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Route(listDossiers)
  list(@Query({ schema: listDossiers.query }) query: DossierPartQuery): Promise<Page<DossierCard>> {
    return this.queries.execute(new ListDossiers(query));
  }

  @Route(getDossier)
  get(
    @Param({ schema: getDossier.params }) path: { dossier: string },
    @Query({ schema: getDossier.query }) query: OneDossierQuery,
  ): Promise<DossierAnswer> {
    return this.queries.execute(new GetDossier(path.dossier, query));
  }

  @Route(listActors)
  actors(
    @Param({ schema: listActors.params }) path: { dossier: string },
    @Query({ schema: listActors.query }) query: DossierPartQuery,
  ): Promise<Page<ActorAnswer>> {
    return this.queries.execute(new ListActors(path.dossier, query));
  }

  @Route(listIssues)
  issues(
    @Param({ schema: listIssues.params }) path: { dossier: string },
    @Query({ schema: listIssues.query }) query: DossierPartQuery,
  ): Promise<Page<IssueAnswer>> {
    return this.queries.execute(new ListIssues(path.dossier, query));
  }

  @Route(publishDossierRoute)
  async publish(
    @Body() body: unknown,
    @Headers('content-type') mediaType: string | undefined,
    @Query({ schema: publishDossierRoute.query }) query: PublishQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Publication> {
    const publication = await this.commands.execute(
      new PublishDossier(readDossierBody(body, mediaType ?? ''), query.by),
    );
    reply.code(publication.outcome === 'published' ? 201 : 200);
    return publication;
  }
}
