import { runService } from '@parley/service';
import { ingestService } from './service.js';

await runService(ingestService);
