import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import {
  anyCount,
  anyNumber,
  type JsonFields,
  type JsonObject,
  readJsonObject,
  writeJsonFile,
} from '../json';
import { requireFiles } from './requireFiles';

/** Where a result comes from: the `run.json` beside its weights. */
export interface RunRecord {
  base: { name: string; path: string; sha256: string };
  method: 'lora' | 'full';
  corpus: {
    sha256: string;
    files: string[];
    sentences: number;
    /** Of a corpus too large to be held: how many sentences it has, and the most characters that were held. */
    sample?: { of: number; capacity: number };
    /** Whether the figures are of the sentences that were learnt, as there were too few to keep any aside. */
    checkedOnItself?: boolean;
  };
  /** Every setting of the run, those chosen by the program included. */
  settings: JsonObject;
  seed: number;
  /** On the frozen validation masks, by the base model and by the result. */
  metrics: { before: Record<string, number>; after: Record<string, number> };
  /** Words that it was taught on purpose. */
  terms: string[];
  /** Those that its base model had been taught before, if that was a result, too. */
  baseTerms?: string[];
  /** Characters that were added to the vocabulary. */
  newCharacters: string[];
  /** Of the program and of what it computes with. */
  versions: Record<string, string>;
  /** ISO 8601, in UTC. */
  created: string;
}

/** Raised when a reader of an earlier version could not make sense of the record. */
const schemaVersion = 1;
const fileName = 'run.json';

/** Writes `run.json` into a folder. */
export async function writeRunRecord(dir: string, record: RunRecord): Promise<void> {
  const json = { version: schemaVersion, ...record };
  await writeJsonFile(join(dir, fileName), json);
}

/** Whether a folder is a result of this program's. */
export function hasRunRecord(dir: string): boolean {
  return existsSync(join(dir, fileName));
}

/** Reads the `run.json` of a folder. @throws UserError when it is missing, newer than this program, or damaged. */
export async function readRunRecord(dir: string): Promise<RunRecord> {
  requireFiles(dir, fileName);
  const path = join(dir, fileName);
  const json = await readJsonObject(path);
  const version = json.integer('version', { min: 1, max: Number.MAX_SAFE_INTEGER });
  if (version > schemaVersion) {
    throw new UserError(
      l10n.t('{0} was written by a newer version of this program. Please update it.', path),
    );
  }
  const base = json.object('base');
  const corpus = json.object('corpus');
  const metrics = json.object('metrics');
  return {
    base: { name: base.string('name'), path: base.string('path'), sha256: base.string('sha256') },
    method: json.oneOf('method', ['lora', 'full'] as const),
    corpus: {
      sha256: corpus.string('sha256'),
      files: corpus.strings('files'),
      sentences: corpus.integer('sentences', anyCount),
      ...sampleOf(corpus),
      ...(corpus.boolean('checkedOnItself', false) && { checkedOnItself: true }),
    },
    settings: json.object('settings').values,
    seed: json.integer('seed', { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
    metrics: { before: numbers(metrics.object('before')), after: numbers(metrics.object('after')) },
    terms: json.strings('terms'),
    ...(json.has('baseTerms') && { baseTerms: json.strings('baseTerms') }),
    newCharacters: json.strings('newCharacters'),
    versions: texts(json.object('versions')),
    created: json.string('created'),
  };
}

function sampleOf(corpus: JsonFields): Pick<RunRecord['corpus'], 'sample'> {
  if (!corpus.has('sample')) return {};
  const sample = corpus.object('sample');
  return { sample: { of: sample.integer('of', anyCount), capacity: sample.integer('capacity', anyCount) } };
}

function numbers(fields: JsonFields): Record<string, number> {
  return Object.fromEntries(Object.keys(fields.values).map((name) => [name, fields.number(name, anyNumber)]));
}

function texts(fields: JsonFields): Record<string, string> {
  return Object.fromEntries(Object.keys(fields.values).map((name) => [name, fields.string(name)]));
}
