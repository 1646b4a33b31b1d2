import type { ActorRef, CloudEvent, IssueRef, RevisionRef, Statement } from '@parley/contracts';

/** The types of events by which people put the record right. */
export const CURATION_TYPES = [
  'parley.statement.retracted',
  'parley.statement.amended',
  'parley.statement.added',
  'parley.statement.restored',
] as const;
export type CurationType = (typeof CURATION_TYPES)[number];

/** What a person put right, as the log has it. */
export type Curation = { [Type in CurationType]: Pick<CloudEvent<Type>, 'id' | 'type' | 'data'> }[CurationType];
export type Addition = Extract<Curation, { type: 'parley.statement.added' }>;

export const isCurationType = (type: string): type is CurationType =>
  (CURATION_TYPES as readonly string[]).includes(type);

/** Id of the statement that a curation names. */
export const statementIdOfCuration = ({ type, data }: Curation): string =>
  type === 'parley.statement.added' ? data.statement.id : data.statementId;

/** A statement as it was read, or as it was added. */
export interface CurableStatement {
  readonly statement: Statement;
  readonly revision: RevisionRef;
  /** Whether its article's reading in force has it; those that are superseded are known by their id alone. */
  readonly isStanding: boolean;
}

/** A statement as it counts. */
export interface CuratedStatement<Read extends CurableStatement> {
  readonly read: Read;
  readonly statement: Statement;
  /** Its actor and issue where an amendment names others; null where they are as they were read. */
  readonly actor: ActorRef | null;
  readonly issue: IssueRef | null;
  /** The first retraction in effect; null where it counts. */
  readonly retractedBy: string | null;
  /** Ids of the curations in effect on it, in the order of the log. */
  readonly curations: readonly string[];
}

/** Ids of the curations that were undone. */
export const undoneBy = (curations: readonly Curation[]): ReadonlySet<string> =>
  new Set(curations.flatMap((one) => (one.type === 'parley.statement.restored' ? [one.data.curationId] : [])));

/** The statements that were added to an article, each once: by its latest addition that is in effect, else its latest. */
export function additionsOf(
  curations: readonly Curation[],
): { readonly addition: Addition; readonly isUndone: boolean }[] {
  const undone = undoneBy(curations);
  const additions = new Map<string, { addition: Addition; isUndone: boolean }>();
  for (const one of curations) {
    if (one.type !== 'parley.statement.added') continue;
    const { id } = one.data.statement;
    const isUndone = undone.has(one.id);
    if (!isUndone || (additions.get(id)?.isUndone ?? true)) additions.set(id, { addition: one, isUndone });
  }
  return [...additions.values()];
}

/**
 * The statements of one article as its curations, in the order of the log, leave them. Pure. A curation that was undone
 * has no effect; of several amendments of one field the last counts. A curation concerns
 *
 * - the statement whose id it names;
 * - where no standing statement has that id (a later reading gave it another): each standing statement of the same
 *   dossier, actor and issue, as read, whose words are the same. In the same revision those are spans that overlap; in
 *   another one, evidence of which one holds the other, white space aside.
 *
 * An amended span is kept only in the revision it was drawn in: nothing is anchored anew by guess.
 */
export function curate<Read extends CurableStatement>(
  reads: readonly Read[],
  curations: readonly Curation[],
): CuratedStatement<Read>[] {
  const undone = undoneBy(curations);
  const inEffect = curations.filter(({ id }) => !undone.has(id));
  const standing = new Set(reads.filter(({ isStanding }) => isStanding).map((read) => read.statement.id));
  return reads.map((read) => {
    let { statement } = read;
    let actor: ActorRef | null = null;
    let issue: IssueRef | null = null;
    let retractedBy: string | null = null;
    const effective: string[] = [];
    for (const curation of inEffect) {
      if (curation.type === 'parley.statement.added' || curation.type === 'parley.statement.restored') continue;
      if (!concerns(curation, read, standing)) continue;
      effective.push(curation.id);
      if (curation.type === 'parley.statement.retracted') retractedBy ??= curation.id;
      else {
        statement = amend(statement, curation.data, read.revision);
        actor = curation.data.actor ?? actor;
        issue = curation.data.issue ?? issue;
      }
    }
    return { read, statement, actor, issue, retractedBy, curations: effective };
  });
}

type OfStatement = Extract<Curation, { type: 'parley.statement.retracted' | 'parley.statement.amended' }>;

function concerns({ data }: OfStatement, read: CurableStatement, standing: ReadonlySet<string>): boolean {
  if (data.statementId === read.statement.id) return true;
  if (data.asRead === null || !read.isStanding || standing.has(data.statementId)) return false;
  const [was, is] = [data.asRead.statement, read.statement];
  if (was.dossier !== is.dossier || was.actor !== is.actor || was.issue !== is.issue) return false;
  if (data.asRead.revision.hash === read.revision.hash) return was.start < is.end && is.start < was.end;
  const [before, now] = [plain(was.evidence), plain(is.evidence)];
  return before.includes(now) || now.includes(before);
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

function amend(
  statement: Statement,
  { changes, words, asRead }: Extract<Curation, { type: 'parley.statement.amended' }>['data'],
  revision: RevisionRef,
): Statement {
  const { start, end, ...fields } = changes;
  const stance = fields.stance ?? statement.stance;
  const isSpan = words !== null && start !== undefined && end !== undefined && asRead?.revision.hash === revision.hash;
  return {
    ...statement,
    actor: fields.actor ?? statement.actor,
    issue: fields.issue ?? statement.issue,
    statedOn: fields.statedOn ?? statement.statedOn,
    stance,
    // A condition says under which the actor supports it; another stance has none.
    condition: stance === 'conditional' ? statement.condition : null,
    ...(isSpan ? { start, end, ...words } : {}),
  };
}
