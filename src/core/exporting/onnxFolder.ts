import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { constantWeights } from '../bert/layers';
import { merged } from '../bert/readModel';
import { encodeModel } from '../graph/onnx/model';
import { writeJsonFile } from '../json';
import { writeFileAtomic } from '../modelFiles/atomicFile';
import { configJson } from '../modelFiles/config';
import { writeTokenizer } from '../tokenizer/tokenizer';
import { code, writeCard } from './card';
import type { ExportSource } from './exportSource';
import { quantised } from './onnx/quantised';
import { taskGraph } from './onnx/taskGraph';

/**
 * The model as ONNX, in full precision and in 8-bit integers, laid out as Transformers.js and Optimum expect it.
 *
 * @param signal ends it, also within a file.
 */
export async function writeOnnx(dir: string, source: ExportSource, signal: AbortSignal): Promise<void> {
  const { config, weights, tokenizer } = await merged(source.model);
  const graph = taskGraph(config, constantWeights(weights));
  await mkdir(join(dir, 'onnx'));
  await writeFileAtomic(join(dir, 'onnx', 'model.onnx'), encodeModel(graph), signal);
  const inIntegers = await quantised(graph, signal);
  await writeFileAtomic(join(dir, 'onnx', 'model_quantized.onnx'), encodeModel(inIntegers), signal);
  await writeJsonFile(join(dir, 'config.json'), configJson(config, 'float32'));
  await writeTokenizer(dir, tokenizer);
  await writeCard(dir, source, 'transformers.js', usage(source.title));
}

function usage(folder: string): string {
  return code(
    'js',
    "import { env, pipeline } from '@huggingface/transformers';",
    '',
    "env.localModelPath = './'; // where this folder is",
    'env.allowRemoteModels = false;',
    `const fill = await pipeline('fill-mask', ${JSON.stringify(folder)}, { dtype: 'q8' }); // or 'fp32'`,
    "console.log(await fill('今天天气很[MASK]。'));",
  );
}
