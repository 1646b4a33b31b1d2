import { type Document, isAlias, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { checkDossier, type PlacedProblem } from './check-dossier.js';
import { type DocumentPath, type DossierProblem, type DossierResult, formatPath } from './dossier-problem.js';
import {
  actorSchema,
  dossierSchema,
  issueSchema,
  MAX_DOSSIER_BYTES,
  policySchema,
  roleSchema,
} from './dossier-schema.js';
import { nearestName } from './nearest-name.js';

/** More `*alias` references than this in a file is no dossier that a person wrote. */
const MAX_YAML_ALIASES = 100;

export interface ParseDossierOptions {
  /** The name of the file, for messages about the document as a whole. */
  readonly source?: string;
}

/**
 * Reads a dossier from YAML text.
 * @returns the dossier, or every problem found, in the order of the text; never throws on what a file may contain.
 */
export function parseDossier(yamlText: string, options: ParseDossierOptions = {}): DossierResult {
  const source = options.source ?? 'The dossier';
  // UTF-16 length is a lower bound of UTF-8 bytes: the cheap test first, then the exact one.
  if (yamlText.length > MAX_DOSSIER_BYTES || Buffer.byteLength(yamlText, 'utf8') > MAX_DOSSIER_BYTES) {
    return refused({
      code: 'too-large',
      path: '',
      line: 1,
      column: 1,
      message: `${source} is larger than ${MAX_DOSSIER_BYTES} bytes.`,
      hint: 'Split it: one negotiation each.',
    });
  }
  const lines = new LineCounter();
  const document = parseDocument(yamlText.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: true });
  if (document.errors.length > 0) {
    return refused(
      ...document.errors.map((error): DossierProblem => {
        const at = lines.linePos(error.pos[0]);
        return {
          code: 'yaml-syntax',
          path: '',
          line: Math.max(1, at.line),
          column: Math.max(1, at.col),
          message: `This is not valid YAML: ${firstLine(error.message)}`,
          hint: 'Mend the syntax here; text with ": " or "#" in it needs quotes.',
        };
      }),
    );
  }
  const locate = (path: DocumentPath) => positionOf(document, path, lines);
  if (countAliases(document) > MAX_YAML_ALIASES) {
    return refused({
      code: 'too-many-yaml-aliases',
      path: '',
      ...locate([]),
      message: `${source} uses more than ${MAX_YAML_ALIASES} YAML aliases (*name).`,
      hint: 'Write the entries out.',
    });
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_YAML_ALIASES });
  } catch {
    // toJS refuses aliases that multiply (or point nowhere) by throwing a ReferenceError.
    return refused({
      code: 'too-many-yaml-aliases',
      path: '',
      ...locate([]),
      message: `The YAML aliases (*name) of ${source} unfold to too much.`,
      hint: 'Write the entries out.',
    });
  }
  return validate(value, locate);
}

/** Checks a dossier that came as a parsed object (from an API). Problems carry no line or column. */
export function parseDossierJson(value: unknown): DossierResult {
  return validate(value, () => ({}));
}

type Place = { readonly line?: number; readonly column?: number };

function validate(value: unknown, locate: (path: DocumentPath) => Place): DossierResult {
  const place = ({ path, ...problem }: PlacedProblem): DossierProblem => ({
    code: problem.code,
    path: formatPath(path),
    ...locate(path),
    message: problem.message,
    hint: problem.hint,
  });
  const parsed = dossierSchema.safeParse(value);
  if (!parsed.success) return refused(...parsed.error.issues.flatMap((issue) => fromZod(issue, value)).map(place));
  const problems = checkDossier(parsed.data);
  return problems.length === 0 ? { ok: true, dossier: parsed.data } : refused(...problems.map(place));
}

function refused(...problems: DossierProblem[]): DossierResult {
  return { ok: false, problems };
}

function fromZod(issue: z.core.$ZodIssue, root: unknown): PlacedProblem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(path);
    return issue.keys.map((key) => {
      const near = nearestName(key, known);
      return {
        code: 'unknown-field' as const,
        path: [...path, key],
        message: `There is no field "${key}" here.`,
        hint: near === undefined ? `Known fields: ${known.join(', ')}.` : `Did you mean "${near}"?`,
      };
    });
  }
  const given = valueAt(root, path);
  const name = path.length === 0 ? 'The dossier' : `"${formatPath(path)}"`;
  if (given === undefined && issue.code === 'invalid_type') {
    return [{ code: 'missing-field', path, message: `${name} is missing.`, hint: `Add it: ${expected(issue)}.` }];
  }
  if (path.at(-1) === 'proposition' && (given === null || (typeof given === 'string' && given.trim() === ''))) {
    return [
      {
        code: 'empty-proposition',
        path,
        message: `${name} is empty.`,
        hint: 'Write one sentence that can be supported or opposed.',
      },
    ];
  }
  return [
    { code: 'invalid-value', path, message: `${name}: ${firstLine(issue.message)}.`, hint: adviceFor(issue, given) },
  ];
}

function expected(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' ? `a value of type ${issue.expected}` : 'a value';
}

function adviceFor(issue: z.core.$ZodIssue, given: unknown): string {
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const near = typeof given === 'string' ? nearestName(given, values) : undefined;
    return near === undefined ? `One of: ${values.join(', ')}.` : `Did you mean "${near}"?`;
  }
  if (issue.code === 'invalid_type' && issue.expected === 'string' && given !== null && typeof given !== 'object') {
    return 'Put it in quotes to make it text.';
  }
  return 'Mend the value.';
}

const FIELDS = {
  dossier: Object.keys(dossierSchema.shape),
  actors: Object.keys(actorSchema.shape),
  issues: Object.keys(issueSchema.shape),
  roles: Object.keys(roleSchema.shape),
  policy: Object.keys(policySchema.shape),
};

/** The fields an object at this path may have, for hints. */
function fieldsAt(path: DocumentPath): readonly string[] {
  const list = path.findLast((step) => typeof step === 'string');
  return list === 'actors' || list === 'issues' || list === 'roles' || list === 'policy'
    ? FIELDS[list]
    : FIELDS.dossier;
}

function valueAt(root: unknown, path: DocumentPath): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

function countAliases(document: Document): number {
  let count = 0;
  visit(document, {
    Alias: () => {
      count++;
      return count > MAX_YAML_ALIASES ? visit.BREAK : undefined;
    },
  });
  return count;
}

/** The place of the node at a path, or of the nearest thing around it that exists. */
function positionOf(document: Document, path: DocumentPath, lines: LineCounter): Place {
  let offset = 0;
  let node: unknown = document.contents;
  if (isNode(node) && node.range) offset = node.range[0];
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
      if (!pair) break;
      node = pair.value;
      const key = pair.key;
      const at = isNode(node) && node.range ? node : key;
      if (isNode(at) && at.range) offset = at.range[0];
    } else if (isNode(node) && 'items' in node && typeof step === 'number') {
      node = Array.isArray(node.items) ? node.items[step] : undefined;
      if (isNode(node) && node.range) offset = node.range[0];
    } else break;
  }
  const at = lines.linePos(offset);
  return { line: Math.max(1, at.line), column: Math.max(1, at.col) };
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '');
}
