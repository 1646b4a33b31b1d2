import type { ServiceDefinition } from '@parley/service';
import { apiService } from '../../api/src/service.js';
import { extractorService } from '../../extractor/src/service.js';
import { ingestService } from '../../ingest/src/service.js';
import { projectorService } from '../../projector/src/service.js';
import { trackerService } from '../../tracker/src/service.js';

/** All of Parley, in the order of the flow. */
export const ALL_SERVICES: readonly ServiceDefinition[] = [
  ingestService,
  extractorService,
  trackerService,
  projectorService,
  apiService,
];
