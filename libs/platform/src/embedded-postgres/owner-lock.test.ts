import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeTestFolder, removeTestFolder } from '../../../../test/support/data-folder.js';
import { takeOwnerLock } from './owner-lock.js';
import { identifyProcess, isAlive } from './process-identity.js';
import { until } from './until.js';

let folder: string;
beforeEach(async () => {
  folder = await makeTestFolder();
});
afterEach(() => removeTestFolder(folder));

const born = identifyProcess(process.pid)!.born;

it.each([
  ['no lock', undefined],
  ['the lock of a process that is gone', { pid: 2 ** 22 + 1, born, released: false }],
  ['the lock of an earlier process with the same pid', { pid: process.pid, born: 'earlier/1', released: false }],
  ['a released lock', { pid: process.pid, born, released: true }],
  ['a lock cut short', 'half of it'],
])('over %s one of many takers gets it', async (_, found) => {
  if (found !== undefined) await writeFile(join(folder, 'owner.4.lock'), JSON.stringify(found).slice(0, 70));
  const takers = await Promise.allSettled(Array.from({ length: 20 }, () => takeOwnerLock(folder)));
  expect(takers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const taker of takers) {
    if (taker.status === 'rejected') expect(taker.reason).toMatchObject({ code: 'EMBEDDED_POSTGRES_IN_USE' });
  }
});

it('can be taken again after release, and leaves one file', async () => {
  for (let round = 0; round < 3; round++) await (await takeOwnerLock(folder)).release();
  expect(await readdir(folder)).toEqual(['owner.3.lock']);
});

it('a zombie owns nothing', async () => {
  // The shell's child ends, and what the shell has become never asks how.
  const parent = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec cat >/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await new Promise<string[]>((resolve) =>
    createInterface({ input: parent.stdout }).once('line', (text) => resolve([text])),
  );
  const pid = Number(line);
  expect(await until(() => identifyProcess(pid) === undefined, 10_000)).toBe(true);
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  expect(isAlive({ pid, born })).toBe(false);
  const ended = new Promise((resolve) => parent.once('exit', resolve));
  parent.stdin.end();
  await ended;
});
