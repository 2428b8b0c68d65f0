import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../scripts/build.mjs';

describe('NOTICE', () => {
  let outdir: string;

  beforeAll(async () => {
    outdir = await mkdtemp(join(tmpdir(), 'bundles-'));
  });

  afterAll(() => rm(outdir, { recursive: true, force: true }));

  it('names every package that is in a bundle', async () => {
    const packages = await build({ outdir });
    const notice = await readFile('NOTICE', 'utf8');
    const [, list = ''] = /^Bundled into the programs in dist\/:$(.*?)^2\. /ms.exec(notice) ?? [];
    const named = list.toLowerCase().split(/[\s,]+/);
    expect(packages).not.toEqual([]);
    expect(packages.filter((name) => !named.includes(name))).toEqual([]);
  });
});
