/** A post that an actor holds at a body; both days belong to it, open where they are not given. */
export interface HeldRole {
  readonly title: string;
  readonly of: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface RoleHolder {
  readonly id: string;
  readonly roles: readonly HeldRole[];
}

/** Whether a role is held on a day (YYYY-MM-DD). */
export const isHeldOn = ({ from, to }: HeldRole, day: string): boolean =>
  (from === undefined || from <= day) && (to === undefined || day <= to);

/** The bodies an actor speaks for on a day: those of its roles, and those that these speak for in turn. */
export function bodiesOf(holders: ReadonlyMap<string, RoleHolder>, actor: string, day: string): ReadonlySet<string> {
  const bodies = new Set<string>();
  const waiting = [actor];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const role of holders.get(id)?.roles ?? []) {
      if (!isHeldOn(role, day) || bodies.has(role.of)) continue;
      bodies.add(role.of);
      waiting.push(role.of);
    }
  }
  return bodies;
}
