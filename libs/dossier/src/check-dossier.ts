import type { DocumentPath, DossierProblemCode } from './dossier-problem.js';
import { formatPath } from './dossier-problem.js';
import type { Dossier } from './dossier-schema.js';
import { nearestName } from './nearest-name.js';

/** A problem before its line and column are looked up. */
export interface PlacedProblem {
  readonly code: DossierProblemCode;
  readonly path: DocumentPath;
  readonly message: string;
  readonly hint: string;
}

/** The checks that need the whole dossier: ids, aliases and roles against each other. */
export function checkDossier(dossier: Dossier): PlacedProblem[] {
  return [
    ...duplicateIds('actors', dossier.actors),
    ...duplicateIds('issues', dossier.issues),
    ...ambiguousAliases(dossier),
    ...mergeProblems(dossier),
    ...roleProblems(dossier),
    ...roleCycles(dossier),
  ];
}

function duplicateIds(list: 'actors' | 'issues', entries: readonly { readonly id: string }[]): PlacedProblem[] {
  const seen = new Map<string, number>();
  const problems: PlacedProblem[] = [];
  entries.forEach((entry, index) => {
    const first = seen.get(entry.id);
    if (first === undefined) {
      seen.set(entry.id, index);
      return;
    }
    problems.push({
      code: 'duplicate-id',
      path: [list, index, 'id'],
      message: `The id "${entry.id}" is used twice, first at ${formatPath([list, first])}.`,
      hint: 'Give one of them an id of its own.',
    });
  });
  return problems;
}

/** How two spellings are compared: without case, marks of composition, runs of space or a leading article. */
export function aliasKey(alias: string): string {
  return alias.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim().replace(/^the /, '');
}

function ambiguousAliases(dossier: Dossier): PlacedProblem[] {
  const owners = new Map<string, { id: string; spelling: string }>();
  const problems: PlacedProblem[] = [];
  dossier.actors.forEach((actor, index) => {
    const spellings: [string, DocumentPath][] = [
      [actor.name, ['actors', index, 'name']],
      ...actor.aliases.map((alias, at): [string, DocumentPath] => [alias, ['actors', index, 'aliases', at]]),
    ];
    for (const [spelling, path] of spellings) {
      const key = aliasKey(spelling);
      const owner = owners.get(key);
      if (owner === undefined) {
        owners.set(key, { id: actor.id, spelling });
      } else if (owner.id !== actor.id) {
        problems.push({
          code: 'ambiguous-alias',
          path,
          message: `"${spelling}" names both "${owner.id}" and "${actor.id}".`,
          hint: 'A name may point at one actor only: take it from one of them or make it longer.',
        });
      }
    }
  });
  return problems;
}

/** Who is merged is no actor of its own any more, and of one actor only. */
function mergeProblems(dossier: Dossier): PlacedProblem[] {
  const indexOf = new Map(dossier.actors.map((actor, index) => [actor.id, index]));
  const mergedInto = new Map<string, string>();
  const problems: PlacedProblem[] = [];
  dossier.actors.forEach((actor, index) => {
    for (const [at, id] of (actor.merges ?? []).entries()) {
      const path = ['actors', index, 'merges', at];
      const listed = indexOf.get(id);
      const other = mergedInto.get(id);
      mergedInto.set(id, actor.id);
      if (listed !== undefined)
        problems.push({
          code: 'merged-actor-listed',
          path,
          message:
            id === actor.id
              ? `"${id}" can not merge itself.`
              : `"${id}" is merged into "${actor.id}" and still an actor, at ${formatPath(['actors', listed])}.`,
          hint:
            id === actor.id
              ? 'Take it out of its merges.'
              : `Take "${id}" out of the actors, and give its names to "${actor.id}" as aliases.`,
        });
      else if (other !== undefined)
        problems.push({
          code: 'merged-twice',
          path,
          message:
            other === actor.id
              ? `"${id}" is named twice here.`
              : `"${id}" is merged into both "${other}" and "${actor.id}".`,
          hint: other === actor.id ? 'Once is enough.' : 'Decide for one of them.',
        });
    }
  });
  return problems;
}

function roleProblems(dossier: Dossier): PlacedProblem[] {
  const ids = dossier.actors.map((actor) => actor.id);
  const known = new Set(ids);
  const mergedInto = new Map(
    dossier.actors.flatMap(({ id, merges }) => (merges ?? []).map((old) => [old, id] as const)),
  );
  const problems: PlacedProblem[] = [];
  dossier.actors.forEach((actor, index) => {
    actor.roles.forEach((role, at) => {
      if (!known.has(role.of)) {
        const near = mergedInto.get(role.of) ?? nearestName(role.of, ids);
        problems.push({
          code: 'unknown-role-target',
          path: ['actors', index, 'roles', at, 'of'],
          message: `"${actor.id}" is ${role.title} of "${role.of}", and no actor has that id.`,
          hint: near === undefined ? `Add an actor with the id "${role.of}".` : `Did you mean "${near}"?`,
        });
      }
      if (role.from !== undefined && role.to !== undefined && role.from > role.to) {
        problems.push({
          code: 'role-dates-reversed',
          path: ['actors', index, 'roles', at, 'from'],
          message: `The role "${role.title}" of "${actor.id}" begins ${role.from}, after its end ${role.to}.`,
          hint: 'Swap the two days or mend one of them.',
        });
      }
    });
  });
  return problems;
}

/** Roles make a graph from holder to body; going round in it would make "speaks for" endless. Each cycle is named once. */
function roleCycles(dossier: Dossier): PlacedProblem[] {
  const indexOf = new Map(dossier.actors.map((actor, index) => [actor.id, index]));
  const state = new Map<string, 'open' | 'done'>();
  const problems: PlacedProblem[] = [];
  for (const start of dossier.actors) {
    if (state.has(start.id)) continue;
    // An explicit stack: a chain of ten thousand roles must not overflow the call stack.
    const stack: { id: string; nextRole: number }[] = [{ id: start.id, nextRole: 0 }];
    state.set(start.id, 'open');
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (top === undefined) break;
      const actorIndex = indexOf.get(top.id);
      const role = actorIndex === undefined ? undefined : dossier.actors[actorIndex]?.roles[top.nextRole];
      if (role === undefined || actorIndex === undefined) {
        state.set(top.id, 'done');
        stack.pop();
        continue;
      }
      const roleIndex = top.nextRole++;
      const seen = state.get(role.of);
      if (seen === 'open') {
        const ids = stack.map((frame) => frame.id);
        const ring = [...ids.slice(ids.indexOf(role.of)), role.of];
        problems.push({
          code: 'role-cycle',
          path: ['actors', actorIndex, 'roles', roleIndex, 'of'],
          message: `The roles go in a circle: ${ring.join(' → ')}.`,
          hint: 'A role points from the holder to the body it speaks for; take one of these out.',
        });
      } else if (seen === undefined && indexOf.has(role.of)) {
        state.set(role.of, 'open');
        stack.push({ id: role.of, nextRole: 0 });
      }
    }
  }
  return problems;
}
