import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Dossier } from '@parley/dossier';
import { ABOUT_SIGNS, AboutDossier } from '../../libs/extraction/src/about-dossier.js';
import { compileActors } from '../../libs/extraction/src/actor-registry.js';
import { readDocument } from '../../libs/extraction/src/document.js';
import { createExtractor } from '../../libs/extraction/src/extractor.js';
import { readFittedGold } from './figures.js';
import { fitLogistic, likelihood, type Sample } from './fit-logistic.js';
import { GOLD_FOLDER } from './gold.js';

/*
 * Fits what tells articles about a dossier from all others, to every annotated article that may be tuned on beside every dossier of
 * them, and shows what it does to a dossier left out. Parts of each dossier are looked at as well, for people's dossiers are
 * smaller than ours; an article that has no statement of such a part counts neither way.
 */
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

/** Shares of a dossier's actors and issues that are left; the first is the whole. */
const PARTS = [
  [1, 1],
  [0.6, 0.7],
  [0.35, 0.5],
  [0.2, 0.3],
  [0.15, 0.15],
] as const;
/** There are some twelve articles of other negotiations for each of a dossier's own. */
const OWN_COUNTS = 8;

interface Pair extends Sample {
  readonly dossier: string;
  readonly article: string;
  readonly part: number;
}

const fitted = readFittedGold();
const articles = fitted.flatMap((one) => one.articles);

/** A part of a list, spread over all of it: the same each time. */
function partOf<T>(list: readonly T[], share: number, least: number): T[] {
  const wanted = Math.min(list.length, Math.max(least, Math.round(list.length * share)));
  return Array.from({ length: wanted }, (_, i) => list[Math.floor((i * list.length) / wanted)] as T);
}

function partOfDossier(dossier: Dossier, [actorShare, issueShare]: readonly [number, number]): Dossier {
  const actors = partOf(dossier.actors, actorShare, 2);
  const ids = new Set(actors.map(({ id }) => id));
  return {
    ...dossier,
    actors: actors.map((actor) => ({ ...actor, roles: actor.roles.filter((role) => !role.of || ids.has(role.of)) })),
    issues: partOf(dossier.issues, issueShare, 1),
  };
}

const pairs: Pair[] = [];
for (const { dossier: whole } of fitted)
  for (const [part, shares] of PARTS.entries()) {
    const dossier = part === 0 ? whole : partOfDossier(whole, shares);
    const actors = new Set(dossier.actors.map((actor) => actor.id));
    const issueIds = new Set(dossier.issues.map((issue) => issue.id));
    const registry = compileActors(dossier);
    const about = new AboutDossier(dossier);
    for (const article of articles) {
      const isOwn = article.dossier === whole.dossier;
      const says = ({ actor, issue }: { actor: string; issue: string }) => actors.has(actor) && issueIds.has(issue);
      if (isOwn && part > 0 && !article.statements.some(says)) continue;
      const document = readDocument(article.text, registry, article.publishedAt.slice(0, 10));
      const signs = about.signsOf(document);
      pairs.push({
        dossier: whole.dossier,
        article: article.dossier,
        part,
        values: ABOUT_SIGNS.map((sign) => signs[sign]),
        right: isOwn,
        weight: isOwn ? OWN_COUNTS : 1,
      });
    }
  }

const judged = fitted.flatMap(({ dossier: { dossier: left } }) => {
  const weights = fitLogistic(
    pairs.filter(({ dossier, article }) => dossier !== left && article !== left),
    1,
  );
  return pairs
    .filter(({ dossier }) => dossier === left)
    .map((pair) => ({ ...pair, likelihood: likelihood(weights, pair.values) }));
});
console.log('each dossier by weights fitted without it, whole and in smaller parts: own articles lost, others kept');
for (const least of [0.02, 0.05, 0.1, 0.2, 0.5])
  console.log(
    `from ${least.toFixed(2)}  ${PARTS.map((_, part) => {
      const own = judged.filter((pair) => pair.part === part && pair.right);
      const others = judged.filter((pair) => pair.part === part && !pair.right);
      const lost = own.filter((pair) => pair.likelihood < least).length;
      const kept = others.filter((pair) => pair.likelihood >= least).length;
      return `${lost}/${own.length} ${kept}/${others.length}`.padEnd(18);
    }).join(' ')}`,
  );

const statements = { own: 0, others: 0 };
const readings = { own: 0, others: 0 };
for (const { dossier } of fitted) {
  const extractor = createExtractor(dossier);
  for (const article of articles) {
    const whose = article.dossier === dossier.dossier ? 'own' : 'others';
    readings[whose]++;
    statements[whose] += extractor.extract(article).length;
  }
}
console.log(
  `with the weights in force: ${statements.own} statements from ${readings.own} articles under their own dossier, ` +
    `${statements.others} from ${readings.others} readings under others`,
);

const weights = fitLogistic(pairs, 1).map((weight) => Math.round(weight * 1000) / 1000);
const named = ['bias', ...ABOUT_SIGNS].map((name, i) => [name, weights[i] ?? 0] as const);
console.log(named.map(([name, weight]) => `${name} ${weight.toFixed(2)}`).join('  '));
if (values.write)
  writeFileSync(
    join(GOLD_FOLDER, '..', '..', 'libs', 'extraction', 'src', 'data', 'about-weights.ts'),
    `/** Written by \`npm run eval:fit-about -- --write\`: what each sign adds to the log-odds that words are about a dossier. */
export const ABOUT_WEIGHTS = {
${named.map(([name, weight]) => `  ${name}: ${weight},`).join('\n')}
} as const;
`,
  );
