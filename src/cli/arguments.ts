/** Reads the arguments of a command, and says what is wrong with them. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import * as l10n from '@vscode/l10n';
import { UsageError } from './usage';

/** @throws UsageError when there are more words than the command takes. */
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
    throw new UsageError(l10n.t('{0} needs a value.', rawName));
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

/** What other programs or other commands call an option, and its name here. */
const otherNames: Readonly<Record<string, string>> = { model: 'base', base: 'model', learningrate: 'lr' };

/** The option that was probably meant: its dashes, end or case may differ, or its name may be one of `otherNames`. */
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
