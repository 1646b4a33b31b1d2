import { type Dossier, parseDossier } from '@parley/dossier';

const YAML = `
dossier: harbour
title: The harbour talks
from: 2024-01-01
actors:
  - { id: norland, name: Norland, kind: government, aliases: [Norhaven, Norlandish government] }
  - { id: vale, name: Tom Vale, kind: person, aliases: [Vale], roles: [{ title: prime minister, of: norland }] }
  - { id: sudland, name: Sudland, kind: government, aliases: [Sudport, Sudlandish government] }
  - { id: lund, name: Eva Lund, kind: person, aliases: [Lund], roles: [{ title: president, of: sudland }] }
  - { id: guild, name: Dockers Guild, kind: organisation, aliases: [the guild] }
  - { id: berg, name: Ida Berg, kind: person, aliases: [Berg], roles: [{ title: chair, of: guild }] }
  - { id: halden, name: Halden Lines, kind: organisation, aliases: [Halden] }
issues:
  - { id: canal, label: The canal, proposition: The canal should be built., terms: [canal, canal project] }
  - { id: strike, label: The strike, proposition: The strike at the port should go ahead., terms: [strike, walkout, stoppage] }
  - { id: caps, label: Caps on exports, proposition: Caps on timber exports should be part of the treaty., terms: [cap on exports, caps on timber, export caps, timber exports] }
  - { id: drilling, label: A drilling ban, proposition: There should be a ban on deep drilling., terms: [ban on drilling, deep drilling, drilling ban] }
  - { id: fishing, label: Fishing in the bay, proposition: Sudland should be allowed to fish in the bay., terms: [fishing in the bay, fishing rights, fish in the bay] }
  - { id: damages, label: Damages, proposition: Norland is entitled to compensation for the oil spill., terms: [compensation, damages, oil spill] }
  - { id: inspections, label: Inspections, proposition: The deal should include inspections of warehouses by outside experts., terms: [inspections, inspection of warehouses, outside experts] }
  - { id: wages, label: Higher wages, proposition: Halden Lines should raise its wages by a tenth., terms: [wages, wage rise, raise wages, wage increase] }
  - { id: embargo, label: The embargo, proposition: Norland should lift its embargo on grain., terms: [embargo, grain embargo, lift the embargo] }
`;

/** A made-up negotiation whose propositions have many shapes. */
export function harbourDossier(): Dossier {
  const result = parseDossier(YAML);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join(' '));
  return result.dossier;
}
