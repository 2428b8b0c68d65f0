// Bundles the benchmark's programs and starts the one that leads through it; the arguments choose what is measured.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

const outdir = '.cache/bench/programs';

await build({
  entryPoints: ['main', 'train', 'fill', 'transformersJs'].map((name) => `bench/${name}.ts`),
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['onnxruntime-node', '@huggingface/transformers'],
  logLevel: 'warning',
});

const { status } = spawnSync(process.execPath, [`${outdir}/main.js`, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
