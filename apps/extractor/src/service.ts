import { migrateExtractor } from '@parley/reading';
import type { ServiceDefinition } from '@parley/service';
import { ExtractorModule } from './extractor.module.js';

/** Articles in one batch where a model is asked: so many that asking for them is over long before the delivery stalls. */
const ASKED_AT_ONCE = 20;

export const extractorService: ServiceDefinition = {
  name: 'extractor',
  defaultPort: 7702,
  module: ExtractorModule,
  checkpointSchema: null,
  batchSize: ({ extractor }) => (extractor.kind === 'rules' ? undefined : ASKED_AT_ONCE),
  async prepare({ config, databaseUrl }) {
    if (config.extractor.kind !== 'rules') await migrateExtractor(databaseUrl);
  },
};
