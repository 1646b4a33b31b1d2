import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createExtractor } from '@parley/extraction';
import { GOLD_SETS } from './figures.js';
import { GOLD_FOLDER, readDossiers, readGold } from './gold.js';

/**
 * SHA-256 (hex) over everything that the rules make of every annotated article: statements, what was considered, attributions
 * and explanations, byte for byte. The same for every machine, every order and every version of Node; another one means that
 * something else comes out.
 */
export function outputHash(): string {
  const hash = createHash('sha256');
  for (const set of GOLD_SETS) {
    const gold = readGold(join(GOLD_FOLDER, `${set}.jsonl`));
    const dossiers = readDossiers(join(GOLD_FOLDER, 'dossiers'), gold);
    const extractors = new Map([...dossiers].map(([id, dossier]) => [id, createExtractor(dossier)]));
    for (const { id, dossier, text, publishedAt } of gold) {
      const extractor = extractors.get(dossier);
      const article = { text, publishedAt };
      const { ruleSet: _, ...explanation } = extractor?.explain(article) ?? {};
      hash.update(
        `${JSON.stringify([id, extractor?.consider(article), extractor?.attributions(article), explanation])}\n`,
      );
    }
  }
  return hash.digest('hex');
}
