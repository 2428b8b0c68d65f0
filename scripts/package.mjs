// Packs the extension, one VSIX per platform, each with its own native library only:
//   node scripts/package.mjs [--target current|linux-x64|…]
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';

/** The platforms that ONNX Runtime has a native library for. */
export const targets = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];

export const packageFolder = 'artifacts/packages';

const stages = '.cache/stage';

/** What a person gets: the programs, the page, the base model, the script to go on in Python, samples, and the words in both languages. */
const parts = [
  '.vscodeignore',
  'LICENSE',
  'NOTICE',
  'README.zh-cn.md',
  'CHANGELOG.md',
  'README.md',
  'l10n',
  'media',
  'model',
  'python',
  'samples',
  'package.nls.json',
  'package.nls.zh-cn.json',
];

/**
 * The files of the native library that computing on the processor and by WebGPU need. What is left out: the second
 * copy of the library on macOS, and DirectML on Windows, which is loaded only by a device that we do not offer.
 */
const nativeFiles = {
  linux: ['onnxruntime_binding.node', 'libonnxruntime.so.1'],
  win32: ['onnxruntime_binding.node', 'onnxruntime.dll', 'dxcompiler.dll', 'dxil.dll'],
  darwin: ['onnxruntime_binding.node', 'libonnxruntime.1.dylib'],
};

/** @returns {Promise<string>} the path of the VSIX */
export async function pack(target) {
  const stage = join(stages, target);
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  const manifest = await readJson('package.json');
  for (const part of parts) await cp(part, join(stage, part), { recursive: true });
  await build({ outdir: join(stage, 'dist'), production: true });
  await rm(join(stage, 'dist/cli.js'));
  await stageRuntime(stage, target);
  await writeJson(join(stage, 'package.json'), forUsers(manifest));
  for (const readme of ['README.md', 'README.zh-cn.md']) await removePictures(join(stage, readme));

  await mkdir(packageFolder, { recursive: true });
  const packagePath = join(packageFolder, `${manifest.name}-${target}-${manifest.version}.vsix`);
  await createVSIX({
    cwd: stage,
    packagePath,
    target,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return packagePath;
}

/** VS Code shows no pictures that lie beside a readme. */
async function removePictures(readme) {
  const text = await readFile(readme, 'utf8');
  await writeFile(readme, text.replace(/^!\[.*\]\(.*\)\n\n/gm, ''));
}

const forDevelopers = new Set(['scripts', 'devDependencies', 'bin', 'private']);

/** The manifest as users get it: of the dependencies, only the one that is not bundled. */
function forUsers(manifest) {
  const kept = Object.entries(manifest).filter(([key]) => !forDevelopers.has(key));
  const runtime = 'onnxruntime-node';
  return { ...Object.fromEntries(kept), dependencies: { [runtime]: manifest.dependencies[runtime] } };
}

/** ONNX Runtime for one platform, without its installer and what the installer needs. */
async function stageRuntime(stage, target) {
  const [system, processor] = target.split('-');
  const from = 'node_modules/onnxruntime-node';
  const to = join(stage, from);
  const binaries = join('bin/napi-v6', system, processor);
  for (const file of nativeFiles[system]) await cp(join(from, binaries, file), join(to, binaries, file));
  await copyScripts(join(from, 'dist'), join(to, 'dist'));

  const { name, version, main, license, dependencies } = await readJson(join(from, 'package.json'));
  const common = 'onnxruntime-common';
  const manifest = { name, version, main, license, dependencies: { [common]: dependencies[common] } };
  await writeJson(join(to, 'package.json'), manifest);

  await copyScripts(`node_modules/${common}/dist/cjs`, join(stage, 'node_modules', common, 'dist/cjs'));
  await cp(`node_modules/${common}/package.json`, join(stage, 'node_modules', common, 'package.json'));
}

/** A folder's JavaScript, without source maps and type declarations. */
function copyScripts(from, to) {
  return cp(from, to, { recursive: true, filter: (path) => !/\.(map|ts)$/.test(path) });
}

async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'));
}

async function writeJson(path, value) {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { target: { type: 'string' } } });
  const current = `${process.platform}-${process.arch}`;
  const wanted =
    values.target === undefined ? targets : [values.target === 'current' ? current : values.target];
  for (const target of wanted) console.log(await pack(target));
}
