import { parseDossier } from '@parley/dossier';
import { createExtractor } from './index.js';

/** A proposition, its terms, and sentences that speak for it (+) or against it (-). */
const SHAPES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'The treaty should cap the production of new glass.',
    ['glass production', 'production cap', 'caps on production', 'virgin glass', 'cut production', 'supply'],
    [
      '+Lund called for a production cap.',
      '+Lund supports caps on production.',
      '-Lund rejected caps on production.',
      '-Lund said glass production should grow.',
      '+Lund said glass production must be cut.',
      '-Lund opposes a cut in glass production.',
      '-Lund said any cap on glass production was a red line.',
      '+Lund said the treaty must tackle glass production.',
      '-Lund wants glass production left out of the treaty.',
      '+“We need to produce less glass,” Lund said.',
      '+Lund said there must be a limit on glass production.',
    ],
  ],
  [
    'Harmful dyes used in textiles should be banned.',
    ['dyes', 'harmful dyes', 'toxic dyes', 'ban on dyes', 'dye list'],
    [
      '+Lund called for a ban on toxic dyes.',
      '-Lund rejected a ban on toxic dyes.',
      '+Lund said harmful dyes must go.',
      '+Lund wants toxic dyes phased out.',
      '-Lund defended the use of dyes.',
      '-Lund said dyes should not be regulated.',
      '+Lund said dyes should be regulated.',
    ],
  ],
  [
    'Decisions should be taken by a vote where there is no consensus.',
    ['vote', 'voting', 'majority vote', 'consensus', 'veto'],
    [
      '+Lund said decisions should be taken by vote.',
      '-Lund insisted on consensus.',
      '-Lund opposes voting.',
      '+Lund called for a majority vote.',
      '-Lund said only consensus was acceptable.',
      '-Lund ruled out a vote.',
    ],
  ],
  [
    'The dam should be filled only under a binding agreement.',
    ['binding agreement', 'legally binding', 'fill the dam', 'filling', 'unilateral filling', 'guidelines'],
    [
      '+Lund demanded a binding agreement.',
      '-Lund rejected a binding agreement.',
      '+Lund condemned the unilateral filling.',
      '+Lund warned against unilateral filling.',
      '-Lund refused to sign a legally binding agreement.',
      '+Lund insisted on a legally binding agreement.',
    ],
  ],
  [
    'A drought rule should oblige Norland to release more water in dry years.',
    ['drought', 'dry years', 'release of water', 'water release', 'water quota'],
    [
      '+Lund demanded the release of water in dry years.',
      '-Lund rejected a water quota.',
      '-Norland refused to release water in dry years.',
      '+Lund said water must be released in dry years.',
    ],
  ],
  [
    'Outside powers should mediate in the dispute.',
    ['mediation', 'mediator', 'mediate', 'outside powers', 'international mediation'],
    [
      '+Lund called for international mediation.',
      '-Lund rejected mediation.',
      '-Lund said there was no need for outside powers.',
      '+Lund welcomed an offer of mediation.',
      '-Lund ruled out any mediator.',
    ],
  ],
  [
    'Norland should keep to the rules of the union on state aid (a level playing field).',
    ['level playing field', 'state aid', 'common rules', 'fair competition', 'alignment'],
    [
      '+Lund insisted on a level playing field.',
      '-Norland rejected alignment.',
      '-Norland said it would not accept common rules.',
      '+Lund demanded fair competition.',
      '-Norland refused to follow the rules on state aid.',
      '+Lund said there could be no deal without a level playing field.',
    ],
  ],
  [
    'Boats of the union should keep their access to the waters of Norland.',
    ['fisheries', 'fishing quotas', 'access to waters', 'fishing waters', 'control of its waters'],
    [
      '+Lund demanded access to waters.',
      '-Norland rejected access to its waters.',
      '-Norland insisted on control of its waters.',
      '+Lund said access to fishing waters must not change.',
      '-Norland wants to cut fishing quotas.',
    ],
  ],
  [
    'The transition should be extended beyond the end of the year.',
    ['extension', 'extend the transition', 'transition period', 'delay', 'longer transition'],
    [
      '-Norland ruled out an extension.',
      '+Lund called for a longer transition.',
      '-Norland said it would not extend the transition.',
      '+Lund asked for an extension.',
      '-Norland will leave the transition at the end of the year, deal or no deal, Vale said.',
      '-Vale said the transition period must end this year.',
    ],
  ],
  [
    'The two sides should reach an agreement rather than part without one.',
    ['no deal', 'without a deal', 'agreement', 'free trade agreement', 'walk away'],
    [
      '+Lund wants an agreement.',
      '-Vale said he was ready to walk away.',
      '-Vale said Norland would prosper without a deal.',
      '+Lund said she did not want no deal.',
      '-Vale said no deal was better than a bad deal.',
      '+Lund warned against no deal.',
    ],
  ],
  [
    'Norland should leave the alliance.',
    ['leave the alliance', 'withdrawal', 'exit', 'membership', 'stay in'],
    [
      '+Vale called for withdrawal.',
      '-Lund said Norland should stay in the alliance.',
      '-Lund defended membership.',
      '-Lund opposes an exit.',
      '+Vale said membership must end.',
    ],
  ],
  [
    'Platforms should pay publishers for news.',
    ['payment for news', 'link tax', 'pay publishers', 'news payments', 'licence fees'],
    [
      '+Lund said platforms must pay publishers.',
      '-Halden refused to pay publishers.',
      '-Halden called licence fees “extortion”.',
      '+Lund supports a link tax.',
      '-Halden threatened to remove news rather than pay publishers.',
    ],
  ],
  [
    'No new coal mines should be opened.',
    ['coal mines', 'new coal mine', 'new mines', 'mine'],
    [
      '+Berg opposes new coal mines.',
      '-Vale approved a new coal mine.',
      '+Berg said there must be no new mines.',
      '-Vale said the new coal mine should be opened.',
      '-Vale supports new mines.',
    ],
  ],
  [
    'Foreign troops should not be stationed on the island.',
    ['foreign troops', 'troops on the island', 'bases', 'military base'],
    [
      '+Lund rejected foreign troops on the island.',
      '-Vale wants to station troops on the island.',
      '+Lund said there should be no military base on the island.',
      '-Vale welcomed foreign troops on the island.',
      '-Vale offered a military base.',
    ],
  ],
  [
    'Rents should be frozen for five years.',
    ['rent freeze', 'rents', 'freeze rents', 'rent cap', 'rent rises'],
    [
      '+Berg called for a rent freeze.',
      '-Vale rejected a rent freeze.',
      '-Vale said rents should rise.',
      '+Berg condemned rent rises.',
      '-Vale said a rent cap would backfire.',
      '+Berg said rents must not rise.',
    ],
  ],
  [
    'Halden should sell its ports business.',
    ['sale of the ports', 'ports business', 'sell the ports', 'divestment', 'spin off'],
    [
      '+Berg called for the sale of the ports.',
      '-Halden ruled out a sale of the ports.',
      '+Berg urged Halden to sell its ports business.',
    ],
  ],
  [
    'Norland should recognise the state of Sudmark.',
    ['recognition', 'recognise Sudmark', 'statehood', 'recognise a state'],
    [
      '+Lund called for recognition of Sudmark.',
      '-Vale refused to recognise Sudmark.',
      '-Vale said recognition would reward violence.',
      '+Lund welcomed the recognition of Sudmark.',
      '-Vale said it was too soon for recognition of Sudmark.',
    ],
  ],
  [
    'The rebels should give up their arms.',
    ['disarmament', 'lay down their arms', 'give up their arms', 'weapons', 'surrender weapons'],
    [
      '+Vale demanded that the rebels give up their arms.',
      '+Vale called for disarmament.',
      '-Lund rejected disarmament.',
      '-Lund said the rebels would keep their weapons.',
      '-Lund said they would never surrender weapons.',
    ],
  ],
  [
    'Prices of medicines should be negotiated by the state.',
    ['price negotiation', 'medicine prices', 'negotiate prices', 'drug prices'],
    ['+Berg said the state should negotiate prices.', '-Halden opposes price negotiation.'],
  ],
  [
    'The deal with Halden is unfair to workers.',
    ['unfair deal', 'Halden deal', 'deal with Halden'],
    [
      '+Berg said the Halden deal was unfair.',
      '+Berg condemned the Halden deal.',
      '-Vale defended the deal with Halden.',
      '-Vale praised the Halden deal.',
    ],
  ],
  [
    'Vale should resign.',
    ['resign', 'resignation', 'step down', 'stay on', 'early election'],
    [
      '+Berg called on Vale to resign.',
      '-Vale refused to step down.',
      '+Berg demanded the resignation of Vale.',
      '-Vale ruled out his resignation.',
    ],
  ],
  [
    'Norland should not fill the reservoir before there is an agreement.',
    ['fill the reservoir', 'filling', 'reservoir', 'binding agreement', 'unilateral', 'second filling'],
    [
      '+Lund warned against filling the reservoir.',
      '-Vale said Norland would fill the reservoir.',
      '+Lund called for a binding agreement.',
      '+Lund condemned the filling.',
      '-Vale rejected a binding agreement.',
      '-Vale said the filling could not be put off.',
      '-Vale vowed to go ahead with the second filling.',
    ],
  ],
  [
    'Norland should stop the filling until there is an agreement.',
    ['filling', 'stop the filling', 'halt', 'binding agreement'],
    [
      '+Lund demanded a halt to the filling.',
      '-Vale refused to stop the filling.',
      '+Lund called for a binding agreement.',
      '-Vale said the filling would go on.',
    ],
  ],
  [
    'Sudland is entitled to its present share of the water.',
    ['water share', 'historic rights', 'share of the water', 'equitable use', 'water security'],
    ['+Lund insisted on her country’s historic rights.', '-Vale rejected historic rights.'],
  ],
  [
    'Goods should cross the border without checks.',
    ['border checks', 'checks', 'hard border', 'frictionless', 'customs checks'],
    [
      '+Lund rejected border checks.',
      '-Vale defended customs checks.',
      '-Vale said checks were necessary.',
      '+Lund called for frictionless trade.',
    ],
  ],
  [
    'Norland should pay what it owes to the union.',
    ['exit bill', 'bill', 'pay its debts', 'settle accounts', 'money'],
    ['+Lund demanded that Norland settle accounts.', '-Vale refused to pay.', '+Lund insisted on the exit bill.'],
  ],
  [
    'Courts of the union should have the last word on the deal.',
    ['court', 'jurisdiction', 'judges', 'last word'],
    [
      '-Vale said foreign judges must have no say.',
      '-Vale rejected the jurisdiction of the court.',
      '+Lund insisted on the role of the court.',
      '-Vale wants to end the jurisdiction of the court.',
    ],
  ],
  [
    'A fund should help poor countries to pay for it.',
    ['fund', 'finance', 'financial mechanism', 'money', 'new fund'],
    ['+Lund demanded new money.', '+Lund called for a dedicated fund.', '-Vale opposes a new fund.'],
  ],
  [
    'Norland and Sudland should agree to the truce on the table.',
    ['truce', 'proposal', 'agreement', 'pause in the fighting'],
    [
      '+Lund accepted the proposal.',
      '-Lund rejected the proposal.',
      '+Lund called the agreement fair.',
      '-Lund said the truce would only give the enemy time.',
    ],
  ],
  [
    'The use of robots at the port should be strictly limited by the contract.',
    ['robots', 'machines', 'automated cranes'],
    ['+Lund warned against machines.', '-Vale defended automated cranes.', '+Lund rejected the use of robots.'],
  ],
  [
    'Lighthouses should stay open.',
    ['lighthouses', 'shutdown', 'closure', 'phase-out'],
    ['+Lund condemned the closure.', '-Vale defended the shutdown.', '-Vale called for a phase-out.'],
  ],
  [
    'Harmful fishing subsidies should be abolished.',
    ['subsidies', 'fuel subsidies'],
    ['+Lund called for an end to fuel subsidies.', '-Vale defended the subsidies.'],
  ],
  [
    'Rich countries should pay into a fund for flood damage.',
    ['fund', 'flood fund', 'pay into'],
    ['+Lund demanded a flood fund.', '-Vale said there was no need for a fund.'],
  ],
  [
    'Night flights should be banned.',
    ['night flights', 'night flying', 'curfew'],
    ['+Lund called for a curfew.', '-Vale rejected a curfew.', '-Vale defended night flying.'],
  ],
];

