import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from './errors';
import { shortened } from './foreignText';
import { statOfFile } from './unreadable';

/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = Record<string, Json>;

/** Far above any real file of settings or vocabulary, far below what would hurt. */
const largestFile = 64 * 2 ** 20;

/** Of arrays and objects within one another; real files have a handful. */
const mostLevels = 100;

/** What a number must lie between; both are included. */
export interface Limits {
  readonly min: number;
  readonly max: number;
}

/** Limits for what is counted, and for what may be any number that JSON can say. */
export const anyCount: Limits = { min: 0, max: Number.MAX_SAFE_INTEGER };
export const anyNumber: Limits = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };

/**
 * The fields of a JSON object that came from outside, each read with the type it must have.
 *
 * Every reading method throws a `UserError` that names the file and the field when the field is missing (and no
 * `fallback` is given; a field that says `null` counts as missing) or is something else.
 */
export class JsonFields {
  /**
   * @param file for messages.
   * @param at where in the file the object stands, such as `model.`
   */
  constructor(
    readonly values: JsonObject,
    private readonly file: string,
    private readonly at = '',
  ) {}

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  string(name: string, fallback?: string): string {
    return this.read(name, fallback, (value) => typeof value === 'string', l10n.t('a text'));
  }

  /** A text of a certain form. */
  matching(name: string, form: RegExp, expected: string): string {
    const fits = (value: Json): value is string => typeof value === 'string' && form.test(value);
    return this.read<string>(name, undefined, fits, expected);
  }

  boolean(name: string, fallback?: boolean): boolean {
    return this.read(name, fallback, (value) => typeof value === 'boolean', l10n.t('true or false'));
  }

  /** A finite number. */
  number(name: string, { min, max }: Limits, fallback?: number): number {
    const fits = (value: Json): value is number => inRange(value, min, max);
    return this.read(name, fallback, fits, l10n.t('a number from {0} to {1}', min, max));
  }

  integer(name: string, { min, max }: Limits, fallback?: number): number {
    const fits = (value: Json): value is number => Number.isInteger(value) && inRange(value, min, max);
    return this.read(name, fallback, fits, l10n.t('a whole number from {0} to {1}', min, max));
  }

  /** One of the given words. */
  oneOf<Word extends string>(name: string, words: readonly Word[], fallback?: Word): Word {
    const fits = (value: Json): value is Word => words.some((word) => word === value);
    return this.read(name, fallback, fits, l10n.t('one of {0}', words.join(', ')));
  }

  strings(name: string, fallback?: string[]): string[] {
    const fits = (value: Json): value is string[] =>
      Array.isArray(value) && value.every((item) => typeof item === 'string');
    return this.read(name, fallback, fits, l10n.t('a list of texts'));
  }

  /** A list of whole numbers. */
  integers(name: string, { min, max }: Limits, fallback?: number[]): number[] {
    const fits = (value: Json): value is number[] =>
      Array.isArray(value) && value.every((item) => Number.isInteger(item) && inRange(item, min, max));
    return this.read(name, fallback, fits, l10n.t('a list of whole numbers from {0} to {1}', min, max));
  }

  /** A list of finite numbers. */
  numbers(name: string, { min, max }: Limits): number[] {
    const fits = (value: Json): value is number[] =>
      Array.isArray(value) && value.every((item) => inRange(item, min, max));
    return this.read(name, undefined, fits, l10n.t('a list of numbers from {0} to {1}', min, max));
  }

  /** A field whose value is an object, to be read in the same way. */
  object(name: string, fallback?: JsonObject): JsonFields {
    const values = this.read(name, fallback, isJsonObject, l10n.t('an object'));
    return new JsonFields(values, this.file, `${this.at}${name}.`);
  }

  /** A field whose value is a list of objects. */
  objects(name: string, fallback?: JsonObject[]): JsonFields[] {
    const fits = (value: Json): value is JsonObject[] => Array.isArray(value) && value.every(isJsonObject);
    return this.read(name, fallback, fits, l10n.t('a list of objects')).map(
      (values, index) => new JsonFields(values, this.file, `${this.at}${name}[${index}].`),
    );
  }

