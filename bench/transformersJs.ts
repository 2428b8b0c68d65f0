import { basename, dirname } from 'node:path';
import { env, pipeline } from '@huggingface/transformers';
import { takeTurns, timed } from './turns';

/**
 * Transformers.js fills: node transformersJs.js <folder of the ONNX export> <threads> <calls> <text…>; each repetition
 * is so many calls with one text.
 */
const [folder = '', threads = '', calls = '', ...texts] = process.argv.slice(2);

async function main(): Promise<void> {
  env.allowRemoteModels = false;
  env.localModelPath = dirname(folder);
  const fill = await pipeline('fill-mask', basename(folder), {
    dtype: 'fp32',
    session_options: { intraOpNumThreads: Number(threads) },
  });
  await fill(texts[0] ?? '', { top_k: 5 });
  await takeTurns(
    timed(texts, async (text) => {
      for (let call = 0; call < Number(calls); call++) await fill(text, { top_k: 5 });
    }),
  );
}

void main();
