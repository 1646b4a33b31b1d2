/** What can disagree. The list is closed; docs/errors.md explains each. */
export type FindingCode = keyof typeof ADVICE;

const REBUILD = 'parley rebuild: builds the read models anew from the log';
const REPORT = 'the log itself is at fault: find out who writes into it, and bring it back from a backup';
const MIGRATE =
  'start any service: it makes what a migration makes; where it was dropped by hand, parley rebuild makes the record anew';

/** What to do about each. */
const ADVICE = {
  VERIFY_LOG_CUT: REPORT,
  VERIFY_LOG_GAP: REPORT,
  VERIFY_EVENT_UNREADABLE: 'see who wrote it; a newer version of Parley may read it',
  VERIFY_EVENT_ID: REPORT,
  VERIFY_EVENT_KEY: REPORT,
  VERIFY_EVENT_CONFLICT: REPORT,
  VERIFY_CONTENT_HASH: REPORT,
  VERIFY_ARTICLE_NOT_READ: 'send the article again; if that is no news, the statements topic has lost its reading',
  VERIFY_ROW_MISSING: REBUILD,
  VERIFY_ROW_EXTRA: REBUILD,
  VERIFY_ROW_DOUBLE: REBUILD,
  VERIFY_ROW_DIFFERENT: REBUILD,
  VERIFY_TEXT_ALTERED: REBUILD,
  VERIFY_SPAN: 'where the row differs from the log as well: parley rebuild; else report it, with the article',
  VERIFY_SPAN_WITHOUT_TEXT: 'the article topic has lost the revision: send the article again',
  VERIFY_CHANGE_MISSING: 'subscribers were not told: the log has lost it; bring the log back from a backup',
  VERIFY_CHANGE_DOUBLE:
    'readers that know events by their ids are not harmed; find out who publishes beside the tracker',
  VERIFY_CHANGE_ORDER: REPORT,
  VERIFY_CHANGE_MISFIT: REPORT,
  VERIFY_CHANGE_UNDECIDED: 'the tracker never decided it: find out who publishes beside it',
  VERIFY_POSITION_DIFFERENT:
    'what was announced is not what the statements show: see whether events of this timeline are named as well; else report it',
  VERIFY_LEDGER_DIFFERENT: "the tracker's own tables are off: bring the schema tracker back from a backup",
  VERIFY_STORY_DIFFERENT: "the tracker's own tables are off: bring the schema tracker back from a backup",
  VERIFY_OUTBOX_WAITING: 'see that a tracker runs and reaches the log: it publishes what waits',
  VERIFY_CHECKPOINT_BEYOND:
    'the log is not the one this database was filled from: see the configuration, or parley rebuild',
  VERIFY_CHECKPOINT_AHEAD: REBUILD,
  VERIFY_CHECKPOINT_BEHIND:
    'nothing is lost: what was taken is known by its id when it comes again; parley rebuild puts it right',
  VERIFY_SCHEMA_MISSING: MIGRATE,
  VERIFY_SCHEMA_DIFFERENT: MIGRATE,
  VERIFY_SCHEMA_INVALID: 'REINDEX or VALIDATE it in Postgres, or parley rebuild',
  VERIFY_DEAD_LETTER: 'parley dlq show tells why; mend the cause, then parley dlq retry',
} as const satisfies Record<`VERIFY_${string}`, string>;

export const FINDING_CODES = Object.keys(ADVICE) as readonly FindingCode[];

/** Where something disagrees: a table and the key of its row, a place in the log, a timeline. */
export type Where = Readonly<Record<string, string | number | bigint>>;

/** One disagreement: what the log says there should be, and what is there. */
export interface Finding {
  readonly code: FindingCode;
  readonly where: Where;
  /** null: nothing should be there. */
  readonly expected: string | null;
  /** null: nothing is there. */
  readonly found: string | null;
  readonly advice: string;
}

/** Takes what disagrees as it is found. */
export type Report = (code: FindingCode, where: Where, expected: string | null, found: string | null) => void;

export const findingOf = (code: FindingCode, where: Where, expected: string | null, found: string | null): Finding => ({
  code,
  where,
  expected: expected === null ? null : shortened(expected),
  found: found === null ? null : shortened(found),
  // What the tracker has passed over no rebuild brings back.
  advice: code === 'VERIFY_CHECKPOINT_AHEAD' && where.consumer === 'tracker' ? TAKE_AGAIN : ADVICE[code],
});

const TAKE_AGAIN =
  'stop the trackers, set next_offset in tracker.checkpoint back to what was expected, and start them again: what was taken changes nothing';

/** Article text may stand in a value; a few lines tell which. */
const shortened = (text: string): string => (text.length > 400 ? `${text.slice(0, 399)}…` : text);
