/**
 * Titles of office and what they are called besides. The words of a dossier's role are looked up here, so that "the
 * French president", "France's head of state" and "the president" find the same person.
 */
export const TITLE_SYNONYMS: readonly (readonly string[])[] = [
  ['president', 'head of state', 'leader'],
  ['prime minister', 'premier', 'pm', 'head of government', 'leader'],
  ['chancellor', 'head of government', 'leader'],
  ['taoiseach', 'prime minister', 'premier', 'leader'],
  ['king', 'monarch', 'ruler'],
  ['crown prince', 'prince', 'leader'],
  ['emir', 'ruler', 'leader'],
  ['supreme leader', 'leader'],
  ['foreign minister', 'top diplomat', 'foreign secretary', 'chief diplomat'],
  ['secretary of state', 'top diplomat', 'chief diplomat'],
  ['foreign secretary', 'top diplomat', 'foreign minister'],
  ['foreign policy chief', 'high representative', 'top diplomat'],
  ['high representative', 'foreign policy chief', 'top diplomat'],
  [
    'defence minister',
    'defense minister',
    'defence secretary',
    'defense secretary',
    'secretary of defense',
    'defence chief',
    'defense chief',
  ],
  ['finance minister', 'treasury secretary', 'finance chief'],
  ['treasury secretary', 'treasury chief'],
  ['chancellor of the exchequer', 'chancellor', 'finance minister'],
  ['trade minister', 'commerce minister', 'trade secretary'],
  ['commerce secretary', 'commerce chief'],
  ['trade representative', 'trade chief', 'trade negotiator', 'top trade negotiator', 'top trade official'],
  ['trade commissioner', 'trade chief'],
  ['spokesman', 'spokeswoman', 'spokesperson', 'press secretary'],
  ['spokeswoman', 'spokesperson'],
  ['press secretary', 'spokesman', 'spokeswoman', 'spokesperson'],
  ['special envoy', 'envoy'],
  ['envoy', 'special envoy', 'representative'],
  ['chief negotiator', 'lead negotiator', 'top negotiator', 'negotiator'],
  ['ambassador', 'envoy', 'permanent representative'],
  ['secretary general', 'secretary-general', 'chief', 'head', 'top official'],
  ['director general', 'director-general', 'chief', 'head'],
  ['chief executive', 'ceo', 'boss', 'chief', 'head'],
  ['chairman', 'chair', 'chairwoman', 'head', 'boss', 'chairperson'],
  ['general secretary', 'secretary general', 'leader', 'head', 'boss', 'union leader'],
  ['commission president', 'president', 'chief', 'head'],
  ['council president', 'president'],
  ['managing director', 'chief', 'head', 'boss'],
  ['director', 'head', 'chief'],
  ['party leader', 'leader', 'head'],
  ['leader', 'chief', 'head'],
  ['climate minister', 'environment minister', 'climate envoy', 'climate secretary'],
  ['commissioner', 'chief', 'boss'],
  ['presidential aide', 'aide', 'adviser', 'advisor'],
  ['adviser', 'advisor', 'aide'],
  ['governor', 'chief', 'head'],
  ['minister'],
  ['mayor', 'head'],
];

/** Titles whose bearer leads what it is of: a person so described and not in the dossier stands for no body. */
export const HEAD_TITLES: ReadonlySet<string> = new Set([
  'president',
  'prime minister',
  'chancellor',
  'premier',
  'king',
  'queen',
  'emir',
  'sultan',
  'taoiseach',
  'crown prince',
  'head of state',
]);

/** People and groups of people who speak for the body that stands before them: "the Ukrainian delegation". */
export const BODY_AGENTS: ReadonlySet<string> = new Set(
  `government governments authorities authority administration officials delegation delegates negotiators side leadership cabinet ministry
   ministries diplomats representatives team ministers executives bosses spokespeople embassy presidency camp
   state regime party union leaders mission statement communique communiqué readout capital nation country bloc committee council chairs co-chairs heads chiefs company group executive parliament alliance association federation board`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** What a government or a body does its business through: "his administration", "the ministry in Norhaven". */
export const OFFICES: ReadonlySet<string> = new Set(
  'government administration office cabinet ministry presidency leadership authorities team delegation negotiators regime'.split(
    ' ',
  ),
);

/** The same, people: "officials from Norland". */
export const OFFICES_WITH_PEOPLE: ReadonlySet<string> = new Set(
  'officials authorities negotiators diplomats delegates ministers representatives leaders envoys'.split(' '),
);

/** One person who speaks for the body named with them even without a name: "a NATO spokesperson". */
export const SPOKESPERSONS: ReadonlySet<string> = new Set([
  'spokesman',
  'spokeswoman',
  'spokesperson',
  'spokespeople',
  'spokesmen',
]);

/** Offices whose named holder speaks for the body named with them. */
export const OFFICIAL_NOUNS: ReadonlySet<string> = new Set([
  'spokesman',
  'spokeswoman',
  'spokesperson',
  'minister',
  'secretary',
  'envoy',
  'ambassador',
  'negotiator',
  'diplomat',
  'official',
  'commissioner',
  'representative',
  'delegate',
  'adviser',
  'advisor',
  'aide',
  'director',
  'chief',
  'head',
  'undersecretary',
  'deputy',
  'chairman',
  'chairwoman',
  'chair',
  'co-chair',
  'convener',
  'boss',
  'executive',
  'ceo',
  'general',
  'commander',
  'officer',
  'lawyer',
  'attorney',
  'president',
  'vice-president',
  'leader',
  'organiser',
  'organizer',
  'coordinator',
  'manager',
  'counsel',
]);

/** Words that go before a name and belong to the person: "Secretary of State Marco Rubio". */
export const HONORIFICS: ReadonlySet<string> = new Set([
  'mr',
  'mrs',
  'ms',
  'dr',
  'sir',
  'dame',
  'lord',
  'lady',
  'president',
  'premier',
  'chancellor',
  'minister',
  'senator',
  'governor',
  'king',
  'prince',
  'general',
  'secretary',
  'ambassador',
  'chairman',
  'chairwoman',
  'commissioner',
  'spokesman',
  'spokeswoman',
  'spokesperson',
  'envoy',
  'pope',
  'chief',
  'negotiator',
  'representative',
  'leader',
  'director',
  'aide',
  'judge',
  'justice',
  'professor',
  'captain',
  'colonel',
  'admiral',
  'sheikh',
  'ayatollah',
]);

/** More than one who speak for the body named with them. */
export const OFFICIALS_PLURAL: ReadonlySet<string> = new Set(
  'chairs co-chairs leaders heads negotiators officials delegates representatives bosses chiefs spokespeople'.split(
    ' ',
  ),
);

/** People who are quoted by their trade alone, one of them. */
export const SPEAKERS_SINGULAR: ReadonlySet<string> = new Set(
  `spokesman spokeswoman spokesperson official lawmaker analyst expert economist diplomat delegate negotiator campaigner activist scientist
   researcher professor critic observer source aide adviser advisor insider commentator executive farmer resident senator legislator mp`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** The same, more of them. */
export const SPEAKERS_PLURAL: ReadonlySet<string> = new Set(
  `spokesmen spokespeople officials lawmakers analysts experts economists diplomats delegates negotiators campaigners activists scientists
   researchers critics observers sources aides advisers advisors insiders commentators executives farmers residents senators legislators mps
   opponents supporters advocates environmentalists doctors nurses teachers students workers employers manufacturers producers growers
   investors traders protesters ngos ministers politicians`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
