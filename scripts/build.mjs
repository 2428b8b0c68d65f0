// Bundles the programs of dist/: the extension, its engine, the dashboard's page and the command line. Native modules
// stay outside the bundles and are loaded from node_modules.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';

/**
 * @param {{ outdir?: string, production?: boolean }} options production: smaller, and without source maps
 * @returns {Promise<string[]>} the packages of others that are in the bundles
 */
export async function build({ outdir = 'dist', production = false } = {}) {
  await rm(outdir, { recursive: true, force: true });

  /** @satisfies {import('esbuild').BuildOptions} */
  const common = {
    bundle: true,
    sourcemap: !production,
    minify: production,
    metafile: true,
    logLevel: 'warning',
  };

  /** @satisfies {import('esbuild').BuildOptions} */
  const node = {
    ...common,
    outdir,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'onnxruntime-node', 'onnxruntime-web'],
  };

  const extension = await bundle({
    ...node,
    entryPoints: {
      extension: 'src/extension.ts',
      engine: 'src/engine/main.ts',
      compareDevices: 'src/engine/compareDevices.ts',
    },
  });
  const cli = await bundle({
    ...node,
    entryPoints: { cli: 'src/cli.ts' },
    banner: { js: '#!/usr/bin/env node' },
  });
  const page = await bundle({
    ...common,
    outdir: `${outdir}/webview`,
    entryPoints: ['webview/main.ts', 'webview/page.css', 'webview/codicons.css'],
    platform: 'browser',
    target: 'chrome128',
    format: 'esm',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  });
  return packagesIn([extension, cli, page]);
}

/** @param {{ metafile: import('esbuild').Metafile }[]} bundles */
function packagesIn(bundles) {
  const outputs = bundles.flatMap(({ metafile }) => Object.values(metafile.outputs));
  const paths = outputs.flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const names = paths.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build({ production: process.argv.includes('--production') });
}
