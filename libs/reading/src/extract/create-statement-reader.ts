import type { EventLog } from '@parley/event-log';
import { ModelClient, RequestPace } from '@parley/model-extraction';
import type { Clock, Logger, ModelConfig, ParleyConfig } from '@parley/platform';
import type { ServiceMetrics } from '@parley/service';
import type { Pool } from 'pg';
import { CascadeReader } from '../model/cascade-reader.js';
import { ModelAnswers } from '../model/model-answers.js';
import { ModelMetrics } from '../model/model-metrics.js';
import { ModelReader } from '../model/model-reader.js';
import { RecordedAnswers } from '../model/recorded-answers.js';
import { TokenBudget } from '../model/token-budget.js';
import type { ReadingPoolOptions } from '../rules/reading-pool.js';
import { RulesReader } from '../rules/rules-reader.js';
import type { StatementReader } from './statement-reader.js';

/** What readers are made of. */
export interface ReaderParts {
  readonly config: Pick<ParleyConfig, 'extractor' | 'stallAfterMs'>;
  readonly log: EventLog;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<ServiceMetrics, 'counter'>;
  /** For whoever runs threads or requests in another way than a service does. */
  readonly threadEntry?: ReadingPoolOptions['entry'];
  readonly backoffMs?: number;
}

/** The reader that the configuration asks for. With a model, the tables of `migrateExtractor` must be there. */
export function createStatementReader(parts: ReaderParts): StatementReader {
  const { config, logger } = parts;
  const { extractor } = config;
  if (extractor.kind === 'rules') return rulesReader(parts);
  const metrics = new ModelMetrics(parts.metrics);
  const { answers, client } = modelAnswers(parts, extractor.model, metrics);
  const shared = { model: extractor.model.name, answers, metrics, logger, close: () => client.close() };
  return extractor.kind === 'model'
    ? new ModelReader(shared)
    : new CascadeReader({ ...shared, below: extractor.below, rules: rulesReader(parts) });
}

function rulesReader({ config, logger, metrics, threadEntry }: ReaderParts): RulesReader {
  const replaced = metrics.counter(
    'parley_extractor_threads_replaced_total',
    'Threads that died while they read an article',
  );
  return new RulesReader({
    threads: config.extractor.workers,
    // Twice that, and the delivery is still not stalled.
    articleWithinMs: config.stallAfterMs / 4,
    logger,
    onReplaced: () => replaced.inc(),
    ...(threadEntry === undefined ? {} : { entry: threadEntry }),
  });
}

function modelAnswers(
  { config, log, pool, clock, logger, backoffMs }: ReaderParts,
  model: ModelConfig,
  metrics: ModelMetrics,
): { readonly answers: ModelAnswers; readonly client: ModelClient } {
  const budget = new TokenBudget(model.tokensPerDay);
  const client = new ModelClient({
    baseUrl: model.baseUrl,
    model: model.name,
    key: model.key,
    timeoutMs: model.timeoutMs,
    pace: new RequestPace(model.requestsPerMinute),
    onAttempt: (attempt) => {
      budget.used(attempt.tokens.promptTokens + attempt.tokens.completionTokens);
      metrics.attempted(attempt);
    },
    ...(backoffMs === undefined ? {} : { backoffMs }),
  });
  const answers = new ModelAnswers({
    model: model.name,
    client,
    recorded: new RecordedAnswers(log, pool, logger),
    log,
    budget,
    clock,
    askWithinMs: config.stallAfterMs / 2,
    giveUpAfterMs: (config.stallAfterMs * 3) / 4,
    onReused: (count) => metrics.reused(count),
  });
  return { answers, client };
}
