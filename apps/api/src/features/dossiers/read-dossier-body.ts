import { type Dossier, type DossierProblem, MAX_DOSSIER_BYTES, parseDossier, parseDossierJson } from '@parley/dossier';
import { ProblemError } from '@parley/platform';

/** A dossier out of a body: text is YAML, anything else JSON that has been parsed. Throws TOO_LARGE or INVALID_DOSSIER with every problem. */
export function readDossierBody(body: unknown, mediaType: string): Dossier {
  const isYaml = typeof body === 'string' && !/json/i.test(mediaType);
  const text = isYaml ? body : (JSON.stringify(body) ?? '');
  if (Buffer.byteLength(text) > MAX_DOSSIER_BYTES)
    throw new ProblemError(
      'TOO_LARGE',
      `A dossier may have ${MAX_DOSSIER_BYTES} bytes. Split it: one negotiation each.`,
    );
  const result = isYaml ? parseDossier(text) : parseDossierJson(body);
  if (result.ok) return result.dossier;
  const count = result.problems.length;
  throw new ProblemError(
    'INVALID_DOSSIER',
    `The dossier has ${count === 1 ? 'one problem' : `${count} problems`}; nothing was published.`,
    result.problems.map((problem) => ({ pointer: pointerOf(problem.path), detail: sentenceOf(problem) })),
  );
}

/** `actors[3].roles[0].of` as `/actors/3/roles/0/of`. */
const pointerOf = (path: string): string =>
  path === ''
    ? ''
    : `/${path
        .replaceAll('~', '~0')
        .replaceAll('/', '~1')
        .replaceAll(/\[(\d+)\]/g, '.$1')
        .replaceAll('.', '/')}`;

function sentenceOf(problem: DossierProblem): string {
  const place = problem.line === undefined ? '' : `Line ${problem.line}, column ${problem.column ?? 1}: `;
  return `${place}${problem.message} ${problem.hint}`.trimEnd();
}
