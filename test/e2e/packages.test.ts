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
  /^extension\/dist\/(extension|engine)\.js$/,
  /^extension\/dist\/webview\/(main\.js|page\.css|codicons\.css|codicon\.ttf)$/,
  /^extension\/l10n\/bundle\.l10n\.zh-cn\.json$/,
  /^extension\/media\/(walkthrough\/)?\w+\.(svg|png)$/,
  /^extension\/model\/(README\.md|config\.json|model\.safetensors|tokenizer(_config)?\.json|vocab\.txt)$/,
  /^extension\/python\/(train\.py|requirements\.txt|README(\.zh-cn)?\.md)$/,
  /^extension\/samples\/[\w-]+\.(md|json|txt)$/,
  /^extension\/node_modules\/onnxruntime-(node|common)\/package\.json$/,
  /^extension\/node_modules\/onnxruntime-node\/dist\/\w+\.js$/,
  /^extension\/node_modules\/onnxruntime-common\/dist\/cjs\/([\w-]+\.js|package\.json)$/,
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

describe('npm run package', () => {
  let packages: string[] = [];

  beforeAll(async () => {
    const { stdout } = await run(process.execPath, ['scripts/package.mjs']);
    packages = stdout.split('\n').filter((line) => /^artifacts\/packages\/.*\.vsix$/.test(line));
  }, 300_000);

  test('makes one package per platform', () => {
    const platforms = packages.map((path) => Object.keys(nativeFiles).find((name) => path.includes(name)));
    expect(platforms).toEqual(Object.keys(nativeFiles));
  });

  describe.each(Object.entries(nativeFiles))('for %s', (platform, native) => {
    const path = () => packages.find((candidate) => candidate.includes(`-${platform}-`)) ?? '';
    const names = () => new AdmZip(path()).getEntries().map(({ entryName }) => entryName);
    const prefix = 'extension/node_modules/onnxruntime-node/bin/napi-v6/';

    test('holds the native files of its platform and of no other', () => {
      const found = names().filter((name) => name.startsWith(prefix));
      expect(found.sort()).toEqual(native.map((file) => prefix + file).sort());
    });

    test('holds nothing else that is not meant to ship', () => {
      const others = names().filter((name) => !name.startsWith(prefix));
      expect(others.filter((name) => !everywhere.some((pattern) => pattern.test(name)))).toEqual([]);
    });

    test('holds the base model as it is here', async () => {
      const packed = new AdmZip(path()).readFile('extension/model/model.safetensors');
      expect(packed?.equals(await readFile('model/model.safetensors'))).toBe(true);
    });

    test('names its platform to VS Code', () => {
      const manifest = new AdmZip(path()).readAsText('extension.vsixmanifest');
      expect(manifest).toContain(`TargetPlatform="${platform}"`);
    });

    test('is not above 50 MB', async () => {
      expect((await stat(path())).size).toBeLessThan(50 * megabyte);
    });
  });
});
