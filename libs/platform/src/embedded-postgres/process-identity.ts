import { readFileSync } from 'node:fs';

/**
 * One process and no other: a pid alone is handed out again after its process is gone. `born` is the boot id and the
 * start time in clock ticks since boot (field 22 of /proc/<pid>/stat).
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly born: string;
}

const bootId = once(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());

/** The identity of a living process; undefined when there is none, or only a zombie that nobody has reaped. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // ENOENT, or ESRCH when it goes away between open and read: either way it is not there.
    return undefined;
  }
  // The command name is in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const ticks = fields[19];
  if (ticks === undefined || state === 'Z' || state === 'X') return undefined;
  return { pid, born: `${bootId()}/${ticks}` };
}

/** Whether exactly this process still lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.born === identity.born;
}

/** The start time in clock ticks alone, for readers who can't know of an earlier boot. */
export function startTicks(identity: ProcessIdentity): string {
  return identity.born.slice(identity.born.indexOf('/') + 1);
}

function once<T>(compute: () => T): () => T {
  let value: { readonly of: T } | undefined;
  return () => {
    value ??= { of: compute() };
    return value.of;
  };
}
