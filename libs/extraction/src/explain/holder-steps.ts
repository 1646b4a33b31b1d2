import type { Dossier, DossierActor, DossierRole } from '@parley/dossier';
import type { ActorRegistry } from '../actor-registry.js';
import { COUNTRIES } from '../data/countries.js';
import type { ArticleDocument } from '../document.js';
import type { Mention } from '../mention.js';
import type { MentionStep, Words } from './explanation.js';
import type { TracedChain } from './traced-chain.js';

/** What the steps are read from. */
export interface MentionSources {
  readonly document: ArticleDocument;
  readonly chain: TracedChain;
  readonly registry: ActorRegistry;
  readonly dossier: Dossier;
  readonly day: string;
}

/** Tokens `from` up to (not including) `to` as words of the article. */
export function wordsOf(document: ArticleDocument, from: number, to: number): Words {
  const start = document.tokens[from]?.start ?? 0;
  const end = document.tokens[to - 1]?.end ?? start;
  return { start, end, text: document.text.slice(start, end) };
}

/** From a mention back to the words that name the actor. Empty where no words stand for the holder. */
export function holderSteps(sources: MentionSources, mention: number, actor: string | undefined): MentionStep[] {
  const { document, chain } = sources;
  const steps: MentionStep[] = [];
  let at: number | undefined = mention;
  while (at !== undefined && steps.length < 20) {
    const here: Mention | undefined = document.mentions[at];
    if (!here) break;
    const place = { ...wordsOf(document, here.from, here.to), form: here.form };
    const led = chain.antecedentOf(at);
    if (!led) {
      steps.push({ ...place, ...namedBy(sources, here, actor ?? chain.of(at).actors[0]) });
      break;
    }
    steps.push({ ...place, by: led.by, of: null });
    at = led.mentions.find((m) => actor !== undefined && chain.of(m).actors.includes(actor)) ?? led.mentions.at(-1);
  }
  return steps;
}

/** How the dossier knows the actor by these words. */
function namedBy(
  { document, registry, dossier, day }: MentionSources,
  mention: Mention,
  actorId: string | undefined,
): Pick<MentionStep, 'by' | 'of'> {
  const actor = dossier.actors.find(({ id }) => id === actorId);
  if (!actor || mention.form === 'unknown') return { by: 'unknown', of: null };
  if (mention.form === 'role') return { by: 'role', of: roleText(actor, mention, day) };
  const found = registry.names.longest(document.tokens, mention.from);
  const caseless = found ?? registry.caselessNames.longest(document.tokens, mention.from);
  if (actor.kind !== 'person') {
    const spoken = !caseless || mention.to > caseless.to || mention.person;
    if (spoken) return { by: 'speaks-for', of: actor.name };
  }
  const text = wordsOf(document, caseless?.from ?? mention.from, caseless?.to ?? mention.to).text;
  return nameKind(actor, text, document, mention);
}

function nameKind(
  actor: DossierActor,
  text: string,
  document: ArticleDocument,
  mention: Mention,
): Pick<MentionStep, 'by' | 'of'> {
  const same = (a: string, b: string) => plain(a) === plain(b);
  if (same(text, actor.name)) return { by: 'name', of: null };
  const alias = actor.aliases.find((other) => same(other, text));
  if (alias !== undefined) return { by: 'alias', of: alias };
  const whole = wordsOf(document, mention.from, mention.to).text;
  if (actor.kind === 'person') {
    const surname = plain(actor.name).split(' ').at(-1) ?? '';
    return plain(whole).endsWith(surname)
      ? { by: 'surname', of: actor.name }
      : { by: 'other-spelling', of: actor.name };
  }
  const country = COUNTRIES.find(
    ({ names, people, adjectives }) =>
      [...names, ...people, ...adjectives].some((name) => same(name, text)) &&
      [actor.name, ...actor.aliases].some((name) => names.some((other) => same(name, other))),
  );
  if (country) return { by: 'country', of: actor.name };
  return COUNTRIES.some(({ seats }) => seats.some((seat) => same(seat, text)))
    ? { by: 'seat', of: actor.name }
    : { by: 'initials', of: actor.name };
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^the /, '')
    .replace(/[’']s?$/, '')
    .replace(/[\s-]+/g, ' ')
    .trim();

function roleText(actor: DossierActor, mention: Mention, day: string): string | null {
  const inOffice = ({ from, to }: DossierRole) => (from ?? day) <= day && day <= (to ?? day);
  const role = actor.roles.find(inOffice) ?? actor.roles[0];
  if (!role) return mention.key || null;
  const days = role.from || role.to ? ` (${role.from ?? ''} to ${role.to ?? ''})` : '';
  return `${role.title} of ${role.of}${days}`;
}
