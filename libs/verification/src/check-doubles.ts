import { POSITIONS_TOPIC } from '@parley/contracts';
import type { Report } from './finding.js';
import type { Snapshot } from './snapshot.js';

/**
 * Events that stand in their topic more than once. Those of the same content are what "saying it twice is saying it
 * once" is for, and are only counted; of another content one of them was never taken. (Changes of positions must stand
 * there once: that is looked at by timeline.)
 */
export async function checkDoubles(snapshot: Snapshot, report: Report): Promise<number> {
  let doubles = 0;
  const rows = snapshot.stream<{ topic: string; id: string; copies: bigint; contents: bigint; places: string[] }>(
    `SELECT topic, id, count(*) AS copies, count(DISTINCT digest) AS contents,
            (array_agg(partition || '/' || "offset" ORDER BY partition, "offset"))[1:10] AS places
       FROM verify_event GROUP BY topic, id HAVING count(*) > 1 ORDER BY topic, id`,
  );
  for await (const { topic, id, copies, contents, places } of rows) {
    if (topic !== POSITIONS_TOPIC) doubles += Number(copies) - 1;
    if (contents > 1n)
      report(
        'VERIFY_EVENT_CONFLICT',
        { topic, event: id },
        'one content',
        `${contents} contents, at ${places.join(', ')}`,
      );
  }
  return doubles;
}
