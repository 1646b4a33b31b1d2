import { readFileSync } from 'node:fs';

/** As package.json has it; the same file from the sources and from dist/. */
export function buildVersion(): string {
  const root = import.meta.url.includes('/dist/') ? '../../../../' : '../../../';
  const { version } = JSON.parse(readFileSync(new URL(`${root}package.json`, import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
