import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Sample material that comes with Parley; the same folder from the sources and from dist/. */
export const SAMPLES_FOLDER = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../../../samples/' : '../../../samples/', import.meta.url),
);

export interface Samples {
  readonly dossiers: readonly { readonly file: string; readonly yaml: string }[];
  /** Articles as NDJSON lines. */
  readonly articles: readonly string[];
}

/** Reads all dossiers and articles of a samples folder (`dossiers/*.yaml`, `articles/*.ndjson`), in the order of names. */
export async function readSamples(folder: string = SAMPLES_FOLDER): Promise<Samples> {
  const filesOf = async (sub: string, ending: string): Promise<string[]> =>
    (await readdir(join(folder, sub)))
      .filter((name) => name.endsWith(ending))
      .sort()
      .map((name) => join(folder, sub, name));
  const dossiers = await Promise.all(
    (await filesOf('dossiers', '.yaml')).map(async (file) => ({ file, yaml: await readFile(file, 'utf8') })),
  );
  const articles: string[] = [];
  for (const file of await filesOf('articles', '.ndjson'))
    articles.push(...(await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== ''));
  return { dossiers, articles };
}
