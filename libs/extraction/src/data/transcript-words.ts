/** Who speaks in a transcript without being named. */
export const UNNAMED_SPEAKERS: ReadonlySet<string> = new Set(
  `q a question answer questioner reporter reporters journalist host moderator interviewer interviewee interpreter translator operator
  presenter anchor announcer chair chairman chairwoman chairperson speaker participant audience male female unidentified unknown man woman voice correspondent the mr ms mrs
  press member of`.split(/\s+/),
);

/** Those of them who answer. */
export const ANSWERERS: ReadonlySet<string> = new Set(['a', 'answer', 'interviewee']);

/** What stands before a colon and is nobody who speaks. */
export const NO_SPEAKERS: ReadonlySet<string> = new Set(
  `note notes update updates updated breaking watch read listen live exclusive analysis background context correction clarification factbox explainer opinion
  editorial comment picture pictures photo photos photograph image images video audio caption source sources credit copyright summary latest more related see also topics
  tags subject date time place location venue where when what why who how today yesterday key events timeline figures numbers graphic map chart table data poll quote
  quotes reaction reactions reuters ap afp dpa bbc cnn upi xinhua tass by from to re cc reporting editing writing additional`.split(
    /\s+/,
  ),
);

/** Speech in a transcript is in somebody's own voice. */
export const OWN_VOICE: ReadonlySet<string> = new Set(
  "i we our my us me you your i'm we're i've we've i'd we'd i'll we'll let's ours mine".split(' '),
);
