import { basename, resolve } from 'node:path';
import { readModel } from '../bert/readModel';
import { requireNewFolder, writeFolderAtomic } from '../modelFiles/atomic';
import type { CorpusSource } from '../training/lessonText';
import type { ExportOptions, ExportSource } from './exportSource';
import { writeHuggingFace } from './huggingFace';
import { writeOnnx } from './onnxFolder';
import { writePeft } from './peft';
import { writePython } from './pythonFolder';

/** What a model can be written as, for programs of others. */
export const exportFormats = ['hf', 'peft', 'onnx', 'python'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportRequest {
  /** The folder of a base model or a result, or `embedded`. */
  readonly model: string;
  readonly format: ExportFormat;
  /** A new folder, or an empty one. */
  readonly out: string;
  /** For `python`: what the model learnt from. */
  readonly corpus?: CorpusSource;
}

const writers: Readonly<
  Record<ExportFormat, (dir: string, source: ExportSource, options: ExportOptions) => Promise<void>>
> = { hf: writeHuggingFace, peft: writePeft, onnx: writeOnnx, python: writePython };

/**
 * Writes a model as a folder for other programs, all at once.
 *
 * @param signal ends it early, and nothing is left behind.
 * @throws UserError when the model or the corpus cannot be used, does not go with the format, or `out` is not writable;
 * what `signal` was aborted with.
 */
export async function exportModel(
  { model, format, out, corpus = {} }: ExportRequest,
  signal = new AbortController().signal,
): Promise<void> {
  await requireNewFolder(out);
  const source: ExportSource = {
    dir: model,
    title: basename(resolve(out)),
    model: await readModel(model),
  };
  signal.throwIfAborted();
  await writeFolderAtomic(out, async (dir) => {
    await writers[format](dir, source, { corpus, signal });
    signal.throwIfAborted();
  });
}
