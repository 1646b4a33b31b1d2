import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { HealthModule, HttpModule } from '@parley/platform';
import { ArticlesController } from './features/articles/articles.controller.js';
import { DiffRevisionsHandler } from './features/articles/diff-revisions.js';
import { GetArticleHandler } from './features/articles/get-article.js';
import { ListArticlesHandler } from './features/articles/list-articles.js';
import { ChangeBell } from './features/changes/change-bell.js';
import { ChangeStream } from './features/changes/change-stream.js';
import { ChangesController } from './features/changes/changes.controller.js';
import { ListChangesHandler } from './features/changes/list-changes.js';
import { ComparePositionsHandler } from './features/comparison/compare-positions.js';
import { ComparisonController } from './features/comparison/comparison.controller.js';
import { AddStatementHandler } from './features/curations/add-statement.js';
import { AmendStatementHandler } from './features/curations/amend-statement.js';
import { CurationDesk } from './features/curations/curation-desk.js';
import { CurationsController } from './features/curations/curations.controller.js';
import { ListCurationsHandler } from './features/curations/list-curations.js';
import { RetractStatementHandler } from './features/curations/retract-statement.js';
import { UndoCurationHandler } from './features/curations/undo-curation.js';
import { DeadLettersController } from './features/dead-letters/dead-letters.controller.js';
import { ListDeadLettersHandler } from './features/dead-letters/list-dead-letters.js';
import { DescriptionController } from './features/description/description.controller.js';
import { DossiersController } from './features/dossiers/dossiers.controller.js';
import { GetDossierHandler } from './features/dossiers/get-dossier.js';
import { ListActorsHandler } from './features/dossiers/list-actors.js';
import { ListDossiersHandler } from './features/dossiers/list-dossiers.js';
import { ListIssuesHandler } from './features/dossiers/list-issues.js';
import { PublishDossierHandler } from './features/dossiers/publish-dossier.js';
import { CompiledDossiers } from './features/explanations/compiled-dossiers.js';
import { ExplainArticleHandler } from './features/explanations/explain-article.js';
import { ExplainStatementHandler } from './features/explanations/explain-statement.js';
import { ExplanationsController } from './features/explanations/explanations.controller.js';
import { ExportsController } from './features/exports/exports.controller.js';
import { GetMatrixHandler } from './features/matrix/get-matrix.js';
import { MatrixController } from './features/matrix/matrix.controller.js';
import { GetPipelineHandler } from './features/pipeline/get-pipeline.js';
import { PipelineController } from './features/pipeline/pipeline.controller.js';
import { GetPositionHandler } from './features/positions/get-position.js';
import { GetPositionHistoryHandler } from './features/positions/get-position-history.js';
import { ListPositionsHandler } from './features/positions/list-positions.js';
import { PositionsController } from './features/positions/positions.controller.js';
import { GetDissonanceHandler } from './features/sides/get-dissonance.js';
import { GetSidesHandler } from './features/sides/get-sides.js';
import { SidesController } from './features/sides/sides.controller.js';
import { GetStatementHandler } from './features/statements/get-statement.js';
import { ListStatementsHandler } from './features/statements/list-statements.js';
import { StatementsController } from './features/statements/statements.controller.js';
import { ListWithdrawalsHandler } from './features/withdrawals/list-withdrawals.js';
import { WithdrawalsController } from './features/withdrawals/withdrawals.controller.js';
import { RecordModule } from './record/record.module.js';

/**
 * The API. Needs PARLEY_CONFIG, LOGGER, CLOCK, PG_POOL, DATABASE_URL and EVENT_LOG from a global module, and an app made
 * with `createHttpAdapter`.
 */
@Module({
  imports: [CqrsModule.forRoot(), DiscoveryModule, HttpModule, HealthModule, RecordModule],
  controllers: [
    DescriptionController,
    DossiersController,
    MatrixController,
    // Before positions: its address must not be read as the id of a dossier.
    ComparisonController,
    ExportsController,
    PositionsController,
    SidesController,
    ChangesController,
    StatementsController,
    ArticlesController,
    WithdrawalsController,
    ExplanationsController,
    CurationsController,
    DeadLettersController,
    PipelineController,
  ],
  providers: [
    ListDossiersHandler,
    GetDossierHandler,
    ListActorsHandler,
    ListIssuesHandler,
    PublishDossierHandler,
    GetMatrixHandler,
    ListPositionsHandler,
    ComparePositionsHandler,
    GetPositionHandler,
    GetPositionHistoryHandler,
    GetSidesHandler,
    GetDissonanceHandler,
    ListChangesHandler,
    ChangeBell,
    ChangeStream,
    ListStatementsHandler,
    GetStatementHandler,
    CompiledDossiers,
    ExplainStatementHandler,
    ExplainArticleHandler,
    ListArticlesHandler,
    GetArticleHandler,
    DiffRevisionsHandler,
    ListWithdrawalsHandler,
    CurationDesk,
    ListCurationsHandler,
    RetractStatementHandler,
    AmendStatementHandler,
    AddStatementHandler,
    UndoCurationHandler,
    ListDeadLettersHandler,
    GetPipelineHandler,
  ],
})
export class ApiModule {
  static register(): DynamicModule {
    return { module: ApiModule };
  }
}
