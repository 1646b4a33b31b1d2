import type { ModelAnswered, StatementsExtracted } from '@parley/contracts';
import { RULE_SET } from '@parley/extraction';
import { GUIDE_VERSION, ModelError } from '@parley/model-extraction';
import type { Logger } from '@parley/platform';
import type { DossierInForce } from '../dossiers/dossier-registry.js';
import { articleInputOf, statementsExtractedOf } from '../extract/read-article.js';
import type { ObservedEvent, StatementReader } from '../extract/statement-reader.js';
import type { RulesDoubt } from '../rules/read-by-rules.js';
import type { RulesReader } from '../rules/rules-reader.js';
import type { Answered, Ask, ModelAnswers } from './model-answers.js';
import type { FallbackReason, ModelMetrics } from './model-metrics.js';
import { readAnswers } from './read-answers.js';

/** How a reading by rules and model names who read it. */
export const cascadeId = (model: string, below: number): StatementsExtracted['extractor'] => ({
  kind: 'cascade',
  id: `rules+${model}`,
  version: `${RULE_SET.version}+guide-${GUIDE_VERSION}+below-${below}`,
});

/**
 * Rules first. The model is asked, for one article under one dossier, only where the rules are in doubt: a statement's
 * confidence lies below the bound, or nothing was found though somebody is said to have spoken of an issue. Then its
 * answer takes the place of the rules' under that dossier. Where it gives none, the rules' reading stands and is counted;
 * only the bound of requests in a minute is waited for.
 */
export class CascadeReader implements StatementReader {
  constructor(
    private readonly options: {
      readonly below: number;
      readonly model: string;
      readonly rules: RulesReader;
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
    const readings = await this.options.rules.readings(events, dossiers, { doubts: true, signal });
    const asks = readings.flatMap(({ doubts }, at) => {
      const event = events[at];
      const doubtful = new Set(doubts.filter((doubt) => this.isDoubtful(doubt)).map(({ dossier }) => dossier));
      if (!event) return [];
      return dossiers.filter(({ dossier }) => doubtful.has(dossier.dossier)).map((dossier) => ({ event, dossier }));
    });
    const answered = asks.length === 0 ? [] : await this.options.answers.to(asks, signal);
    const taken = this.taken(asks, answered);
    return events.map((event, at) => {
      const reading = readings[at];
      if (!reading) throw new RangeError('the rules gave fewer readings than there are articles');
      const own = taken.filter((answer) => answer.event === event);
      return own.length === 0 ? reading.read : this.merged(event, reading.read, dossiers, own);
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.options.rules.close(), this.options.close()]);
  }

  private isDoubtful({ lowest, unread }: RulesDoubt): boolean {
    return unread || (lowest !== null && lowest < this.options.below);
  }

  /** The answers that take the place of a reading by the rules. */
  private taken(
    asks: readonly Ask[],
    answered: readonly Answered[],
  ): readonly (Ask & { readonly answered: ModelAnswered })[] {
    const { metrics, logger } = this.options;
    const paced = answered.find((answer) => answer instanceof ModelError && answer.code === 'MODEL_PACED');
    if (paced instanceof ModelError) throw paced;
    const reasons = new Map<FallbackReason, number>();
    const taken = asks.flatMap((ask, at) => {
      const answer = answered[at];
      if (answer !== undefined && !(answer instanceof ModelError) && answer.answer !== null)
        return [{ ...ask, answered: answer }];
      const reason = answer instanceof ModelError ? answer.code : 'declined';
      metrics.fellBack(reason);
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      return [];
    });
    for (const [reason, readings] of reasons)
      logger.warn({ reason, readings }, "the model gave no answer: the rules' reading stands");
    return taken;
  }

  /** The rules' reading, but for the dossiers the model answered for. */
  private merged(
    event: ObservedEvent,
    read: StatementsExtracted,
    dossiers: readonly DossierInForce[],
    answers: readonly (Ask & { readonly answered: ModelAnswered })[],
  ): StatementsExtracted {
    const { model, below, metrics } = this.options;
    const { readings, usage } = readAnswers(model, articleInputOf(event.data), answers);
    metrics.verified(usage);
    const extractor = cascadeId(model, below);
    const byModel = statementsExtractedOf(event.data, readings, extractor, usage);
    const asked = new Set(usage.dossiers);
    const rank = new Map(dossiers.map(({ dossier }, at) => [dossier.dossier, at]));
    const joined = <Entry extends { readonly dossier: string }>(rules: readonly Entry[], answer: readonly Entry[]) =>
      [...rules.filter(({ dossier }) => !asked.has(dossier)), ...answer].sort(
        (a, b) => (rank.get(a.dossier) ?? 0) - (rank.get(b.dossier) ?? 0),
      );
    return {
      ...byModel,
      dossiers: read.dossiers,
      actors: joined(read.actors, byModel.actors),
      issues: joined(read.issues, byModel.issues),
      statements: joined(read.statements, byModel.statements),
    };
  }
}
