import { runService } from '@parley/service';
import { trackerService } from './service.js';

await runService(trackerService);
