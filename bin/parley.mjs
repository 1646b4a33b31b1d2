#!/usr/bin/env node
// Runs the built CLI, or says how to build it.
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const entry = fileURLToPath(new URL('../dist/apps/cli/src/main.js', import.meta.url));
if (!existsSync(entry)) {
  process.stderr.write('parley is not built yet: run "npm run build" in the checkout first\n');
  process.exit(1);
}
await import(pathToFileURL(entry).href);
