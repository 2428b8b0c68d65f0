// Bundles the benchmark's programs and starts the one that leads through it; the arguments choose what is measured.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

const outdir = '.cache/bench/programs';

const programs = ['main', 'train', 'fill', 'transformersJs', 'typing'];

await build({
  entryPoints: {
    ...Object.fromEntries(programs.map((name) => [name, `bench/${name}.ts`])),
    engine: 'src/engine/main.ts',
  },
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['onnxruntime-node', 'onnxruntime-web', '@huggingface/transformers'],
  logLevel: 'warning',
});

const words = process.argv.slice(2);
const program = words[0] === 'typing' ? 'typing' : 'main';
const { status } = spawnSync(process.execPath, [`${outdir}/${program}.js`, ...words], { stdio: 'inherit' });
process.exitCode = status ?? 1;
