import * as l10n from '@vscode/l10n';

/** The command line was not understood. An empty message asks for the whole usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function usage(): string {
  return `${l10n.t('Fine-tunes a Chinese BERT on your text and completes [MASK] with it.')}

cloze-tuner train <file…> --out <dir> [--base <name|dir>] [--method lora|full]
                  [--effort quick|balanced|thorough | --epochs N | --steps N] [--batch-tokens N] [--lr X]
                  [--seed N] [--device auto|cpu|webgpu] [--terms a,b] [--resume] [--json]
cloze-tuner fill  <text with [MASK]> [--model <name|dir>] [--top K] [--device auto|cpu|webgpu] [--json]
cloze-tuner eval  <file…> [--model <name|dir>] [--seed N] [--device auto|cpu|webgpu] [--json]
cloze-tuner export <dir> --format hf|peft|onnx --out <dir>
cloze-tuner export <dir> --format python --corpus <file…> --out <dir>
cloze-tuner import <hub id|dir> --out <dir> [--revision R] [--endpoint URL]
cloze-tuner info  [<dir>] [--json]
cloze-tuner --help | --version
`;
}
