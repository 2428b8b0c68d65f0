// Packs the extension, one VSIX per platform, each with its own native library only, and one for all other platforms:
//   node scripts/package.mjs [--target current|linux-x64|…|universal]
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';

/** The platforms that ONNX Runtime has a native library for. */
const nativeTargets = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];
/** What VS Code takes on all others, such as Intel Macs and Alpine Linux: with the runtime in WebAssembly. */
const universal = 'universal';

const current = `${process.platform}-${process.arch}`;
export const currentTarget = nativeTargets.includes(current) ? current : universal;

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

/** What computing in WebAssembly needs of its package: the entry for Node.js, and the runtime. */
const portableFiles = ['ort.node.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];

/** @returns {Promise<string>} the path of the VSIX */
export async function pack(target) {
  const runtime = target === universal ? 'onnxruntime-web' : 'onnxruntime-node';
  const stage = join(stages, target);
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  const manifest = await readJson('package.json');
  for (const part of parts) await cp(part, join(stage, part), { recursive: true });
  await build({ outdir: join(stage, 'dist'), production: true });
  await rm(join(stage, 'dist/cli.js'));
  if (target === universal) await stagePortable(stage);
  else await stageNative(stage, target);
  await writeJson(join(stage, 'package.json'), forUsers(manifest, runtime));
  for (const readme of ['README.md', 'README.zh-cn.md']) await withoutDeadLinks(join(stage, readme));

  await mkdir(packageFolder, { recursive: true });
  const packagePath = join(packageFolder, `${manifest.name}-${target}-${manifest.version}.vsix`);
  await createVSIX({
    cwd: stage,
    packagePath,
    ...(target !== universal && { target }),
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return packagePath;
}

/** VS Code shows no pictures that lie beside a readme, and what only people who work on the program read is not there. */
async function withoutDeadLinks(readme) {
  const text = await readFile(readme, 'utf8');
  const withoutPictures = text.replace(/^!\[.*\]\(.*\)\n\n/gm, '');
  await writeFile(
    readme,
    withoutPictures.replace(/\[([^\]]*)\]\((?:ARCHITECTURE|CONTRIBUTING)\.md[^)]*\)/g, '$1'),
  );
}

const forDevelopers = new Set(['scripts', 'devDependencies', 'bin', 'private']);

/** The manifest as users get it: of the dependencies, only the one that is not bundled. */
function forUsers(manifest, runtime) {
  const kept = Object.entries(manifest).filter(([key]) => !forDevelopers.has(key));
  return { ...Object.fromEntries(kept), dependencies: { [runtime]: manifest.dependencies[runtime] } };
}

/** ONNX Runtime for one platform, without its installer and what the installer needs. */
async function stageNative(stage, target) {
  const [system, processor] = target.split('-');
  const from = 'node_modules/onnxruntime-node';
  const to = join(stage, from);
  const binaries = join('bin/napi-v6', system, processor);
  for (const file of nativeFiles[system]) await cp(join(from, binaries, file), join(to, binaries, file));
  await copyScripts(join(from, 'dist'), join(to, 'dist'));

  await stageManifest(from, to, 'main');
  await stageCommon(stage, 'cjs');
}

/** ONNX Runtime in WebAssembly, without what it brings for browsers. */
async function stagePortable(stage) {
  const from = 'node_modules/onnxruntime-web';
  const to = join(stage, from);
  for (const file of portableFiles) await cp(join(from, 'dist', file), join(to, 'dist', file));
  await stageManifest(from, to, 'exports');
  await stageCommon(stage, 'esm');
}

const common = 'onnxruntime-common';

/** A runtime's manifest with its entry, which stands under `entryKey`, and the one dependency that is needed. */
async function stageManifest(from, to, entryKey) {
  const manifest = await readJson(join(from, 'package.json'));
  const { name, version, license, dependencies } = manifest;
  await writeJson(join(to, 'package.json'), {
    name,
    version,
    license,
    [entryKey]: manifest[entryKey],
    dependencies: { [common]: dependencies[common] },
  });
}

/** What both runtimes share, in the kind of modules that one needs. */
async function stageCommon(stage, kind) {
  const from = join('node_modules', common);
  await copyScripts(join(from, 'dist', kind), join(stage, from, 'dist', kind));
  await cp(join(from, 'package.json'), join(stage, from, 'package.json'));
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { target: { type: 'string' } } });
  const targets = [...nativeTargets, universal];
  const target = values.target === 'current' ? currentTarget : values.target;
  if (target !== undefined && !targets.includes(target)) {
    console.error(`There is no package for ${target}. Targets: current, ${targets.join(', ')}`);
    process.exit(2);
  }
  const wanted = target === undefined ? targets : [target];
  for (const target of wanted) console.log(await pack(target));
}
