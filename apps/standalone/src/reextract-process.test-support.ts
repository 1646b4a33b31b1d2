import { type ReextractionPhase, reextract } from '@parley/derivation';
import { createEmbeddedEventLog } from '@parley/event-log';
import { silentLogger, systemClock } from '@parley/platform';
import { createPool } from '@parley/postgres';
import { DossierRegistry } from '@parley/reading';
import { OtherRules } from './other-rules.test-support.js';

/** Reads all articles of a database anew, applies it, and kills itself in the middle of a phase. */
const [, , databaseUrl = '', version = '', dies = ''] = process.argv;
const pool = createPool(databaseUrl, { max: 3 });
const log = createEmbeddedEventLog({ pool, connectionString: databaseUrl, partitions: 2 });
const dossiers = new DossierRegistry(log, silentLogger);
await dossiers.catchUp();
const reader = new OtherRules(version);
await reextract({
  log,
  databaseUrl,
  clock: systemClock,
  logger: silentLogger,
  reader,
  extractors: [reader.extractor],
  dossiers: dossiers.all(),
  selection: { publisher: null, since: null, until: null },
  atOnce: 5,
  batchSize: 10,
  apply: true,
  onProgress: ({ phase, done, articles }) => {
    const isThere = phase === 'reading' ? articles.read > 10 : done > 0;
    if (phase === (dies as ReextractionPhase) && isThere) process.kill(process.pid, 'SIGKILL');
  },
});
