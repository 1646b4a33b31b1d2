import { z } from 'zod';

/** A calendar day, `YYYY-MM-DD`, in the zone of whoever printed or said it. Years 1800 to 2200. */
export const daySchema = z.iso
  .date()
  .refine((day) => day >= '1800-01-01' && day <= '2200-12-31', 'the year must lie between 1800 and 2200')
  .meta({ description: 'Calendar day, YYYY-MM-DD', examples: ['2025-08-19'] });

/** An instant in UTC, ISO 8601 with `Z`, to the millisecond at most. */
export const instantSchema = z.iso
  .datetime()
  .meta({ description: 'Instant in UTC, ISO 8601', examples: ['2025-08-19T09:30:00.000Z'] });

/** Ids that people write: dossier, actor and issue ids. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'lower-case letters, digits and hyphens, at most 80')
  .meta({ examples: ['ukraine-peace-talks'] });

/** SHA-256 in hex: article ids (of the canonical address) and revision hashes (of title and text). */
export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex')
  .meta({ examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'] });

export const uuidSchema = z.uuid();

export const stanceSchema = z
  .enum(['support', 'oppose', 'conditional', 'noncommittal'])
  .meta({ description: "Stance towards the issue's proposition" });
export type Stance = z.infer<typeof stanceSchema>;

export const statementKindSchema = z.enum(['direct', 'mixed', 'indirect', 'act']).meta({
  description:
    'direct: all content in quotation marks; mixed: part of it; indirect: reported speech; act: a described act that makes the stance known',
});
export type StatementKind = z.infer<typeof statementKindSchema>;

export const actorKindSchema = z.enum(['person', 'government', 'organisation', 'bloc']);
export type ActorKind = z.infer<typeof actorKindSchema>;

export const positionChangeKindSchema = z.enum(['taken', 'shifted', 'reaffirmed', 'contested', 'settled', 'corrected']);
export type PositionChangeKind = z.infer<typeof positionChangeKindSchema>;
