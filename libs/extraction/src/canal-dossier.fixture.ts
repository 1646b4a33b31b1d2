import { type Dossier, parseDossier } from '@parley/dossier';

/** The negotiation of two made-up countries; `offices` more aliases for one of them. */
export function canalDossier(offices = 0): Dossier {
  const parsed = parseDossier(`
dossier: lakeside-canal
title: The lakeside canal talks
from: 2026-01-01
actors:
  - { id: ruritania, name: Ruritania, kind: government, aliases: [Strelsau] }
  - { id: elphberg, name: Rudolf Elphberg, kind: person, aliases: [Elphberg], roles: [{ title: president, of: ruritania, from: 2020-01-01 }] }
  - { id: graustark, name: Graustark, kind: government, aliases: [Edelweiss] }
  - { id: yetive, name: Anna Yetive, kind: person, aliases: [Yetive], roles: [{ title: foreign minister, of: graustark, from: 2020-01-01 }] }
issues:
  - { id: canal, label: The canal, proposition: The lakeside canal should be built., terms: [canal, waterway] }
  - { id: tolls, label: Lower tolls, proposition: Ruritania should lower its tolls on shipping., terms: [tolls, shipping tolls] }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  parsed.dossier.actors[0]?.aliases.push(...Array.from({ length: offices }, (_, i) => `Canal Office Number ${i}`));
  return parsed.dossier;
}
