import { DOSSIERS_TOPIC, type Statement } from '@parley/contracts';
import { bodiesOf, DEFAULT_POLICY, FIRST_POLICY, type Policy, type PolicySettings, policyOf } from '@parley/domain';
import { aliasKey, type Dossier, parseDossierJson } from '@parley/dossier';
import type { Report } from './finding.js';
import type { LogView } from './log-view.js';
import type { DossierRecord } from './read-log.js';
import type { Snapshot } from './snapshot.js';

interface Version {
  readonly number: number;
  readonly dossier: Dossier;
  /** Who a name stands for, in full. */
  readonly owners: ReadonlyMap<string, string>;
}

/** What every known version of a dossier says of how statements count. */
export class DossierRules {
  private readonly versions = new Map<string, Version[]>();
  private readonly policies = new Map<string, Policy>();
  /** Number of the version that the ledger is counted by, by dossier. */
  private readonly countedBy = new Map<string, number>();

  private constructor() {
    for (const policy of [DEFAULT_POLICY, FIRST_POLICY]) this.policies.set(policyKey(policy), policy);
  }

  /** From the log; versions that its compaction has dropped are taken from the record. */
  static async load(
    published: readonly DossierRecord[],
    snapshot: Snapshot,
    made: { readonly record: boolean; readonly tracker: boolean },
  ): Promise<DossierRules> {
    const rules = new DossierRules();
    for (const { event } of published) if (event) rules.take(event.data.number, event.data.document);
    if (made.record) {
      const rows = await snapshot.query<{ number: number; document: unknown }>(
        'SELECT number, document FROM record.dossier_version ORDER BY dossier_id, number',
      );
      for (const { number, document } of rows) rules.take(number, document);
    }
    if (made.tracker) {
      // Policies of versions that are nowhere else any more.
      const rows = await snapshot.query<{ id: string; version: string; settings: PolicySettings }>(
        'SELECT id, version, settings FROM tracker.policy',
      );
      for (const { id, version, settings } of rows) {
        const policy = { id, version, ...settings };
        if (!rules.policies.has(policyKey(policy))) rules.policies.set(policyKey(policy), policy);
      }
    }
    return rules;
  }

  private take(number: number, document: unknown): void {
    const parsed = parseDossierJson(document);
    // What is no dossier is in force nowhere; the projector has set it aside.
    if (!parsed.ok) return;
    const { dossier } = parsed;
    const versions = this.versions.get(dossier.dossier) ?? [];
    if (versions.some((version) => version.number === number)) return;
    const owners = new Map<string, string>();
    for (const { id, name, aliases } of dossier.actors)
      for (const spelling of [name, ...aliases]) owners.set(aliasKey(spelling), id);
    this.versions.set(
      dossier.dossier,
      [...versions, { number, dossier, owners }].sort((a, b) => b.number - a.number),
    );
    const policy = policyOf(dossier.dossier, dossier.policy);
    this.policies.set(policyKey(policy), policy);
  }

  /** The policy of this name; undefined where no known version of a dossier has it. */
  policy(named: Pick<Policy, 'id' | 'version'>): Policy | undefined {
    return this.policies.get(policyKey(named));
  }

  /** The policy of the latest version of a dossier. */
  inForce(dossier: string): Policy {
    const latest = this.versions.get(dossier)?.[0]?.dossier;
    return latest ? policyOf(latest.dossier, latest.policy) : DEFAULT_POLICY;
  }

  /**
   * Takes the versions that the tracker's ledger is counted by: the highest it has taken of the log. What it has noted
   * itself is compared with that, and stands for it where compaction has taken the version out of the log.
   */
  async countBy(
    published: readonly DossierRecord[],
    tracker: LogView,
    snapshot: Snapshot,
    report: Report,
  ): Promise<void> {
    const taken = new Map<string, number>();
    for (const { id, offset, event } of published) {
      const number = event?.data.number ?? 0;
      const isKnown = this.versions.get(id)?.some((version) => version.number === number);
      if (isKnown && tracker.has(DOSSIERS_TOPIC, 0, offset)) taken.set(id, Math.max(number, taken.get(id) ?? 0));
    }
    const rows = await snapshot.query<{ id: string; number: number }>(
      'SELECT id, number FROM tracker.dossier ORDER BY id',
    );
    for (const { id, number } of rows) this.countedBy.set(id, number);
    for (const [id, number] of taken) {
      const noted = this.countedBy.get(id) ?? 0;
      if (noted !== number)
        report(
          'VERIFY_LEDGER_DIFFERENT',
          { table: 'tracker.dossier', dossier: id },
          `number ${number}`,
          `number ${noted}`,
        );
    }
  }

  /** Whose position a statement shows: the actor it names, or the one that it counts as by a merge. */
  holderOf({ dossier, actor }: Statement): string {
    const counted = this.countedBy.get(dossier);
    const version = this.versions.get(dossier)?.find(({ number }) => number === counted);
    return version?.dossier.actors.find(({ merges }) => merges?.includes(actor))?.id ?? actor;
  }

  /**
   * Whether another actor of the dossier, one who does not speak for the holder of the position that day, says it of the
   * holder: by the version that the ledger is counted by, and by those published since, which may have been at hand
   * already when it was counted. null where they differ.
   */
  isByOthers(statement: Statement): boolean | null {
    const { dossier } = statement;
    const holder = this.holderOf(statement);
    const answers = new Set(
      (this.versions.get(dossier) ?? [])
        .filter(({ number }) => number >= (this.countedBy.get(dossier) ?? 0))
        .map((version) => isByOthers({ ...statement, actor: holder }, version)),
    );
    if (answers.size > 1) return null;
    return answers.has(true);
  }
}

const policyKey = ({ id, version }: Pick<Policy, 'id' | 'version'>): string => `${id} ${version}`;

function isByOthers({ actor, speaker, statedOn }: Statement, { dossier, owners }: Version): boolean {
  const named = owners.get(aliasKey(speaker));
  if (named === undefined || named === actor) return false;
  const holders = new Map(dossier.actors.map((one) => [one.id, one]));
  return !bodiesOf(holders, named, statedOn).has(actor) && !bodiesOf(holders, actor, statedOn).has(named);
}
