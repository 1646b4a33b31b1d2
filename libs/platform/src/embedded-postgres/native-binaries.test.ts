import { spawnSync } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeTestFolder, removeTestFolder } from '../../../../test/support/data-folder.js';
import { findNativePackage, prepareNativeBinaries, restoreLibraryLinks } from './native-binaries.js';
import { chooseServerUser, findUser, isRoot } from './server-user.js';

const asRoot = isRoot() ? it : it.skip;
const user = chooseServerUser(undefined);

let folder: string;
beforeEach(async () => {
  folder = await makeTestFolder();
  await chmod(folder, 0o711);
});
afterEach(() => removeTestFolder(folder));

/** An installation of which the install scripts did not run. */
async function installWithoutLinks(into: string): Promise<{ folder: string; version: string; links: string[] }> {
  const native = await findNativePackage();
  await cp(native.folder, join(into, 'native'), { recursive: true, verbatimSymlinks: true });
  const entries: { target: string }[] = JSON.parse(await readFile(join(native.folder, 'pg-symlinks.json'), 'utf8'));
  const links = entries.map(({ target }) => join(into, target));
  for (const link of links) await rm(link, { force: true });
  return { folder: join(into, 'native'), version: native.version, links };
}

it('runs in place once its library links are made', async () => {
  const native = await installWithoutLinks(folder);
  const binaries = await prepareNativeBinaries(native, user, []);
  expect(dirname(dirname(binaries.postgres))).toBe(native.folder);
  for (const link of native.links) expect(await readlink(link)).not.toContain('/');
  await restoreLibraryLinks(native.folder);
});

asRoot('runs from a copy when its place is closed to the server user, made once and mended when damaged', async () => {
  const closed = join(folder, 'closed');
  await mkdir(closed, { mode: 0o700 });
  const native = await installWithoutLinks(closed);
  const cache = join(folder, 'cache');

  const binaries = await prepareNativeBinaries(native, user, [cache]);
  expect(binaries.postgres).toBe(join(cache, `postgres-${native.version}`, 'native', 'bin', 'postgres'));
  expect(spawnSync(binaries.postgres, ['--version'], { ...user, encoding: 'utf8' }).stdout).toContain('PostgreSQL');
  const made = await lstat(binaries.postgres);
  expect(await prepareNativeBinaries(native, user, [cache])).toEqual(binaries);
  expect((await lstat(binaries.postgres)).ino).toBe(made.ino);

  const library = join(dirname(dirname(binaries.postgres)), 'lib', 'libpq.so.5.18');
  await rm(library);
  await prepareNativeBinaries(native, user, [cache]);
  expect((await lstat(library)).isFile()).toBe(true);
});

asRoot('never runs from a folder that somebody else could have filled', async () => {
  const closed = join(folder, 'closed');
  await mkdir(closed, { mode: 0o700 });
  const native = await installWithoutLinks(closed);
  const open = join(folder, 'open');
  await mkdir(open);
  await chmod(open, 0o777);
  await expect(prepareNativeBinaries(native, user, [open])).rejects.toMatchObject({
    code: 'EMBEDDED_POSTGRES_BINARIES_UNUSABLE',
    message: expect.stringContaining('others can write to it'),
  });
});

it('says what to do where the programs can not run at all', async () => {
  await mkdir(join(folder, 'native', 'bin'), { recursive: true });
  await writeFile(join(folder, 'native', 'pg-symlinks.json'), '[]');
  await expect(prepareNativeBinaries({ folder: join(folder, 'native'), version: '0' }, user, [])).rejects.toMatchObject(
    {
      code: 'EMBEDDED_POSTGRES_BINARIES_UNUSABLE',
      advice: expect.stringContaining('PARLEY_DATABASE_URL'),
    },
  );
});

it('finds the user to drop to, who is never root', () => {
  const passwd = 'root:x:0:0:root:/root:/bin/sh\npostgres:x:0:0::/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n';
  expect(findUser(passwd, 'postgres')).toBeUndefined();
  expect(findUser(passwd, 'nobody')).toEqual({ uid: 65534, gid: 65534 });
});
