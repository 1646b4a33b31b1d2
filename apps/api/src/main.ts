import { runService } from '@parley/service';
import { apiService } from './service.js';

await runService(apiService);
