import { runService } from '@parley/service';
import { extractorService } from './service.js';

await runService(extractorService);
