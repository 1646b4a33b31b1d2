import type { StatementsExtracted } from '@parley/contracts';
import { GUIDE_VERSION, ModelError } from '@parley/model-extraction';
import type { Logger } from '@parley/platform';
import type { DossierInForce } from '../dossiers/dossier-registry.js';
import { articleInputOf, relevantTo, statementsExtractedOf } from '../extract/read-article.js';
import type { ObservedEvent, StatementReader } from '../extract/statement-reader.js';
import type { Answered, ModelAnswers } from './model-answers.js';
import type { ModelMetrics } from './model-metrics.js';
import { readAnswers } from './read-answers.js';

/** Asks a model about every article. Where it gives no answer for now, the batch is delivered again later. */
export class ModelReader implements StatementReader {
  constructor(
    private readonly options: {
      readonly model: string;
      readonly answers: ModelAnswers;
      readonly metrics: ModelMetrics;
      readonly logger: Pick<Logger, 'warn'>;
      readonly close: () => Promise<void>;
    },
  ) {}

  async read(
    events: readonly ObservedEvent[],
    dossiers: readonly DossierInForce[],
    signal: AbortSignal,
  ): Promise<readonly StatementsExtracted[]> {
    const { model, answers, metrics, logger } = this.options;
    const asks = events.flatMap((event) => relevantTo(event.data, dossiers).map((dossier) => ({ event, dossier })));
    const answered = await answers.to(asks, signal);
    throwTheFirst(answered, logger);
    const perAsk = asks.map((ask, at) => ({ ...ask, answered: answered[at] }));
    return events.map((event) => {
      const own = perAsk.flatMap(({ event: asked, dossier, answered: given }) =>
        asked === event && given !== undefined && !(given instanceof ModelError) ? [{ dossier, answered: given }] : [],
      );
      const { readings, usage } = readAnswers(model, articleInputOf(event.data), own);
      metrics.verified(usage);
      if (usage.refused > 0) logger.warn({ article: event.data.url, model }, 'the model declined to read an article');
      const extractor = { kind: 'model', id: model, version: `guide-${GUIDE_VERSION}` } as const;
      return statementsExtractedOf(event.data, readings, extractor, usage);
    });
  }

  close(): Promise<void> {
    return this.options.close();
  }
}

/** What passes by itself before what is an article's fault: while the endpoint is away nothing is set aside. */
function throwTheFirst(answered: readonly Answered[], logger: Pick<Logger, 'warn'>): void {
  const errors = answered.filter((answer) => answer instanceof ModelError);
  const error = errors.find(({ retryable }) => retryable) ?? errors[0];
  if (!error) return;
  logger.warn(
    { code: error.code, reason: error.message, unanswered: errors.length, of: answered.length },
    'the model gave no answer',
  );
  throw error;
}
