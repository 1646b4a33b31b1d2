import type { RuleSet, Unread } from '@parley/extraction';
import { CommandError, EXIT } from '../../exit-codes.js';
import { terminalText } from '../../output/terminal-text.js';
import type { ArticleLine } from './article-lines.js';
import type { PrintedStatement, PrintedStatements } from './extract-articles.js';

/** What a run printed of an article. */
export interface PrintedLine {
  readonly id: string;
  readonly statements: readonly PrintedStatement[];
  /** Absent in what versions before 1.2 printed. */
  readonly ruleSet?: RuleSet;
  readonly unread?: Unread;
}

/** A statement of both runs that is not the same. */
export interface ChangedStatement {
  readonly before: PrintedStatement;
  readonly after: PrintedStatement;
  readonly fields: readonly (keyof PrintedStatement)[];
}

/** How an article's statements differ between two runs. */
export interface ArticleDifference {
  readonly id: string;
  readonly gained: readonly PrintedStatement[];
  readonly lost: readonly PrintedStatement[];
  readonly changed: readonly ChangedStatement[];
  /** Why it was not read, in each run; null: it was. Absent where that is the same. */
  readonly unread?: { readonly before: Unread | null; readonly after: Unread | null };
}

/** Counts over all articles of both runs. */
export interface ComparisonSummary {
  readonly before: RuleSet | null;
  readonly after: RuleSet | null;
  readonly articles: number;
  readonly different: number;
  readonly onlyBefore: number;
  readonly onlyAfter: number;
  readonly statements: {
    readonly same: number;
    readonly gained: number;
    readonly lost: number;
    readonly changed: number;
    /** Of those changed, the ones whose stance did. */
    readonly stance: number;
  };
}

const FIELDS = [
  'stance',
  'kind',
  'start',
  'end',
  'statedAt',
  'confidence',
  'speaker',
  'cue',
  'condition',
] as const satisfies readonly (keyof PrintedStatement)[];

/** What the statements of an article were and are. Those of one actor on one issue are paired, the same stance first. */
export function compareArticle(before: PrintedLine, after: PrintedLine): ArticleDifference & { readonly same: number } {
  const gained: PrintedStatement[] = [];
  const lost: PrintedStatement[] = [];
  const changed: ChangedStatement[] = [];
  let same = 0;
  const earlier = grouped(before.statements);
  for (const [key, now] of grouped(after.statements)) {
    const was = [...(earlier.get(key) ?? [])];
    earlier.delete(key);
    const rest = now.filter((statement) => {
      const twin = was.findIndex(({ stance }) => stance === statement.stance);
      if (twin < 0) return true;
      note(was.splice(twin, 1)[0], statement);
      return false;
    });
    for (const statement of rest) note(was.shift(), statement);
    lost.push(...was);
  }
  for (const was of earlier.values()) lost.push(...was);
  return {
    id: after.id,
    gained,
    lost: lost.sort((a, b) => a.start - b.start),
    changed,
    same,
    ...unreadOf(before, after),
  };

  function note(was: PrintedStatement | undefined, statement: PrintedStatement): void {
    if (!was) {
      gained.push(statement);
      return;
    }
    const fields = FIELDS.filter((field) => was[field] !== statement[field]);
    if (fields.length === 0) same++;
    else changed.push({ before: was, after: statement, fields });
  }
}

function unreadOf(before: PrintedLine, after: PrintedLine): Pick<ArticleDifference, 'unread'> {
  const [was, now] = [before.unread ?? null, after.unread ?? null];
  return was?.reason === now?.reason && was?.language === now?.language ? {} : { unread: { before: was, after: now } };
}

function grouped(statements: readonly PrintedStatement[]): Map<string, PrintedStatement[]> {
  const groups = new Map<string, PrintedStatement[]>();
  for (const statement of statements) {
    const key = [statement.dossier ?? '', statement.actor, statement.issue].join('\n');
    const known = groups.get(key);
    if (known) known.push(statement);
    else groups.set(key, [statement]);
  }
  return groups;
}

export const isDifferent = ({ gained, lost, changed, unread }: ArticleDifference): boolean =>
  gained.length + lost.length + changed.length > 0 || unread !== undefined;

/** How far apart the same article may stand in the two runs: what was read ahead is kept. */
export const LOOK_AHEAD = 1_000;

