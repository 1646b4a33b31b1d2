/** Every way in which a dossier can be refused. */
export type DossierProblemCode =
  | 'too-large'
  | 'yaml-syntax'
  | 'too-many-yaml-aliases'
  | 'unknown-field'
  | 'missing-field'
  | 'invalid-value'
  | 'empty-proposition'
  | 'duplicate-id'
  | 'ambiguous-alias'
  | 'unknown-role-target'
  | 'merged-actor-listed'
  | 'merged-twice'
  | 'role-cycle'
  | 'role-dates-reversed';

/** One thing that is wrong with a dossier, where it is and what to do about it. */
export interface DossierProblem {
  readonly code: DossierProblemCode;
  /** Where in the document: `actors[3].roles[0].of`; empty for the document as a whole. */
  readonly path: string;
  /** Line and column in the YAML text, from 1. Absent when the dossier came as JSON. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
  readonly hint: string;
}

/** The outcome of reading a dossier. */
export type DossierResult =
  | { readonly ok: true; readonly dossier: import('./dossier-schema.js').Dossier }
  | { readonly ok: false; readonly problems: readonly DossierProblem[] };

/** A position inside the document, as keys and indexes. */
export type DocumentPath = readonly (string | number)[];

/** `['actors', 3, 'roles']` as `actors[3].roles`. */
export function formatPath(path: DocumentPath): string {
  let out = '';
  for (const step of path) {
    if (typeof step === 'number') out += `[${step}]`;
    else out += out === '' ? step : `.${step}`;
  }
  return out;
}

/** A problem as one line for a person: `actors.yaml:12:5 message. hint`. */
export function formatProblem(problem: DossierProblem, source = 'dossier'): string {
  const at = problem.line === undefined ? '' : `:${problem.line}:${problem.column ?? 1}`;
  const where = problem.path === '' ? '' : ` ${problem.path}:`;
  return `${source}${at}${where} ${problem.message} ${problem.hint}`.trimEnd();
}
