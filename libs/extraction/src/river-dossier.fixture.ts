import { type Dossier, parseDossier } from '@parley/dossier';

const YAML = `
dossier: river-treaty
title: The river treaty
from: 2024-01-01
actors:
  - { id: upland, name: Upland, kind: government, aliases: [Highton, Uplandish government] }
  - { id: ruler, name: Ada Ruler, kind: person, aliases: [Ruler, Uplandish president], roles: [{ title: president, of: upland, from: 2020-01-01, to: 2025-05-31 }] }
  - { id: heir, name: Carl Heir, kind: person, aliases: [Heir], roles: [{ title: president, of: upland, from: 2025-06-01 }] }
  - { id: lowland, name: Lowland, kind: government, aliases: [Lowton] }
  - { id: marsh, name: Dora Marsh, kind: person, aliases: [Marsh], roles: [{ title: prime minister, of: lowland }] }
  - { id: france, name: France, kind: government, aliases: [] }
  - { id: macron, name: Emmanuel Macron, kind: person, aliases: [], roles: [{ title: president, of: france }] }
  - { id: river-union, name: River Workers Union, kind: organisation, aliases: [RWU] }
issues:
  - { id: dam, label: The dam, proposition: Upland and Lowland should build the dam at Narrows., terms: [dam, build the dam, Narrows dam] }
  - { id: tolls, label: Lower tolls, proposition: Upland should lower or lift its tolls on river traffic., terms: [tolls, river tolls, raise tolls, cut tolls] }
  - { id: truce, label: A truce, proposition: Fighting should stop (a ceasefire or truce) before a final settlement., terms: [ceasefire, truce, halt in fighting] }
  - { id: patrols, label: Joint patrols, proposition: Joint patrols should be stationed on the river once the fighting stops., terms: [joint patrols, patrols, patrol boats] }
  - { id: good-faith, label: Upland in good faith, proposition: Upland is negotiating in good faith., terms: [good faith, stalling, playing for time, serious about a treaty] }
`;

/** A made-up negotiation: what holds here holds because of the rules and not because of a dossier they were tuned on. */
export function riverDossier(): Dossier {
  const result = parseDossier(YAML);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join(' '));
  return result.dossier;
}
