import { z } from 'zod';
import { unreadSchema } from '../events/statements-extracted.js';
import { slugSchema, stanceSchema } from '../primitives.js';
import { idFilterSchema, revisionNumberSchema } from './query-fields.js';
import { shownStatementSchema } from './statements.js';

/** Explanations are shown, never changed: the engine hands them out as they are. */
type Shown<Value> = Value extends readonly (infer Item)[]
  ? readonly Shown<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Shown<Value[Key]> }
    : Value;

const words = {
  start: z.int().min(0).meta({ description: "First UTF-16 unit in the revision's text" }),
  end: z.int().min(0).meta({ description: 'One past the last' }),
  text: z.string().meta({ description: 'Exactly these characters. They come from outside: never use them as markup' }),
};
const wordsSchema = z.strictObject(words);
const signSchema = z.union([z.literal(1), z.literal(-1)]);
const shareSchema = z.number().min(0).max(1);

const mentionStepSchema = z.strictObject({
  ...words,
  form: z.enum(['name', 'body', 'role', 'unknown', 'pronoun', 'title', 'group', 'document', 'generic']),
  by: z
    .enum([
      'name',
      'alias',
      'surname',
      'other-spelling',
      'country',
      'seat',
      'initials',
      'role',
      'speaks-for',
      'subject',
      'speaker',
      'named-before',
      'title-before',
      'group',
      'signatories',
      'unknown',
    ])
    .meta({ description: 'What leads on from these words: the dossier, or the words of the next step' }),
  of: z.string().nullable().meta({ description: 'The alias, role or name of the dossier' }),
});

const attributionSchema = z.strictObject({
  rule: z.enum([
    'report',
    'turn',
    'quotation-goes-on',
    'beside-quotation',
    'speech-goes-on',
    'position',
    'passive',
    'noun',
  ]),
  cue: z
    .strictObject({
      ...words,
      frames: z
        .array(
          z.strictObject({
            id: z.string(),
            role: z.enum(['report', 'attitude', 'change', 'open']),
            pos: z.enum(['verb', 'noun', 'adjective', 'phrase']),
            sign: signSchema,
          }),
        )
        .meta({ description: 'Of the rule set' }),
    })
    .nullable(),
  content: z.array(wordsSchema),
});

const explainedWordsSchema = z.strictObject({
  ...words,
  source: z.enum(['term', 'concept', 'proposition', 'points-back']),
  origin: z
    .string()
    .meta({ description: "The dossier's term, the concept, the word, or the sentence pointed back at" }),
  weight: shareSchema.meta({ description: 'How surely these words mean the issue' }),
  left: z
    .enum([
      'outside-content',
      'inside-longer-cue',
      'is-the-cue',
      'longer-term-of-another-issue',
      'in-condition',
      'purpose',
      'circumstance',
      'nothing-done-to-it',
      'points-back-without-verb',
    ])
    .nullable()
    .meta({ description: 'Why they were not counted; null where they were' }),
  direction: z
    .array(
      z.strictObject({
        rule: z.enum([
          'words',
          'cue',
          'negation',
          'indispensable',
          'head',
          'predicate',
          'verdict',
          'decried',
          'regret',
          'rhetorical',
          'treated',
          'left-out',
        ]),
        sign: signSchema,
        negated: z.boolean(),
        words: wordsSchema.nullable(),
      }),
    )
    .meta({ description: 'What keeps (1) or turns (-1) the direction; their product is sign' }),
  sign: z.union([z.literal(1), z.literal(-1), z.literal(0)]).meta({
    description: 'For the proposition, against it, or not counted',
  }),
  vote: z.number().meta({ description: 'Above 0 for support, below for opposition' }),
});

