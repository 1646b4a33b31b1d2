import {
  createEvent,
  encodeEvent,
  MODEL_ANSWERS_TOPIC,
  type ModelAnswered,
  type ModelQuestion,
  modelAnsweredId,
} from '@parley/contracts';
import type { EventLog } from '@parley/event-log';
import {
  composeQuestion,
  GUIDE_VERSION,
  MAX_QUESTION_LENGTH,
  type ModelClient,
  ModelError,
} from '@parley/model-extraction';
import type { Clock } from '@parley/platform';
import type { DossierInForce } from '../dossiers/dossier-registry.js';
import { articleInputOf } from '../extract/read-article.js';
import { RecentFailures } from '../extract/recent-failures.js';
import { type ObservedEvent, PartitionLostError } from '../extract/statement-reader.js';
import type { RecordedAnswers } from './recorded-answers.js';
import type { TokenBudget } from './token-budget.js';

/** What a revision states under a dossier. */
export interface Ask {
  readonly event: ObservedEvent;
  readonly dossier: DossierInForce;
}

/** The recorded answer, or why there is none. */
export type Answered = ModelAnswered | ModelError;

export interface ModelAnswersOptions {
  readonly model: string;
  readonly client: Pick<ModelClient, 'ask'>;
  readonly recorded: RecordedAnswers;
  readonly log: Pick<EventLog, 'append'>;
  readonly budget: TokenBudget;
  readonly clock: Clock;
  /** No question is begun later than this after the first, in ms; the delivery must not count as stalled. */
  readonly askWithinMs: number;
  /** Questions under way are given up this long after the first, in ms. */
  readonly giveUpAfterMs: number;
  /** Told how many answers were in the record already. */
  readonly onReused?: (answers: number) => void;
}

/** Questions under way at the same time. */
const AT_ONCE = 4;

/**
 * Answers of a model, each of which is in the log before anybody makes something of it. What is asked again, after a
 * crash or in a replay, is answered from there.
 */
export class ModelAnswers {
  private readonly failures = new RecentFailures();

  constructor(private readonly options: ModelAnswersOptions) {}

  /** One for each, in their order. Throws PartitionLostError once the signal aborts, and the log's or database's errors. */
  async to(asks: readonly Ask[], signal: AbortSignal): Promise<readonly Answered[]> {
    const { recorded, onReused } = this.options;
    await this.takeIn();
    const ids = asks.map((ask) => modelAnsweredId(this.questionOf(ask)));
    const known = await recorded.find(ids);
    onReused?.(known.size);
    const missing = asks.flatMap((ask, at) => (known.has(ids[at] ?? '') ? [] : [{ ask, at }]));
    if (missing.length === 0) return ids.map((id) => answerIn(known, id));

    const failed = await this.askAll(missing, signal);
    if (signal.aborted) throw new PartitionLostError();
    // From the log and not from memory: should another extractor have asked the same, the first answer is the one.
    await this.takeIn();
    const all = await recorded.find(ids);
    return ids.map((id, at) => failed.get(at) ?? answerIn(all, id));
  }

  private async takeIn(): Promise<void> {
    const { recorded, budget, clock } = this.options;
    await recorded.catchUp();
    const day = clock().toISOString().slice(0, 10);
    budget.rebase(day, await recorded.tokensOn(day));
  }

  private questionOf({ event, dossier }: Ask): ModelQuestion {
    const { articleId, revision, publishedOn } = event.data;
    return {
      articleId,
      revision,
      publishedOn,
      dossier: { id: dossier.dossier.dossier, version: dossier.version },
      model: this.options.model,
      guide: GUIDE_VERSION,
    };
  }

  /** Why there is no answer, for those questions for which there is none. */
  private async askAll(
    missing: readonly { readonly ask: Ask; readonly at: number }[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, ModelError>> {
    const { askWithinMs, giveUpAfterMs } = this.options;
    const began = performance.now();
    const given = AbortSignal.any([signal, AbortSignal.timeout(giveUpAfterMs)]);
    const failed = new Map<number, ModelError>();
    const queue = missing.values();
    const askOn = async (): Promise<void> => {
      for (const { ask, at } of queue) {
        if (signal.aborted) return;
        try {
          await this.askAndRecord(ask, { signal: given, withinMs: askWithinMs - (performance.now() - began) });
        } catch (error) {
          // The log's errors are not the question's.
          if (!(error instanceof ModelError)) throw error;
          failed.set(at, error);
        }
      }
    };
    const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, askOn));
    for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
    return failed;
  }

  private async askAndRecord(
    ask: Ask,
    options: { readonly signal: AbortSignal; readonly withinMs: number },
  ): Promise<void> {
    const { client, log, budget, clock } = this.options;
    const question = this.questionOf(ask);
    const id = modelAnsweredId(question);
    const before = this.failures.find(id);
    if (before instanceof ModelError) throw before;
    try {
      if (ask.event.data.text.length > MAX_QUESTION_LENGTH)
        throw new ModelError('MODEL_QUESTION_REFUSED', `the article is longer than ${MAX_QUESTION_LENGTH} characters`);
      if (options.withinMs <= 0) throw new ModelError('MODEL_PACED', 'the rest of the batch is asked the next time');
      if (budget.isSpent()) throw new ModelError('MODEL_BUDGET_SPENT', 'the tokens of this day are used up');
      const { answer, refusal, usage } = await client.ask(
        composeQuestion(articleInputOf(ask.event.data), ask.dossier.dossier),
        options,
      );
      const event = createEvent(
        'parley.model.answered',
        { ...question, revision: ask.event.data.revision, answer, refusal, usage },
        { source: '/parley/extractor', time: clock(), causedBy: ask.event, subject: ask.event.data.url },
      );
      await log.append(MODEL_ANSWERS_TOPIC, [encodeEvent(event)]);
      budget.appended(usage.promptTokens + usage.completionTokens);
    } catch (error) {
      // The batch comes again in halves; what failed for good must not be paid for with each of them.
      if (error instanceof ModelError && !error.retryable) this.failures.add(id, error);
      throw error;
    }
  }
}

function answerIn(answers: ReadonlyMap<string, ModelAnswered>, id: string): Answered {
  return (
    answers.get(id) ?? new ModelError('MODEL_UNAVAILABLE', 'the answer that was appended is not in the record yet')
  );
}
