import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dossier, parseDossier } from '@parley/dossier';
import type { AttributionKind, Span, Stance, StatementKind } from '@parley/extraction';
import { z } from 'zod';

const span = z.strictObject({
  start: z.int().nonnegative(),
  end: z.int().positive(),
  text: z.string().min(1),
});

const goldStatementSchema = z.strictObject({
  actor: z.string(),
  issue: z.string(),
  stance: z.enum(['support', 'oppose', 'conditional', 'noncommittal'] satisfies Stance[]),
  kind: z.enum(['direct', 'mixed', 'indirect', 'act'] satisfies StatementKind[]),
  evidence: z.string().min(1),
  statedAt: z.iso.date(),
  condition: z.string().optional(),
});

const goldArticleSchema = z.strictObject({
  id: z.string(),
  dossier: z.string(),
  basedOn: z.string(),
  publisher: z.string(),
  publishedAt: z.iso.date(),
  title: z.string(),
  text: z.string().min(1),
  statements: z.array(goldStatementSchema),
});

const goldAttributionSchema = z.strictObject({
  source: span.extend({ actor: z.string().nullable() }),
  cue: span,
  content: z.array(span).min(1),
  kind: z.enum(['direct', 'mixed', 'indirect'] satisfies AttributionKind[]),
});

const goldAttributionsSchema = z.strictObject({ id: z.string(), attributions: z.array(goldAttributionSchema) });

/** One annotated article; test/gold/ANNOTATION.md defines what its statements are. */
export type GoldArticle = z.output<typeof goldArticleSchema>;
export type GoldStatement = z.output<typeof goldStatementSchema>;
export type GoldAttribution = z.output<typeof goldAttributionSchema>;
/** Everything said in one article, whether or not it is about an issue. */
export type GoldAttributions = z.output<typeof goldAttributionsSchema>;

/** Where the project keeps its gold. */
export const GOLD_FOLDER = join(import.meta.dirname, '..', 'gold');

/** The articles of a gold file. Throws with file and line where a line is not of the format. */
export function readGold(file: string): GoldArticle[] {
  return readLines(file, goldArticleSchema);
}

/** The annotated attributions of a file. Throws with file and line where a line is not of the format. */
export function readGoldAttributions(file: string): GoldAttributions[] {
  return readLines(file, goldAttributionsSchema);
}

/** The dossiers that the articles name, from a folder of `<id>.yaml`. Throws with its problems where one is not valid. */
export function readDossiers(folder: string, articles: readonly GoldArticle[]): Map<string, Dossier> {
  const dossiers = new Map<string, Dossier>();
  for (const id of new Set(articles.map((article) => article.dossier))) {
    const file = join(folder, `${id}.yaml`);
    const parsed = parseDossier(readFileSync(file, 'utf8'));
    if (!parsed.ok) throw new Error(`${file}: ${parsed.problems.map((problem) => problem.message).join(' ')}`);
    dossiers.set(id, parsed.dossier);
  }
  return dossiers;
}

/** Whether a span of the gold says what stands there. */
export function standsIn(text: string, at: Span & { readonly text: string }): boolean {
  return text.slice(at.start, at.end) === at.text;
}

function readLines<T>(file: string, schema: z.ZodType<T>): T[] {
  const out: T[] = [];
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line === '') continue;
    const parsed = schema.safeParse(JSON.parse(line));
    if (!parsed.success) throw new Error(`${file}:${index + 1}: ${z.prettifyError(parsed.error)}`);
    out.push(parsed.data);
  }
  return out;
}
