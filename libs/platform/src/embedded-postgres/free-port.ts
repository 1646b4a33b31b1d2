import { createHash, randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the range from which Linux gives ports to outgoing connections (32768 and up): a server that comes back after a
 * minute must find its port free.
 */
const LOWEST = 15_432;
const HIGHEST = 32_000;
const ATTEMPTS = 200;

/** A free port on 127.0.0.1: the same one for the same folder wherever possible, so that bookmarks keep working. */
export async function findFreePort(folder: string): Promise<number> {
  const usual = LOWEST + (createHash('sha256').update(folder).digest().readUInt32BE(0) % (HIGHEST - LOWEST));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = attempt === 0 ? usual : randomInt(LOWEST, HIGHEST);
    if (await isFreePort(port)) return port;
  }
  throw new Error(`no free port on 127.0.0.1 among ${ATTEMPTS} between ${LOWEST} and ${HIGHEST}`);
}

/** Whether a server could listen on 127.0.0.1 at this port now. */
export function isFreePort(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
