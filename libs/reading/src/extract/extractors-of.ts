import type { StatementsExtracted } from '@parley/contracts';
import { GUIDE_VERSION } from '@parley/model-extraction';
import type { ParleyConfig } from '@parley/platform';
import { cascadeId } from '../model/cascade-reader.js';
import { RULES } from './read-article.js';

type ExtractorRef = StatementsExtracted['extractor'];

/**
 * How readings name who read, with this configuration: the first of them, and for a cascade also the rules, whose reading
 * stands where the model was not asked.
 */
export function extractorsOf(config: ParleyConfig['extractor']): readonly ExtractorRef[] {
  switch (config.kind) {
    case 'rules':
      return [RULES];
    case 'model':
      return [{ kind: 'model', id: config.model.name, version: `guide-${GUIDE_VERSION}` }];
    case 'cascade':
      return [cascadeId(config.model.name, config.below), RULES];
  }
}

export const sameExtractor = (a: ExtractorRef, b: ExtractorRef): boolean =>
  a.kind === b.kind && a.id === b.id && a.version === b.version;
