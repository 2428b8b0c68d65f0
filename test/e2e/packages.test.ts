import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import AdmZip from 'adm-zip';
import { beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);

const megabyte = 1 << 20;

const everywhere = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(LICENSE\.txt|NOTICE|readme\.md|README\.zh-cn\.md|changelog\.md|package\.json|package\.nls(\.zh-cn)?\.json)$/,
  /^extension\/dist\/(extension|engine|compareDevices)\.js$/,
  /^extension\/dist\/webview\/(main\.js|page\.css|codicons\.css|codicon\.ttf)$/,
  /^extension\/l10n\/bundle\.l10n\.zh-cn\.json$/,
  /^extension\/media\/(walkthrough\/)?\w+\.(svg|png)$/,
  /^extension\/model\/(README\.md|config\.json|model\.safetensors|tokenizer(_config)?\.json|vocab\.txt)$/,
  /^extension\/python\/(train\.py|requirements\.txt|README(\.zh-cn)?\.md)$/,
  /^extension\/samples\/[\w-]+\.(md|json|txt)$/,
  /^extension\/node_modules\/onnxruntime-common\/package\.json$/,
];

/** What nothing but its user would miss. */
const needed = [
  'dist/extension.js',
  'dist/engine.js',
  'dist/compareDevices.js',
  'dist/webview/main.js',
  'l10n/bundle.l10n.zh-cn.json',
  'package.nls.zh-cn.json',
  'model/model.safetensors',
  'model/vocab.txt',
  'python/train.py',
  'python/requirements.txt',
  'samples/train.json',
  'NOTICE',
];

const withNative = [
  ...everywhere,
  /^extension\/node_modules\/onnxruntime-node\/package\.json$/,
  /^extension\/node_modules\/onnxruntime-node\/dist\/\w+\.js$/,
  /^extension\/node_modules\/onnxruntime-common\/dist\/cjs\/([\w-]+\.js|package\.json)$/,
];

const withPortable = [
  ...everywhere,
  /^extension\/node_modules\/onnxruntime-web\/package\.json$/,
  /^extension\/node_modules\/onnxruntime-web\/dist\/(ort\.node\.min\.mjs|ort-wasm-simd-threaded\.(mjs|wasm))$/,
  /^extension\/node_modules\/onnxruntime-common\/dist\/esm\/([\w-]+\.js|package\.json)$/,
];

const nativeFiles = {
  'linux-x64': ['linux/x64/onnxruntime_binding.node', 'linux/x64/libonnxruntime.so.1'],
  'linux-arm64': ['linux/arm64/onnxruntime_binding.node', 'linux/arm64/libonnxruntime.so.1'],
  'win32-x64': ['onnxruntime_binding.node', 'onnxruntime.dll', 'dxcompiler.dll', 'dxil.dll'].map(
    (file) => `win32/x64/${file}`,
  ),
  'win32-arm64': ['onnxruntime_binding.node', 'onnxruntime.dll', 'dxcompiler.dll', 'dxil.dll'].map(
    (file) => `win32/arm64/${file}`,
  ),
  'darwin-arm64': ['darwin/arm64/onnxruntime_binding.node', 'darwin/arm64/libonnxruntime.1.dylib'],
};

/** The package for platforms without a native library. */
const universal = 'universal';

describe('npm run package', () => {
  let packages: string[] = [];
  const pathOf = (platform: string) => packages.find((path) => path.includes(`-${platform}-`)) ?? '';
  const namesIn = (platform: string) =>
    new AdmZip(pathOf(platform)).getEntries().map(({ entryName }) => entryName);

  beforeAll(async () => {
    const { stdout } = await run(process.execPath, ['scripts/package.mjs']);
    packages = stdout.split('\n').filter((line) => /^artifacts\/packages\/.*\.vsix$/.test(line));
  }, 300_000);

  test('makes one package per platform with a native library, and one for the others', () => {
    const platforms = [...Object.keys(nativeFiles), universal];
    expect(packages.map((path) => platforms.find((name) => path.includes(name)))).toEqual(platforms);
  });

  describe.each(Object.entries(nativeFiles))('for %s', (platform, native) => {
    const prefix = 'extension/node_modules/onnxruntime-node/bin/napi-v6/';

    test('holds the native files of its platform and of no other', () => {
      const found = namesIn(platform).filter((name) => name.startsWith(prefix));
      expect(found.sort()).toEqual(native.map((file) => prefix + file).sort());
    });

    test('holds nothing else that is not meant to ship', () => {
      const others = namesIn(platform).filter((name) => !name.startsWith(prefix));
      expect(others.filter((name) => !withNative.some((pattern) => pattern.test(name)))).toEqual([]);
    });

    test('names its platform to VS Code', () => {
      const manifest = new AdmZip(pathOf(platform)).readAsText('extension.vsixmanifest');
      expect(manifest).toContain(`TargetPlatform="${platform}"`);
    });
  });

  describe('for platforms without a native library', () => {
    test('holds the runtime in WebAssembly, and nothing that is not meant to ship', () => {
      const names = namesIn(universal);
      expect(names).toContain('extension/node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm');
      expect(names.filter((name) => !withPortable.some((pattern) => pattern.test(name)))).toEqual([]);
    });

    test('names no platform to VS Code', () => {
      const manifest = new AdmZip(pathOf(universal)).readAsText('extension.vsixmanifest');
      expect(manifest).not.toContain('TargetPlatform');
    });
  });

  describe.each([...Object.keys(nativeFiles), universal])('for %s', (platform) => {
    test('holds the base model as it is here', async () => {
      const packed = new AdmZip(pathOf(platform)).readFile('extension/model/model.safetensors');
      expect(packed?.equals(await readFile('model/model.safetensors'))).toBe(true);
    });

    test('holds all that is started, read or shown from it', () => {
      expect(namesIn(platform)).toEqual(expect.arrayContaining(needed.map((file) => `extension/${file}`)));
    });

    test('is not above 50 MB', async () => {
      expect((await stat(pathOf(platform))).size).toBeLessThan(50 * megabyte);
    });
  });
});
