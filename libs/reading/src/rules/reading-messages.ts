import type { ArticleObserved } from '@parley/contracts';
import type { DossierInForce } from '../dossiers/dossier-registry.js';
import type { RulesReading } from './read-by-rules.js';

/** What the main thread asks of a reading thread. Messages are taken in order, so dossiers come before their articles. */
export type ReadingRequest =
  | { readonly kind: 'dossiers'; readonly inForce: readonly DossierInForce[] }
  | { readonly kind: 'read'; readonly job: number; readonly article: ArticleObserved; readonly doubts: boolean };

/**
 * What a reading thread answers: to dossiers that it is ready to read under them, to an article what it read. An error
 * keeps what a person needs of it; its class stays behind.
 */
export type ReadingAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly job: number; readonly reading: RulesReading }
  | { readonly kind: 'failed'; readonly job: number; readonly message: string; readonly stack: string | undefined };
