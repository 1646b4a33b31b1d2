import type { ExtractionUsage, ModelAnswered } from '@parley/contracts';
import type { ArticleInput } from '@parley/extraction';
import { GUIDE_VERSION, readAnswer } from '@parley/model-extraction';
import type { DossierInForce } from '../dossiers/dossier-registry.js';
import type { DossierReading } from '../extract/read-article.js';

export interface AnswerReading {
  readonly readings: readonly DossierReading[];
  readonly usage: ExtractionUsage;
}

/** What of a model's answers, one for each of these dossiers, is true of the article; and what they cost. Pure. */
export function readAnswers(
  model: string,
  article: ArticleInput,
  answers: readonly { readonly dossier: DossierInForce; readonly answered: ModelAnswered }[],
): AnswerReading {
  const readings: DossierReading[] = [];
  let { requests, promptTokens, completionTokens, refused, invalidDays } = NO_USAGE;
  const dropped = { quotation: 0, unknownId: 0, malformed: 0, duplicate: 0 };
  for (const { dossier, answered } of answers) {
    const { usage, answer } = answered;
    requests += usage.requests;
    promptTokens += usage.promptTokens;
    completionTokens += usage.completionTokens;
    if (answer === null) {
      refused++;
      readings.push({ ...dossier, statements: [] });
      continue;
    }
    const verified = readAnswer(answer, article, dossier.dossier);
    invalidDays += verified.invalidDays;
    for (const reason of ['quotation', 'unknownId', 'malformed', 'duplicate'] as const)
      dropped[reason] += verified.dropped[reason];
    readings.push({ ...dossier, statements: verified.statements });
  }
  return {
    readings,
    usage: {
      model,
      guide: GUIDE_VERSION,
      dossiers: answers.map(({ dossier }) => dossier.dossier.dossier),
      requests,
      promptTokens,
      completionTokens,
      refused,
      dropped,
      invalidDays,
    },
  };
}

const NO_USAGE = { requests: 0, promptTokens: 0, completionTokens: 0, refused: 0, invalidDays: 0 };
