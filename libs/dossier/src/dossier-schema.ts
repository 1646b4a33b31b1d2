import { z } from 'zod';

/** Longest dossier text that is read at all, in bytes of UTF-8. */
export const MAX_DOSSIER_BYTES = 1_000_000;

const slug = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be a slug: lower-case letters, digits and single hyphens');

const isoDate = z
  .string()
  .refine(isCalendarDay, 'must be a day of the calendar as YYYY-MM-DD')
  .describe('A day, YYYY-MM-DD');

const words = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => /[\p{L}\p{N}]/u.test(value), 'must contain at least one letter or digit');

/** A post an actor holds: `president` of `russia`, from and to the days given, open where they are not. */
export const roleSchema = z.strictObject({
  title: words(200),
  of: slug,
  from: isoDate.optional(),
  to: isoDate.optional(),
});

/** Who can hold a position. */
export const actorSchema = z.strictObject({
  id: slug,
  name: words(200),
  kind: z
    .enum(['person', 'government', 'organisation', 'organization', 'bloc'])
    .transform((kind) => (kind === 'organization' ? 'organisation' : kind)),
  wikidata: z
    .string()
    .regex(/^Q[1-9][0-9]*$/, 'must be a Wikidata item such as Q7747')
    .optional(),
  aliases: z.array(words(200)).max(10_000).default([]),
  roles: z.array(roleSchema).max(100).default([]),
  /** Ids that this actor had before, or of actors that turned out to be this one. Left out where there are none. */
  merges: z.array(slug).max(1_000).optional(),
});

/** One question under negotiation, put as a proposition that can be supported or opposed. */
export const issueSchema = z.strictObject({
  id: slug,
  label: words(200),
  proposition: words(1_000),
  terms: z.array(words(200)).max(1_000).default([]),
});

/** How far a publisher can be relied on, after the Admiralty code: A completely, … E not at all, F can't be judged. */
export const reliabilitySchema = z.enum(['A', 'B', 'C', 'D', 'E', 'F']);

/** How statements weigh into positions, where it is not as docs/dossiers.md says. Every setting may be left out. */
export const policySchema = z.strictObject({
  leastConfidence: z.number().min(0).max(1).optional(),
  shiftWeight: z.number().min(0).max(100).optional(),
  conflictWindowDays: z.int().min(0).max(60).optional(),
  freshDays: z.int().min(1).max(3_650).optional(),
  sources: z
    .record(words(300), reliabilitySchema)
    .refine((sources) => Object.keys(sources).length <= 10_000, 'must name at most 10000 publishers')
    .optional(),
});

/** The shape of a dossier file. What shape alone cannot say (duplicate ids, cycles) is checked by `parseDossier`. */
export const dossierSchema = z.strictObject({
  dossier: slug,
  title: words(300),
  from: isoDate,
  policy: policySchema.optional(),
  actors: z.array(actorSchema).min(1).max(10_000),
  issues: z.array(issueSchema).min(1).max(1_000),
});

/** A validated dossier: every list is present, every role points at an actor of it. */
export type Dossier = z.output<typeof dossierSchema>;
export type DossierActor = Dossier['actors'][number];
export type DossierRole = DossierActor['roles'][number];
export type DossierIssue = Dossier['issues'][number];
export type DossierPolicy = NonNullable<Dossier['policy']>;
export type ActorKind = DossierActor['kind'];

/** True for a day that exists, written YYYY-MM-DD (so not 2025-02-30). */
export function isCalendarDay(value: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
