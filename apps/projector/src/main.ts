import { runService } from '@parley/service';
import { projectorService } from './service.js';

await runService(projectorService);