const dossierOf = (proposition: string, terms: readonly string[]): string => `
dossier: shapes
title: Propositions of many shapes
from: 2024-01-01
actors:
  - { id: norland, name: Norland, kind: government, aliases: [Norhaven] }
  - { id: vale, name: Tom Vale, kind: person, aliases: [Vale], roles: [{ title: prime minister, of: norland }] }
  - { id: lund, name: Eva Lund, kind: person, aliases: [Lund] }
  - { id: guild, name: Dockers Guild, kind: organisation, aliases: [the guild] }
  - { id: berg, name: Ida Berg, kind: person, aliases: [Berg], roles: [{ title: chair, of: guild }] }
  - { id: halden, name: Halden Lines, kind: organisation, aliases: [Halden] }
issues:
  - { id: asked, label: Asked, proposition: ${JSON.stringify(proposition)}, terms: ${JSON.stringify(terms)} }
  - { id: museum, label: The museum, proposition: The museum should be moved to Norhaven., terms: [museum] }
`;

describe.each(SHAPES)('%s', (proposition, terms, sentences) => {
  const parsed = parseDossier(dossierOf(proposition, terms));
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join(' '));
  const extractor = createExtractor(parsed.dossier);

  it.each(sentences)('%s', (sentence) => {
    const stances = extractor
      .extract({ text: sentence.slice(1), publishedAt: '2025-09-10' })
      .filter((statement) => statement.issue === 'asked')
      .map((statement) => statement.stance);
    expect(stances).toEqual([sentence.startsWith('+') ? 'support' : 'oppose']);
  });
});