export const statementExplanationSchema = z
  .strictObject({
    actor: slugSchema,
    issue: slugSchema,
    start: z.int().min(0),
    end: z.int().min(0),
    holder: z.array(mentionStepSchema).meta({ description: 'From the words beside the cue to the actor' }),
    attribution: attributionSchema,
    words: z.array(explainedWordsSchema),
    stance: z.strictObject({
      stance: stanceSchema,
      told: stanceSchema.meta({ description: 'What the rules alone take it for' }),
      vote: z.number(),
      weighing: z
        .strictObject({
          base: z.number(),
          evidence: z.array(z.strictObject({ evidence: z.string(), value: z.number(), adds: z.number() })),
          support: z.number().min(0).max(1),
        })
        .nullable()
        .meta({
          description:
            'What each piece of evidence adds to the log-odds of support against opposition; null where the rules alone decide',
        }),
      condition: wordsSchema.nullable(),
      open: z.boolean().meta({ description: 'Declines to take a side' }),
      refusalDenied: z.boolean().meta({ description: '"did not rule out"' }),
      dropped: z.boolean().meta({ description: '"no longer insists"' }),
      clear: z.array(
        z.enum([
          'attitude',
          'deontic',
          'change',
          'modal',
          'first-person',
          'quoted',
          'assessment',
          'governed',
          'weak-modal',
          'open',
        ]),
      ),
    }),
    confidence: z
      .strictObject({
        base: z.number(),
        signals: z.array(z.strictObject({ signal: z.string(), value: shareSchema, adds: z.number() })),
        confidence: shareSchema,
      })
      .meta({ description: 'base and what each signal adds are log-odds; the surest signals come first' }),
    totals: z.partialRecord(stanceSchema, z.number()),
  })
  .meta({ id: 'StatementReasons', description: 'docs/extraction.md says what each part means' });
export type StatementReasons = Shown<z.infer<typeof statementExplanationSchema>>;

export const noStatementSchema = z
  .strictObject({
    ...words,
    reason: z.enum([
      'unknown-speaker',
      'no-issue',
      'not-counted',
      'weak-link',
      'condition-of-assessment',
      'low-confidence',
      'own-act',
      'outvoted',
      'said-again',
      'repeated-paragraph',
      'no-content',
      'other-subject',
      'nobody-speaks',
    ]),
    actors: z.array(slugSchema),
    issue: slugSchema.nullable(),
    holder: z.array(mentionStepSchema),
    attribution: attributionSchema.nullable(),
    words: z.array(explainedWordsSchema),
    stance: stanceSchema.nullable(),
    confidence: shareSchema.nullable().meta({ description: 'By itself' }),
  })
  .meta({ id: 'NoStatement', description: 'What is said, or stands in the article, and gave no statement' });
export type NoStatementReasons = Shown<z.infer<typeof noStatementSchema>>;

const ruleSetSchema = z.strictObject({ id: z.string(), version: z.string() });

export const articleExplanationSchema = z
  .strictObject({
    dossier: slugSchema,
    dossierVersion: z.string(),
    revision: z.int().min(1),
    ruleSet: ruleSetSchema.meta({ description: 'The rules in force, which read the article for this answer' }),
    leastLink: shareSchema,
    leastConfidence: shareSchema,
    unread: unreadSchema.nullable(),
    statements: z.array(statementExplanationSchema),
    noStatements: z.array(noStatementSchema),
  })
  .meta({ id: 'ArticleExplanation' });
export type ArticleExplanationAnswer = Shown<z.infer<typeof articleExplanationSchema>>;

export const explanationAnswerSchema = z
  .strictObject({
    statement: shownStatementSchema,
    outcome: z.enum(['explained', 'differently-today', 'not-today', 'person', 'model', 'unavailable']).meta({
      description:
        'explained: by the rules that made it; differently-today, not-today: other rules are in force, and what they make of it; person, model: no rules made it; unavailable: note says why',
    }),
    note: z.string().meta({ description: 'The same in a sentence for a person' }),
    madeBy: z.strictObject({ kind: z.string(), id: z.string(), version: z.string() }),
    inForce: ruleSetSchema.meta({ description: 'The rule set that read the article for this answer' }),
    reasons: statementExplanationSchema.nullable(),
    related: z.array(noStatementSchema).meta({
      description: 'What else the article says of this actor on this issue, and why it is not what is shown',
    }),
  })
  .meta({ id: 'StatementExplanation' });
export type ExplanationAnswer = Shown<z.infer<typeof explanationAnswerSchema>>;

export const articleExplanationQuerySchema = z.strictObject({
  dossier: idFilterSchema.meta({ description: 'Read under the version of it that is in force' }),
  revision: revisionNumberSchema.optional().meta({ description: 'Absent: the latest' }),
});
export type ArticleExplanationQuery = z.output<typeof articleExplanationQuerySchema>;
