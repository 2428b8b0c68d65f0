import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAdapterFiles } from '../modelFiles/adapterFolder';
import { writeModelFiles } from '../modelFiles/modelFolder';
import { writeTokenizer } from '../tokenizer/tokenizer';
import { baseWithWords } from './baseWithWords';
import { code, writeCard } from './card';
import { requireAdapter, type ExportSource } from './exportSource';

/** The base model's folder within the adapter's. */
const baseFolder = 'base';

/**
 * What was learnt as a PEFT adapter, and the model that it is an adapter of, so that the folder is complete wherever it is
 * taken.
 *
 * @param signal ends it.
 */
export async function writePeft(dir: string, source: ExportSource, signal: AbortSignal): Promise<void> {
  const { config, weights } = requireAdapter(source);
  await writeAdapterFiles(dir, { config: { ...config, base: baseFolder }, weights }, { signal });
  await writeTokenizer(dir, source.model.tokenizer);
  await mkdir(join(dir, baseFolder));
  await writeModelFiles(join(dir, baseFolder), baseWithWords(source.model), { dtype: 'F32', signal });
  await writeCard(dir, source, 'peft', usage(source.title));
}

function usage(folder: string): string {
  return code(
    'python',
    'from peft import PeftModel',
    'from transformers import AutoModelForMaskedLM, AutoTokenizer, pipeline',
    '',
    `folder = ${JSON.stringify(folder)}  # from a hub: huggingface_hub.snapshot_download("owner/name")`,
    `base = AutoModelForMaskedLM.from_pretrained(f"{folder}/${baseFolder}")`,
    'model = PeftModel.from_pretrained(base, folder).merge_and_unload()',
    'fill = pipeline("fill-mask", model, tokenizer=AutoTokenizer.from_pretrained(folder))',
    'print(fill("今天天气很[MASK]。"))',
  );
}
