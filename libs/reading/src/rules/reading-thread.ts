import { parentPort } from 'node:worker_threads';
import type { DossierInForce } from '../dossiers/dossier-registry.js';
import { CompiledDossiers, readByRules } from './read-by-rules.js';
import type { ReadingAnswer, ReadingRequest } from './reading-messages.js';

/*
 * Entry of a reading thread: pure computation between two messages. It opens nothing and keeps nothing but the
 * compiled dossiers.
 */

const port = parentPort;
if (port === null) throw new TypeError('this is the entry of a thread');

const compiled = new CompiledDossiers();
let inForce: readonly DossierInForce[] = [];

port.on('message', (request: ReadingRequest) => {
  if (request.kind === 'dossiers') {
    inForce = request.inForce;
    prepare();
    port.postMessage({ kind: 'ready' } satisfies ReadingAnswer);
    return;
  }
  port.postMessage(answerTo(request));
});

/** Compiles what is in force, so that no article is charged with it. */
function prepare(): void {
  try {
    compiled.of(inForce);
  } catch {
    // Each article meets the same error, and fails with it.
  }
}

function answerTo({ job, article, doubts }: Extract<ReadingRequest, { kind: 'read' }>): ReadingAnswer {
  try {
    return { kind: 'read', job, reading: readByRules(article, compiled.of(inForce), { doubts }) };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', job, message, stack };
  }
}
