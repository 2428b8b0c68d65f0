// Compiles the AssemblyScript kernels and writes them as TypeScript, so that nothing has to be loaded beside a bundle.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const source = 'src/core/training/kernel/adamw.as.ts';
const target = 'src/core/training/kernel/adamw.wasm.ts';

/** The WebAssembly module of the kernels, in base64. */
export async function compileKernels() {
  let binary;
  const { error, stderr } = await asc.main(
    [
      source,
      '-O3',
      '--enable',
      'simd',
      '--runtime',
      'stub',
      '--importMemory',
      '--noAssert',
      '--outFile',
      'kernel.wasm',
    ],
    {
      readFile: (name) => readFile(name, 'utf8').catch(() => null),
      writeFile: (_, contents) => {
        binary = contents;
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return Buffer.from(binary).toString('base64');
}

export function asModule(base64) {
  return `// Made from adamw.as.ts by \`node scripts/kernels.mjs\`.\nexport const adamwWasm =\n  '${base64}';\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(target, asModule(await compileKernels()));
}
