import type { ServiceDefinition } from '@parley/service';
import { ExtractorModule } from './extractor.module.js';

export const extractorService: ServiceDefinition = {
  name: 'extractor',
  defaultPort: 7702,
  module: ExtractorModule,
  checkpointSchema: null,
};