  /** The names of the fields where these are whole numbers, such as ids. */
  integerNames(limits: Limits): number[] {
    return Object.keys(this.values).map((name) => {
      const number = /^\d+$/.test(name) ? Number(name) : name;
      return new JsonFields({ [name]: number }, this.file, this.at).integer(name, limits);
    });
  }

  private value(name: string): Json | undefined {
    return Object.hasOwn(this.values, name) ? (this.values[name] ?? undefined) : undefined;
  }

  /** For messages. */
  private nameOf(name: string): string {
    return shortened(this.at + name);
  }

  private read<T extends Json>(
    name: string,
    fallback: T | undefined,
    fits: (value: Json) => value is T,
    expected: string,
  ): T {
    const value = this.value(name) ?? fallback;
    if (value === undefined) {
      throw new UserError(
        l10n.t('{0} lacks the field “{1}”, which should be {2}.', this.file, this.nameOf(name), expected),
      );
    }
    if (!fits(value)) {
      throw new UserError(
        l10n.t(
          'In {0} the field “{1}” should be {2}, but it is {3}.',
          this.file,
          this.nameOf(name),
          expected,
          brief(value),
        ),
      );
    }
    return value;
  }
}

/** Reads a file that holds one JSON object; a `UserError` says what is wrong with it. */
export async function readJsonObject(path: string): Promise<JsonFields> {
  return parseJsonObject(await readSmallText(path), path);
}

/**
 * Reads a UTF-8 file of settings or vocabulary, without the byte order mark that some editors put before it; a `UserError`
 * when it is too large to be one, or in another encoding.
 */
export async function readSmallText(path: string): Promise<string> {
  const { size } = await statOfFile(path);
  if (size > largestFile) {
    throw new UserError(l10n.t('{0} is too large to be a {1}.', path, basename(path)));
  }
  const bytes = await readFile(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UserError(
      l10n.t(
        '{0} is not UTF-8 text: it was saved in another encoding, or is damaged. Please save it as UTF-8, or copy or download it again.',
        path,
      ),
      error,
    );
  }
}

/** A value as JSON that people can read. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Writes a value as JSON into a folder that is being made, flushed to the disk. */
export async function writeJsonFile(path: string, value: object): Promise<void> {
  await writeFile(path, jsonText(value), { flush: true });
}

/** As `readJsonObject`, for text at hand. @param file for messages. */
export function parseJsonObject(text: string, file: string): JsonFields {
  let value: Json;
  try {
    value = JSON.parse(text) as Json; // what JSON.parse returns
  } catch (error) {
    throw new UserError(l10n.t('{0} is not valid JSON; it may be damaged or incomplete.', file), error);
  }
  if (!isJsonObject(value)) throw new UserError(l10n.t('{0} should hold a JSON object.', file));
  if (isDeeperThan(mostLevels, value)) throw tooDeep(file);
  return new JsonFields(value, file);
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDeeperThan(levels: number, value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

function tooDeep(file: string): UserError {
  return new UserError(
    l10n.t(
      'In {0}, arrays and objects are nested more than {1} deep, which no file of a model needs. Please use a file from a source that you trust.',
      file,
      mostLevels,
    ),
  );
}

function inRange(value: Json, min: number, max: number): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}

/** The most characters; each item of a list and each field of an object has at least one of them. */
const briefly = 60;

/** The beginning of what JSON writes for a value; what is in lists and objects within it is left out. */
export function brief(value: Json): string {
  const text = written(value);
  return text.length > briefly ? `${text.slice(0, briefly)}…` : text;
}

function written(value: Json): string {
  if (Array.isArray(value)) return `[${value.slice(0, briefly).map(outline).join()}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).slice(0, briefly);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${outline(field)}`).join()}}`;
}

function outline(value: Json): string {
  if (Array.isArray(value)) return '[…]';
  return isJsonObject(value) ? '{…}' : JSON.stringify(value);
}
