import { tokenize } from '../tokens.js';

/** Words too common in talk about negotiations to name one issue by themselves. */
export const GENERIC = new Set(
  `talks talk deal meeting plan agreement pause extension deadline support proposal offer meet negotiations negotiation dialogue discussion
  pact accord settlement peace war consensus territory land region border weapons arms aid ban purchases order money payment pay fund funding price cost fee
  market output production data system release return state member vote poll hours shift leave use state sale talks discussions step move action measures
  restriction control controls limits demand conditions energy water river price security trade attack attacks killing violence guns combat force forces operation text document points draft treaty framework initiative invitation visit protection assurance member entry response import imports assistance strike strikes`
    .split(/\s+/)
    .map((word) => tokenize(word)[0]?.stem ?? word),
);

/** Words of propositions that are in every text. */
export const COMMON: ReadonlySet<string> = new Set(
  `per cent percent year years week weeks month months day days time times people thing things country countries nation nations
  state states world first last next two three four five six seven eight nine ten hundred thousand million billion most more less
  again back down away together within under above across along worth whole full all large small big good bad high low great real
  get gets got come comes came go goes give gives given take takes let lets make makes made keep keeps say see put set use used
  need needs want wants well fair fully longer place number least others end because since then now us you`.split(
    /\s+/,
  ),
);
