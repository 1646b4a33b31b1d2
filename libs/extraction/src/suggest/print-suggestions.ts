import { aliasKey, type Dossier } from '@parley/dossier';
import type { SuggestedActor, Suggestions } from './suggestions.js';

/**
 * Suggestions as YAML: entries for `actors` and `issues` that a dossier takes as they are, with counts and an example of each as
 * comments, and aliases to add to actors it has. `dossier` null: a whole dossier to begin with. Every text of an article is
 * quoted, so that none can be anything but text.
 */
export function printSuggestions(
  { articles, unread, actors, aliases, topics }: Suggestions,
  dossier: Dossier | null,
): string {
  const taken = new Set(dossier?.actors.map(({ id }) => id));
  const free = freeNames(actors, dossier);
  const bodies = new Set(taken);
  const names = new Set(dossier?.actors.flatMap(({ name, aliases: of }) => [name, ...of].map(aliasKey)));
  const fresh = [...new Map(actors.map((actor) => [aliasKey(actor.name), actor])).values()];
  const named = fresh
    .filter(({ name }) => !names.has(aliasKey(name)))
    .map((actor) => ({ actor, id: freeId(actor.name, taken) }));
  const read = `${articles} ${articles === 1 ? 'article' : 'articles'} read${unread > 0 ? `, ${unread} of them not: not in English` : ''}`;
  const issueIds = new Set(dossier?.issues.map(({ id }) => id));
  const lines = [
    `# ${dossier ? `What articles say beyond the dossier ${dossier.dossier}` : 'A dossier to begin with'}; ${read}.`,
    '# Kinds are guessed, roles lack their days, propositions have to be reworded. Then: parley dossier validate FILE',
    ...(dossier ? [] : ['dossier: new-dossier', 'title: "A new dossier"', 'from: 2000-01-01']),
  ];
  if (actors.length > 0)
    lines.push('actors:', ...named.flatMap(({ actor, id }) => actorLines(actor, id, bodies, free)));
  if (aliases.length > 0 && dossier) {
    lines.push('# Names seen of actors the dossier has: add them to their aliases');
    for (const { actor, alias, times, articles: seen, example } of aliases)
      lines.push(`#   ${actor}: ${text(alias)}  (${counts(times, seen)}), as in ${text(example.text)}`);
  }
  if (topics.length > 0)
    lines.push(
      'issues:',
      ...topics.flatMap(({ words, times, articles: seen, example }) => [
        `  # ${counts(times, seen)}, as in ${text(example.text)} (${text(example.article)})`,
        `  - id: ${freeId(words, issueIds)}`,
        `    label: ${text(capitalised(words))}`,
        `    proposition: ${text(`REWORD: what should be done about ${words}?`)}`,
        `    terms: [${text(words)}]`,
      ]),
    );
  if (actors.length === 0 && topics.length === 0) lines.push('# Nothing is seen often enough: lower --least.');
  return `${lines.join('\n')}\n`;
}

function actorLines(
  { name, kind, aliases, titles, times, articles, example }: SuggestedActor,
  id: string,
  bodies: ReadonlySet<string>,
  free: (alias: string) => boolean,
): string[] {
  const roles = titles.filter(({ of }) => of !== null && bodies.has(of));
  // The surname follows from the name.
  const own = aliases.filter((alias) => free(alias) && !name.toLowerCase().endsWith(` ${alias.toLowerCase()}`));
  const others = titles.filter(({ of }) => of === null || !bodies.has(of));
  return [
    `  # quoted ${counts(times, articles)}${others.length > 0 ? `; called ${others.map(({ title, times: n }) => `${text(title)} (${n})`).join(', ')}` : ''}`,
    `  # ${text(example.text)} (${text(example.article)})`,
    `  - id: ${id}`,
    `    name: ${text(name)}`,
    `    kind: ${kind}`,
    ...(own.length > 0 ? [`    aliases: [${own.map(text).join(', ')}]`] : []),
    ...(kind === 'person' && roles.length > 0
      ? ['    roles:', ...roles.map(({ title, of }) => `      - { title: ${text(title)}, of: ${of} }`)]
      : []),
  ];
}

/** A dossier takes no name that two actors have. */
function freeNames(actors: readonly SuggestedActor[], dossier: Dossier | null): (alias: string) => boolean {
  const times = new Map<string, number>();
  const note = (name: string) => times.set(name, (times.get(name) ?? 0) + 1);
  for (const { name, aliases } of [...actors, ...(dossier?.actors ?? [])])
    for (const each of new Set([name, ...aliases].map(aliasKey))) note(each);
  return (alias) => times.get(aliasKey(alias)) === 1;
}

const counts = (times: number, articles: number): string =>
  `${times} ${times === 1 ? 'time' : 'times'} in ${articles} ${articles === 1 ? 'article' : 'articles'}`;

/** JSON strings are YAML; what could break a line, a comment or a terminal is written as an escape. */
const text = (value: string): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff]|[\ud800-\udfff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** A slug of the name that nothing has yet; it is taken by being given. */
function freeId(name: string, taken: Set<string>): string {
  const slug =
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 70)
      .replace(/-+$/, '') || 'unnamed';
  let id = slug;
  for (let n = 2; taken.has(id); n++) id = `${slug}-${n}`;
  taken.add(id);
  return id;
}
