import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { ProblemFilter } from './problem-filter.js';
import { SchemaPipe } from './schema-pipe.js';
import { WriteTokenGuard } from './write-token-guard.js';

/**
 * What every HTTP face needs: errors as problems, schemas checked, the guard for what writes. Import it in each module
 * with controllers; importing it twice registers it once. Needs LOGGER and PARLEY_CONFIG from a global module.
 */
@Module({
  providers: [
    ProblemFilter,
    { provide: APP_FILTER, useExisting: ProblemFilter },
    { provide: APP_PIPE, useFactory: () => new SchemaPipe() },
    WriteTokenGuard,
  ],
  exports: [WriteTokenGuard],
})
export class HttpModule {}
