// Bundles the benchmark's programs and starts the one that leads through it; the arguments choose what is measured.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';

const outdir = '.cache/bench/programs';

const programs = [
  'main',
  'train',
  'fill',
  'transformersJs',
  'typing',
  'scale',
  'largeCorpus',
  'story',
  'judge',
  'learning',
];

/** Measurements of their own, by the first argument. */
const leaders = ['typing', 'scale', 'story', 'learning'];

await build({
  entryPoints: {
    ...Object.fromEntries(programs.map((name) => [name, `bench/${name}.ts`])),
    cli: 'src/cli.ts',
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
const leader = leaders.find((name) => name === words[0]);
const [program, others] = leader === undefined ? ['main', words] : [leader, words.slice(1)];
const { status } = spawnSync(process.execPath, [`${outdir}/${program}.js`, ...others], { stdio: 'inherit' });
process.exitCode = status ?? 1;
