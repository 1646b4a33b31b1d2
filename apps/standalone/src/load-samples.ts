import type { Publication } from '@parley/contracts';
import type { Samples } from './samples.js';

export interface LoadReport {
  readonly accepted: number;
  readonly duplicates: number;
  /** Lines that were refused, with their reasons. */
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

interface LineResult {
  readonly line: number;
  readonly status: 'accepted' | 'duplicate' | 'rejected';
  readonly problem?: { readonly detail?: string; readonly title: string };
}

/** Loads samples the way anybody would: over the API. `onArticle` is told of each article that is done. */
export async function loadSamples(
  api: { readonly url: string; readonly token: string | null },
  samples: Samples,
  onArticle: (done: number) => void,
): Promise<LoadReport> {
  const authorization: Record<string, string> = api.token === null ? {} : { authorization: `Bearer ${api.token}` };
  for (const { file, yaml } of samples.dossiers) {
    const response = await fetch(`${api.url}/v1/dossiers?by=samples`, {
      method: 'POST',
      headers: { 'content-type': 'application/yaml', ...authorization },
      body: yaml,
    });
    if (!response.ok) throw new Error(`the sample dossier ${file} was refused: ${await response.text()}`);
    (await response.json()) as Publication;
  }
  const response = await fetch(`${api.url}/v1/articles`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...authorization },
    body: `${samples.articles.join('\n')}\n`,
  });
  if (!response.ok || !response.body) throw new Error(`the sample articles were refused: ${await response.text()}`);
  const report = { accepted: 0, duplicates: 0, rejected: [] as { line: number; reason: string }[] };
  let done = 0;
  for await (const text of linesOf(response.body)) {
    const result = JSON.parse(text) as LineResult;
    if (result.status === undefined) continue;
    if (result.status === 'accepted') report.accepted++;
    else if (result.status === 'duplicate') report.duplicates++;
    else
      report.rejected.push({ line: result.line, reason: result.problem?.detail ?? result.problem?.title ?? 'refused' });
    onArticle(++done);
  }
  return report;
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
  if (rest !== '') yield rest;
}
