import type { ChangePage, DossierCard, Matrix } from '@parley/contracts';
import { inkOf } from '../../cli/src/output/ink.js';
import { renderChange } from '../../cli/src/output/render-change.js';
import { renderMatrix } from '../../cli/src/output/render-matrix.js';

/** How many of the latest changes are shown for each dossier. */
const LATEST = 3;

/** The matrix and the latest changes of each dossier, as text for a terminal. */
export async function renderOverview(
  url: string,
  options: { readonly width: number; readonly color: boolean },
): Promise<string> {
  const { items: dossiers } = await get<{ items: DossierCard[] }>(`${url}/v1/dossiers`);
  const parts: string[] = [];
  for (const { id, title } of dossiers) {
    const matrix = await get<Matrix>(`${url}/v1/dossiers/${encodeURIComponent(id)}/matrix`);
    parts.push(renderMatrix(matrix, options), '\n');
    const changes = await get<ChangePage>(`${url}/v1/changes?dossier=${encodeURIComponent(id)}&limit=200`);
    const latest = changes.items
      .filter((change) => change.change !== 'reaffirmed')
      .sort((a, b) => (dayOf(a) < dayOf(b) ? 1 : -1))
      .slice(0, LATEST);
    if (latest.length > 0) {
      parts.push(inkOf(options.color).strong(`Latest changes: ${title}`), '\n\n');
      for (const change of latest) parts.push(renderChange(change, { ...options, evidence: 1 }), '\n');
    }
  }
  return parts.join('');
}

const dayOf = (change: ChangePage['items'][number]): string =>
  change.after?.validFrom ?? change.recordedAt.slice(0, 10);

async function get<Body>(url: string): Promise<Body> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  // The contract tests of the API hold its answers to these types.
  return (await response.json()) as Body;
}
