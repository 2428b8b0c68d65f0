import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, expect, it, vi } from 'vitest';

import { forkEngine } from '../../../src/protocol/engineProcess';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

const folder = temporaryFolder();

afterEach(() => {
  vi.unstubAllEnvs();
});

/** What a child process sees of the variables of proxies. */
async function proxiesSeen(environment: Readonly<Record<string, string>>): Promise<unknown> {
  const program = join(folder.path, 'engine.mjs');
  await writeFile(
    program,
    `const proxies = Object.entries(process.env).filter(([name]) => /proxy/i.test(name));
    console.log(JSON.stringify(Object.fromEntries(proxies)));
    process.disconnect();`,
  );
  const line = await new Promise<string>((resolve) => {
    forkEngine(program, { device: 'cpu', environment }, resolve);
  });
  return JSON.parse(line);
}

it('gives an engine its own variables in place of inherited ones, in whatever case those are written', async () => {
  for (const name of Object.keys(process.env).filter((each) => /proxy/i.test(each))) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('HTTP_PROXY', 'http://environment');
  vi.stubEnv('NO_PROXY', 'localhost');
  expect(await proxiesSeen({ http_proxy: 'http://setting' })).toEqual({
    http_proxy: 'http://setting',
    NO_PROXY: 'localhost',
  });
});
