import { spawn } from 'node:child_process';
import { existsSync, readlinkSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
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
const pidNamespace = readlinkSync('/proc/self/ns/pid');
const socket = 'owner-00000000-0000-4000-8000-000000000000.sock';
const here = { pid: process.pid, born, released: false, pidNamespace, socket };
const elsewhere = { ...here, pidNamespace: 'pid:[1]' };

it.each([
  ['no lock', undefined],
  ['the lock of a process that is gone', { ...here, pid: 2 ** 22 + 1 }],
  ['the lock of an earlier process with the same pid', { ...here, born: 'earlier/1' }],
  ['a released lock', { ...here, released: true }],
  ['the lock of a container that is gone', elsewhere],
  ['a lock cut short', '{"pid":'],
])('over %s one of many takers gets it', async (_, found) => {
  if (found !== undefined)
    await writeFile(join(folder, 'owner.4.lock'), typeof found === 'string' ? found : JSON.stringify(found));
  const takers = await Promise.allSettled(Array.from({ length: 20 }, () => takeOwnerLock(folder)));
  expect(takers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const taker of takers) {
    if (taker.status === 'rejected') expect(taker.reason).toMatchObject({ code: 'EMBEDDED_POSTGRES_IN_USE' });
  }
});

it('is held by a container that lives, whatever its pid means here', async () => {
  await writeFile(join(folder, 'owner.4.lock'), JSON.stringify({ ...elsewhere, pid: 2 ** 22 + 1 }));
  const owner = createServer();
  await new Promise<void>((resolve) => owner.listen(join(folder, socket), resolve));
  await expect(takeOwnerLock(folder)).rejects.toMatchObject({ code: 'EMBEDDED_POSTGRES_IN_USE' });
  await new Promise((resolve) => owner.close(resolve));
  await (await takeOwnerLock(folder)).release();
  expect(await readdir(folder)).toEqual(['owner.5.lock']);
});

it('works in a folder whose path is longer than that of a socket may be', async () => {
  const deep = join(folder, 'a'.repeat(100), 'b'.repeat(100));
  await mkdir(deep, { recursive: true });
  const lock = await takeOwnerLock(deep);
  await expect(takeOwnerLock(deep)).rejects.toMatchObject({ code: 'EMBEDDED_POSTGRES_IN_USE' });
  await lock.release();
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
