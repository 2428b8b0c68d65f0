import { parseArgs, type ParseArgsConfig } from 'node:util';
import * as l10n from '@vscode/l10n';

/** The command line was not understood. An empty message asks for the whole usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function usage(): string {
  return `${l10n.t('Fine-tunes a Chinese BERT on your text and completes [MASK] with it.')}

cloze-tuner train <file…> --out <dir> [--base <name|dir>] [--method lora|full]
                  [--effort quick|balanced|thorough] [--epochs N | --steps N] [--batch-tokens N] [--lr X]
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

/** @throws UsageError for words behind those that a command takes. */
export function requireNoMore([word]: readonly string[]): void {
  if (word === undefined) return;
  throw new UsageError(
    l10n.t(
      '“{0}” is one word too many. A text or a name with spaces in it belongs in quotation marks.',
      word,
    ),
  );
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** `parseArgs` with complaints in the user's language. @throws UsageError */
export function parse<T extends Options>(args: string[], options: T) {
  const { tokens } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'option-terminator') break;
    if (token.kind === 'positional') requireNoLongDash(token.value, options);
    else requireUnderstood(token, options, args);
  }
  return parseArgs({ args, options, allowPositionals: true });
}

interface OptionToken {
  name: string;
  /** As written, with its dashes; of several letters behind a single dash, one. */
  rawName: string;
  /** Among the arguments. */
  index: number;
  value: string | undefined;
  /** Whether the value is written after an equals sign; then it may begin with a dash. */
  inlineValue: boolean | undefined;
}

function requireUnderstood(
  { name, rawName, index, value, inlineValue }: OptionToken,
  options: Options,
  args: readonly string[],
): void {
  const type = Object.hasOwn(options, name) ? options[name]?.type : undefined;
  if (type === undefined) throw unknownOption(args[index] ?? rawName, options);
  if (type === 'boolean') {
    if (value !== undefined) throw new UsageError(l10n.t('{0} takes no value.', rawName));
  } else if (value === undefined || (!inlineValue && value.startsWith('-'))) {
    throw new UsageError(l10n.t('{0} lacks its value.', rawName));
  }
}

/** A word processor makes one long dash of two. */
function requireNoLongDash(word: string, options: Options): void {
  if (/^[‐-―−－]+[a-z]/iu.test(word) && likeliest(word, options)) throw unknownOption(word, options);
}

/** A text may begin with a dash, as an item of a list does. */
function unknownOption(word: string, options: Options): UsageError {
  if (!/^[‐-―−－-]+\w[\w-]*(=|$)/u.test(word)) {
    return new UsageError(
      l10n.t('What begins with a dash is taken for an option. Please write “--” before such a text.'),
    );
  }
  const [written = word] = word.split('=');
  const meant = likeliest(written, options);
  return new UsageError(
    meant === undefined
      ? l10n.t('There is no option {0}.', written)
      : l10n.t('There is no option {0}. Did you mean --{1}?', written, meant),
  );
}

/** Names that other programs or other commands have for the same. */
const otherNames: Readonly<Record<string, string>> = { model: 'base', base: 'model', learningrate: 'lr' };

/** The option that was meant, if its dashes, its end or its case are other ones, or its name is one of `otherNames`. */
function likeliest(written: string, options: Options): string | undefined {
  const letters = lettersOf(written);
  if (letters === '') return undefined;
  const names = Object.keys(options);
  return (
    names.find((name) => lettersOf(name) === letters) ??
    names.find((name) => name === otherNames[letters]) ??
    names.find((name) => lettersOf(name).startsWith(letters) || letters.startsWith(lettersOf(name)))
  );
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/gu, '');
}

/** A whole number from the command line, `least` or more, and `most` at most. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  least: number,
  most = Infinity,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least && value <= most && text.trim() !== '') return value;
  throw new UsageError(
    most === Infinity
      ? l10n.t('--{0} takes a whole number from {1} up, not “{2}”.', option, least, text)
      : l10n.t('--{0} takes a whole number from {1} to {2}, not “{3}”.', option, least, most, text),
  );
}

export function positiveNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(l10n.t('--{0} takes a number above 0, not “{1}”.', option, text));
}

/** One of some words from the command line. */
export function oneOf<T extends string>(option: string, text: string, choices: readonly T[]): T;
export function oneOf<T extends string>(
  option: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined;
export function oneOf<T extends string>(
  option: string,
  text: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (text === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw new UsageError(l10n.t('--{0} is one of {1}, not “{2}”.', option, choices.join(', '), text));
}

export function required(option: string, text: string | undefined): string {
  if (text !== undefined && text !== '') return text;
  throw new UsageError(l10n.t('--{0} is missing.', option));
}
