import { PROJECTOR } from '@parley/projection';
import type { ServiceDefinition } from '@parley/service';
import { migrateRecord, RECORD_SCHEMA } from '@parley/store';
import { ProjectorModule } from './projector.module.js';

export const projectorService: ServiceDefinition = {
  name: PROJECTOR,
  defaultPort: 7704,
  module: ProjectorModule,
  checkpointSchema: RECORD_SCHEMA,
  async prepare({ databaseUrl, logger }) {
    await migrateRecord(databaseUrl, RECORD_SCHEMA, logger);
  },
};
