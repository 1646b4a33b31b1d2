const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const AUXILIARIES = list(
  `is are was were be been being am has have had having do does did will would shall should can could may might must ought
  'd 'll 're 've won't wouldn't can't cannot couldn't shouldn't don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't mustn't 's`,
);

export const MODALS = list(
  `must should shall ought will would need needs have has had can could may might won't wouldn't shouldn't mustn't can't cannot couldn't 'll let's`,
);

/** Modals that say what ought to be; what a speaker puts under one of these is a stance. */
export const DEONTIC = list("must should ought shall need needs needed mustn't shouldn't let's let");

export const NEGATORS = list(
  `not no never zero nor neither none nothing nobody nowhere cannot without hardly scarcely barely won't wouldn't can't couldn't shouldn't
  don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't mustn't ain't n't unlikely`,
);

/** Past forms that end unlike others and are no nouns where a noun might stand. */
export const IRREGULAR_PASTS = list(
  `said told gave met held took left went put set made began broke sent came wrote saw sought thought felt found kept let meant spoke
  stood struck swore understood withdrew chose drew fell hit knew laid led lost paid read rose ran shut threw won would`,
);

export const PREPOSITIONS = list(
  `of in on at to from by with for about against between among amid during since until before after over under into onto upon through
  across around near beside behind beyond despite without within toward towards via per like unlike alongside inside outside off versus`,
);

export const DETERMINERS = list(
  `the a an this that these those his her its their our my your any some every each all no both such another other`,
);

export const CONJUNCTIONS = list('and but or nor yet so');

export const RELATIVES = list('who which that whom whose where');

/** Words that begin a clause of their own. */
export const CLAUSE_OPENERS = list(
  `because while although though whereas since whether which who where when if unless until before after as so that but`,
);

export const PERSON_PRONOUNS = list('he she him her his hers himself herself');
export const THING_PRONOUNS = list('it its itself');
export const PLURAL_PRONOUNS = list('they them their theirs themselves');
export const FIRST_PERSON = list(
  "i we my our me us ours mine myself ourselves i'm i've i'll i'd we're we've we'll we'd",
);

/** Adverbs and small words that may stand between a subject and its verb, beside every word in -ly. */
export const ADVERBS = list(
  `also again now then later earlier still already even just only once ever always often sometimes too instead rather thus therefore
  however meanwhile nevertheless nonetheless first last long soon today yesterday tomorrow tonight since yet simply all both each
  on monday tuesday wednesday thursday friday saturday sunday itself himself herself themselves far well perhaps indeed publicly
  flatly firmly reportedly openly repeatedly previously bluntly once more ago month week year night morning evening afternoon`,
);

/** The commonest words of English, for telling it from other languages. */
export const ENGLISH_STOP_WORDS = list(
  `the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her
  she there would their we him been has when who will no more if out so said what up its about into than them can only other new some could
  time these two may then do first any my now such like our over me even most made after also did many before must through where much your
  should because each just those people how too between under while against during without us again says told after`,
);

/** Left out when words of a proposition or term are looked at. */
export const CONTENTLESS = list(
  `the of and to in a an is that for it as be by on not at are this or its their his her with from should would could must may might can will
  shall more less than rather they them he she we you i who which what when where whether if so such any some all each every other another
  own one two both sides side part parts new same further go on put take make keep also up out down off over into onto
  without before after once while during until between among about against really itself themselves way ways kind
  have has had do does did been being was were there here no nor only just very much many long`,
);

export const MONTHS_AND_DAYS = list(
  `january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday
  sunday christmas easter`,
);
