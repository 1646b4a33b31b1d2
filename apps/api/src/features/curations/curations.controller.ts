import { Body, Controller, Headers, Param, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  type AcceptedCuration,
  type AdditionBody,
  type AmendmentBody,
  additionBodySchema,
  amendmentBodySchema,
  type CurationBody,
  type CurationQuery,
  curationBodySchema,
  type Page,
  type ShownCuration,
} from '@parley/contracts';
import { Route, SchemaPipe } from '@parley/platform';
import { LinkNextInterceptor } from '../../paging/link-next.interceptor.js';
import { AddStatement } from './add-statement.js';
import { AmendStatement } from './amend-statement.js';
import { addStatement, amendStatement, listCurations, retractStatement, undoCuration } from './contract.js';
import { ListCurations } from './list-curations.js';
import { RetractStatement } from './retract-statement.js';
import { UndoCuration } from './undo-curation.js';

const bodyPipe = new SchemaPipe('INVALID_BODY');

@Controller()
@UseInterceptors(LinkNextInterceptor)
export class CurationsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Route(listCurations)
  list(@Query({ schema: listCurations.query }) query: CurationQuery): Promise<Page<ShownCuration>> {
    return this.queries.execute(new ListCurations(query));
  }

  @Route(retractStatement)
  retract(
    @Param({ schema: retractStatement.params }) path: { id: string },
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: curationBodySchema, pipes: [bodyPipe] }) body: CurationBody,
  ): Promise<AcceptedCuration> {
    return this.commands.execute(new RetractStatement(path.id, ifMatch, body));
  }

  @Route(amendStatement)
  amend(
    @Param({ schema: amendStatement.params }) path: { id: string },
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: amendmentBodySchema, pipes: [bodyPipe] }) body: AmendmentBody,
  ): Promise<AcceptedCuration> {
    return this.commands.execute(new AmendStatement(path.id, ifMatch, body));
  }

  @Route(addStatement)
  add(
    @Param({ schema: addStatement.params }) path: { id: string },
    @Body({ schema: additionBodySchema, pipes: [bodyPipe] }) body: AdditionBody,
  ): Promise<AcceptedCuration> {
    return this.commands.execute(new AddStatement(path.id, body));
  }

  @Route(undoCuration)
  undo(
    @Param({ schema: undoCuration.params }) path: { eventId: string },
    @Body({ schema: curationBodySchema, pipes: [bodyPipe] }) body: CurationBody,
  ): Promise<AcceptedCuration> {
    return this.commands.execute(new UndoCuration(path.eventId, body));
  }
}
