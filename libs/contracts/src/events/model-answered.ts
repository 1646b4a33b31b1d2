import { z } from 'zod';
import { contentId } from '../ids.js';
import { daySchema, sha256Schema } from '../primitives.js';
import { revisionRefSchema } from './article-observed.js';
import { dossierRefSchema, modelUsageSchema } from './statements-extracted.js';

/** A model answered what one revision states under one dossier: recorded, so that the same is never asked again. */
export const modelAnsweredSchema = z
  .strictObject({
    articleId: sha256Schema,
    revision: revisionRefSchema,
    publishedOn: daySchema.meta({ description: 'The day that days in the text were to be read against' }),
    dossier: dossierRefSchema,
    model: z.string().min(1).max(200).meta({ description: 'As it is configured' }),
    guide: z.string().min(1).max(64).meta({ description: 'Version of the prompt' }),
    answer: z.string().nullable().meta({ description: 'As the model gave it, unchecked; null where it declined' }),
    refusal: z.string().max(2_000).nullable().meta({ description: 'Why it declined, null where it answered' }),
    usage: modelUsageSchema,
  })
  .refine((data) => (data.answer === null) !== (data.refusal === null), 'either an answer or a refusal');
export type ModelAnswered = z.infer<typeof modelAnsweredSchema>;

/** What was asked. The revision's number is no part of it: the same content is the same question. */
export type ModelQuestion = Pick<ModelAnswered, 'articleId' | 'publishedOn' | 'dossier' | 'model' | 'guide'> & {
  readonly revision: Pick<ModelAnswered['revision'], 'hash'>;
};

/** The same question to the same model has one answer: whichever stands first in the log. */
export const modelAnsweredId = (question: ModelQuestion): string =>
  contentId(
    'model.answered',
    question.articleId,
    question.revision.hash,
    question.publishedOn,
    question.dossier.id,
    question.dossier.version,
    question.model,
    question.guide,
  );
