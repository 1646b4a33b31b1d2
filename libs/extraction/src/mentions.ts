import type { ActorRegistry } from './actor-registry.js';
import { genericBody } from './body-mentions.js';
import { FEMALE_NAMES, MALE_NAMES } from './data/given-names.js';
import type { Mention } from './mention.js';
import { placedOffice } from './offices.js';
import { nameMention, unknownName } from './person-mentions.js';
import { numberGroup, pronounMention } from './pronoun-mentions.js';
import { describedSpeaker, documentMention, titleMention } from './title-mentions.js';
import type { Token } from './tokens.js';

/** The mentions of a text, left to right, not overlapping. */
export function findMentions(
  tokens: readonly Token[],
  registry: ActorRegistry,
  day: string,
  sentenceStarts: ReadonlySet<number>,
  caseless: boolean,
): Mention[] {
  const mentions: Mention[] = [];
  const named = new Set<string>();
  let i = 0;
  while (i < tokens.length) {
    const found = mentionAt(tokens, i, registry, day, sentenceStarts, caseless, named);
    if (found) {
      noteName(tokens, found, named);
      mentions.push(isDateline(tokens, found, sentenceStarts) ? { ...found, modifier: true } : found);
      i = found.to;
    } else i++;
  }
  return mentions;
}

/** Remembers by which words somebody may be named again: the last of a full name, or the first ("Mao" of "Mao Ning"). */
function noteName(tokens: readonly Token[], mention: Mention, named: Set<string>): void {
  const last = tokens[mention.to - 1];
  const first = tokens[mention.to - 2];
  if (!mention.person || mention.form === 'name' || mention.to - mention.from < 2) return;
  if (!last?.capital || !first?.capital || last.allCapitals) return;
  named.add(last.lower);
  if (last.lower.length > 1 && !MALE_NAMES.has(first.lower) && !FEMALE_NAMES.has(first.lower)) named.add(first.lower);
}

/** "WASHINGTON — …", "Kyiv: …": where the report was filed, not who acts. */
function isDateline(tokens: readonly Token[], mention: Mention, sentenceStarts: ReadonlySet<number>): boolean {
  if (mention.form !== 'body' || !sentenceStarts.has(mention.from)) return false;
  const next = tokens[mention.to];
  if (next?.kind !== 'mark') return false;
  return /^[-–—:(]$/.test(next.lower);
}

function mentionAt(
  tokens: readonly Token[],
  i: number,
  registry: ActorRegistry,
  day: string,
  sentenceStarts: ReadonlySet<number>,
  caseless: boolean,
  named: ReadonlySet<string>,
): Mention | undefined {
  const token = tokens[i];
  if (token?.kind !== 'word') return numberGroup(tokens, i);
  const index = caseless ? registry.caselessNames : registry.names;
  const name = index.longest(tokens, i);
  if (name) return nameMention(tokens, name.from, name.to, name.value, registry, day, sentenceStarts, caseless);
  const pronoun = pronounMention(tokens, i, registry);
  if (pronoun) return pronoun;
  const group = numberGroup(tokens, i);
  if (group) return group;
  const title = titleMention(tokens, i, registry, day);
  if (title) return title;
  const placed = placedOffice(tokens, i, registry);
  if (placed) return placed;
  const generic = genericBody(tokens, i, registry, caseless);
  if (generic) return generic;
  const paper = documentMention(tokens, i, registry);
  if (paper) return paper;
  const described = describedSpeaker(tokens, i, registry);
  if (described) return described;
  return caseless ? undefined : unknownName(tokens, i, registry, day, sentenceStarts, named);
}
