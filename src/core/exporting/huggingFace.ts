import { merged } from '../bert/readModel';
import { writeModelFiles } from '../modelFiles/modelFolder';
import { code, writeCard } from './card';
import type { ExportSource } from './exportSource';

/** A whole model in a Hugging Face folder, what was learnt merged into its weights. @param signal ends it. */
export async function writeHuggingFace(
  dir: string,
  source: ExportSource,
  signal: AbortSignal,
): Promise<void> {
  await writeModelFiles(dir, await merged(source.model), { dtype: 'F32', signal });
  await writeCard(dir, source, 'transformers', usage(source.title));
}

function usage(folder: string): string {
  return code(
    'python',
    'from transformers import pipeline',
    '',
    `fill = pipeline("fill-mask", ${JSON.stringify(folder)})`,
    'print(fill("今天天气很[MASK]。"))',
  );
}