/**
 * Compares run by run as they are read: holds at most `LOOK_AHEAD` lines of the earlier one, however long they are. Both are to
 * have their articles in about the same order.
 */
export class RunComparison {
  readonly #earlier: AsyncIterator<PrintedLine>;
  readonly #ahead = new Map<string, PrintedLine>();
  #ended = false;
  #before: RuleSet | null = null;
  #after: RuleSet | null = null;
  #articles = 0;
  #different = 0;
  #onlyBefore = 0;
  #onlyAfter = 0;
  #stance = 0;
  readonly #statements = { same: 0, gained: 0, lost: 0, changed: 0 };

  constructor(earlier: AsyncIterable<PrintedLine>) {
    this.#earlier = earlier[Symbol.asyncIterator]();
  }

  /** What differs in an article; null where the earlier run does not have it. */
  async next(after: PrintedStatements): Promise<ArticleDifference | null> {
    this.#after = after.ruleSet;
    const before = await this.#find(after.id);
    if (!before) {
      this.#onlyAfter++;
      return null;
    }
    this.#before ??= before.ruleSet ?? null;
    const { same, ...difference } = compareArticle(before, after);
    this.#articles++;
    if (isDifferent(difference)) this.#different++;
    this.#statements.same += same;
    this.#statements.gained += difference.gained.length;
    this.#statements.lost += difference.lost.length;
    this.#statements.changed += difference.changed.length;
    this.#stance += difference.changed.filter(({ fields }) => fields.includes('stance')).length;
    return difference;
  }

  /** Reads the earlier run to its end and counts what was not asked for. */
  async finish(): Promise<ComparisonSummary> {
    this.#onlyBefore += this.#ahead.size;
    this.#ahead.clear();
    while ((await this.#read()) !== null) this.#onlyBefore++;
    return {
      before: this.#before,
      after: this.#after,
      articles: this.#articles,
      different: this.#different,
      onlyBefore: this.#onlyBefore,
      onlyAfter: this.#onlyAfter,
      statements: { ...this.#statements, stance: this.#stance },
    };
  }

  async #find(id: string): Promise<PrintedLine | null> {
    const kept = this.#ahead.get(id);
    if (kept) {
      this.#ahead.delete(id);
      return kept;
    }
    while (this.#ahead.size < LOOK_AHEAD) {
      const line = await this.#read();
      if (line === null) return null;
      if (line.id === id) return line;
      this.#ahead.set(line.id, line);
    }
    return null;
  }

  async #read(): Promise<PrintedLine | null> {
    if (this.#ended) return null;
    const step = await this.#earlier.next();
    if (!step.done) return step.value;
    this.#ended = true;
    return null;
  }
}

/**
 * The lines of an earlier `parley extract`. Throws CommandError with file and line where one is no such line: a comparison
 * with half a run would say nothing.
 */
export async function* printedLines(file: string, lines: AsyncIterable<ArticleLine>): AsyncGenerator<PrintedLine> {
  for await (const line of lines) {
    const read = line.ok ? readPrintedLine(line.text) : line.reason;
    if (typeof read === 'string')
      throw new CommandError(
        `${terminalText(file)}:${line.number}: ${read} Give what "parley extract" printed before.`,
        EXIT.usage,
      );
    yield read;
  }
}

/** A line as `parley extract` prints them, or what is wrong with it. */
function readPrintedLine(text: string): PrintedLine | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'The line is not valid JSON.';
  }
  if (typeof value !== 'object' || value === null) return 'The line is not a JSON object.';
  const { id, statements } = value as Record<string, unknown>;
  if ('attributions' in value) return 'The line has attributions, as --all prints them, and no statements.';
  if (typeof id !== 'string' || !Array.isArray(statements)) return 'The line has no "id" with "statements".';
  const fits = statements.every(
    (one: unknown) =>
      typeof one === 'object' &&
      one !== null &&
      ['actor', 'issue', 'stance'].every((name) => typeof Reflect.get(one, name) === 'string') &&
      ['start', 'end'].every((name) => typeof Reflect.get(one, name) === 'number'),
  );
  // Checked above as far as it is compared; what else a statement has is only shown.
  return fits ? (value as PrintedLine) : 'A statement lacks its actor, issue, stance, start or end.';
}
