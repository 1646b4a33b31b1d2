import type { ServiceDefinition } from '@parley/service';
import { IngestModule } from './ingest.module.js';
import { migrateIngest } from './migrations/migrate-ingest.js';

export const ingestService: ServiceDefinition = {
  name: 'ingest',
  defaultPort: 7701,
  module: IngestModule.register(),
  checkpointSchema: 'ingest',
  async prepare(runtime) {
    await migrateIngest(runtime.databaseUrl);
  },
};
