import { basename, resolve } from 'node:path';
import { readModel } from '../bert/readModel';
import type { CorpusSource } from '../corpus/corpusSource';
import { requireNewFolder, writeNewFolder } from '../modelFiles/newFolder';
import type { ExportSource } from './exportSource';
import { writeHuggingFace } from './huggingFace';
import { writeOnnx } from './onnxFolder';
import { writePeft } from './peft';
import { writePython } from './pythonFolder';

/** What a model can be written as, for programs of others. */
export const exportFormats = ['hf', 'peft', 'onnx', 'python'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export type ExportRequest = {
  /** The folder of a base model or a result, or `embedded`. */
  readonly model: string;
  /** A new folder, or an empty one. */
  readonly out: string;
} & Form;

/** A format, and what it holds besides the model. */
type Form =
  | { readonly format: Exclude<ExportFormat, 'python'> }
  /** With what the model learnt from. */
  | { readonly format: 'python'; readonly corpus: CorpusSource };

/**
 * Writes a model as a folder for other programs, all at once.
 *
 * @param signal ends it early, and nothing is left behind.
 * @throws UserError when the model or the corpus cannot be used, does not go with the format, or `out` is not writable;
 * an `AbortError` when `signal` ends it.
 */
export async function exportModel(
  { model, out, ...form }: ExportRequest,
  signal = new AbortController().signal,
): Promise<void> {
  await requireNewFolder(out);
  const source: ExportSource = {
    dir: model,
    title: basename(resolve(out)),
    model: await readModel(model),
  };
  signal.throwIfAborted();
  await writeNewFolder(out, async (dir) => {
    await write(dir, source, form, signal);
    signal.throwIfAborted();
  });
}

function write(dir: string, source: ExportSource, form: Form, signal: AbortSignal): Promise<void> {
  switch (form.format) {
    case 'hf':
      return writeHuggingFace(dir, source, signal);
    case 'peft':
      return writePeft(dir, source, signal);
    case 'onnx':
      return writeOnnx(dir, source, signal);
    case 'python':
      return writePython(dir, source, form.corpus, signal);
  }
}
