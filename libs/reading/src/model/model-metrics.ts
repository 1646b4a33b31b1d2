import type { ExtractionUsage } from '@parley/contracts';
import type { Attempt, ModelErrorCode } from '@parley/model-extraction';
import type { ServiceMetrics } from '@parley/service';

/** Why the rules' reading stands though it was in doubt. */
export type FallbackReason = ModelErrorCode | 'declined';

/** What an operator watches where a model is asked. */
export class ModelMetrics {
  private readonly requests;
  private readonly tokens;
  private readonly reusedAnswers;
  private readonly dropped;
  private readonly fallbacks;

  constructor(metrics: Pick<ServiceMetrics, 'counter'>) {
    this.requests = metrics.counter('parley_model_requests_total', 'Requests to the model', ['outcome']);
    this.tokens = metrics.counter('parley_model_tokens_total', 'Tokens the model was given and gave', ['kind']);
    this.reusedAnswers = metrics.counter('parley_model_reused_answers_total', 'Questions answered from the log');
    this.dropped = metrics.counter('parley_model_dropped_total', 'Statements of answers that were not taken', [
      'reason',
    ]);
    this.fallbacks = metrics.counter(
      'parley_model_fallbacks_total',
      'Readings by the rules that stand because the model gave none',
      ['reason'],
    );
  }

  attempted({ outcome, tokens }: Attempt): void {
    this.requests.inc({ outcome });
    this.tokens.inc({ kind: 'prompt' }, tokens.promptTokens);
    this.tokens.inc({ kind: 'completion' }, tokens.completionTokens);
  }

  reused(answers: number): void {
    this.reusedAnswers.inc(answers);
  }

  verified({ dropped, invalidDays, refused }: ExtractionUsage): void {
    for (const [reason, count] of Object.entries(dropped)) this.dropped.inc({ reason }, count);
    this.dropped.inc({ reason: 'day' }, invalidDays);
    this.dropped.inc({ reason: 'declined' }, refused);
  }

  fellBack(reason: FallbackReason): void {
    this.fallbacks.inc({ reason });
  }
}
