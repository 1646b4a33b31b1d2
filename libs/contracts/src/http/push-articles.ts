import { z } from 'zod';
import { sha256Schema, uuidSchema } from '../primitives.js';

const named = z.union([
  z.string(),
  z.looseObject({ name: z.string() }),
  z.array(z.union([z.string(), z.looseObject({ name: z.string() })])),
]);

/**
 * One article as it is sent. What is described here are Parley's own names; those of schema.org NewsArticle and IPTC
 * ninjs are taken as well, see docs/ingest.md. Fields that are not known are passed over.
 */
export const pushedArticleSchema = z
  .looseObject({
    url: z.string().optional().meta({ description: 'Web address of the article (also mainEntityOfPage, uri)' }),
    title: z.string().optional().meta({ description: 'Also headline, headlines' }),
    text: z
      .string()
      .optional()
      .meta({ description: 'Plain text, paragraphs separated by blank lines (also articleBody, body_text, bodies)' }),
    html: z.string().optional().meta({ description: 'A page or a piece of markup, where there is no text' }),
    publishedAt: z
      .string()
      .optional()
      .meta({
        description:
          'ISO 8601 or RFC 2822; without a zone it is taken as UTC (also datePublished, firstcreated, versioncreated)',
        examples: ['2025-08-19T09:30:00+02:00', '2025-08-19', 'Tue, 19 Aug 2025 09:30:00 +0200'],
      }),
    publisher: named.optional().meta({ description: 'Absent: the host of the address' }),
    language: z.string().optional().meta({ description: 'BCP 47 tag (also inLanguage)' }),
  })
  .meta({
    id: 'PushedArticle',
    examples: [
      {
        url: 'https://news.example.com/talks',
        title: 'Talks resume',
        text: 'The talks resumed on Tuesday.',
        publishedAt: '2025-08-19T09:30:00+02:00',
      },
    ],
  });

const placed = {
  articleId: sha256Schema.meta({ description: 'SHA-256 of the canonical address' }),
  revision: z.strictObject({ number: z.int().min(1), hash: sha256Schema }),
  eventId: uuidSchema.meta({ description: 'Id of the event that records this revision' }),
  url: z.string().meta({ description: 'Canonical address' }),
};

/** What became of an article that is in the log: now, or since earlier. */
export const pushAnswerSchema = z
  .strictObject({
    status: z.enum(['accepted', 'duplicate']).meta({ description: 'duplicate: this revision was known already' }),
    ...placed,
  })
  .meta({ id: 'PushAnswer' });
export type PushAnswer = z.infer<typeof pushAnswerSchema>;

/** What became of one line. */
export const pushedLineSchema = z.union([
  z.strictObject({ line: z.int().min(1), status: z.enum(['accepted', 'duplicate']), ...placed }),
  z.strictObject({
    line: z.int().min(1),
    status: z.literal('rejected'),
    problem: z.looseObject({ type: z.string(), title: z.string(), status: z.int(), code: z.string() }).meta({
      description: 'As in application/problem+json; UNAVAILABLE may be sent again as it is',
    }),
  }),
]);
export type PushedLine = z.infer<typeof pushedLineSchema>;

/** The last line of an answer to NDJSON: without it, not all was read. */
export const pushSummarySchema = z.strictObject({
  summary: z.strictObject({
    accepted: z.int().min(0),
    duplicates: z.int().min(0),
    rejected: z.int().min(0),
  }),
});
export type PushSummary = z.infer<typeof pushSummarySchema>;
