// Opens the extension in a VS Code served to the browser, with the samples as its folder. Ends with Ctrl-C.
import { cp, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { currentTarget, pack } from './package.mjs';

const port = 8300;
const home = resolve('.cache/start');
const folder = resolve('.cache/start/samples');

const vsix = await pack(currentTarget);
await mkdir(home, { recursive: true });
await cp('samples', folder, { recursive: true });

console.log('Preparing VS Code, which takes a minute the first time …');
const { provision, CodeServer } = await testSupport();
const server = await CodeServer.start(await provision('current'), { home, vsix: [vsix], port });
console.log(`\nCloze Tuner is open at ${server.address(folder)}\nCtrl-C ends it.`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.stop());

/** What the tests drive VS Code with, from its TypeScript. */
async function testSupport() {
  const outfile = resolve('.cache/start/support.mjs');
  const contents = `export * from './codeServer'; export * from './provision';`;
  const stdin = { contents, resolveDir: 'test/e2e/support', loader: 'ts' };
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' });
  return import(pathToFileURL(outfile).href);
}
