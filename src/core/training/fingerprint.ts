import { createHash, type Hash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { replaySentences, retentionSentences } from '../corpus/plainSentences';
import { UserError } from '../errors';
import { anyCount, type JsonFields } from '../json';
import type { Weights } from '../modelFiles/weights';
import type { Preparation } from './preparation';
import { Unresumable } from './unresumable';

/** Raised whenever the same text, words, base model and settings lead to other weights than before. */
export const lessonVersion = 9;

/** Everything that decides the weights of a run, most of it as a hash. */
export interface Fingerprint {
  /** How this version of the program teaches, and with which plain sentences. */
  readonly lesson: string;
  /** Decides about the text, too: which of its sentences are kept back. */
  readonly seed: number;
  readonly text: string;
  /** The base model, with the characters that are new in the text. */
  readonly base: string;
  /** The person's own words themselves. */
  readonly words: readonly string[];
  readonly settings: string;
}

export function fingerprintOf({ settings, corpusHash, model, terms }: Preparation): Fingerprint {
  return {
    lesson: hashOf({ lessonVersion, replaySentences, retentionSentences }),
    seed: settings.seed,
    text: corpusHash,
    base: hashOfWeights(model.weights),
    words: terms,
    settings: hashOf(settings),
  };
}

export function fingerprintIn(json: JsonFields): Fingerprint {
  return {
    lesson: json.string('lesson'),
    seed: json.integer('seed', anyCount),
    text: json.string('text'),
    base: json.string('base'),
    words: json.strings('words'),
    settings: json.string('settings'),
  };
}

/**
 * @param out the folder of the run.
 * @throws UserError saying what is not as it was when the run was begun.
 */
export function requireSame(begunWith: Fingerprint, now: Fingerprint, out: string): void {
  if (begunWith.lesson !== now.lesson) throw otherVersion(out);
  if (begunWith.seed !== now.seed) throw otherSettings(out);
  if (begunWith.text !== now.text) {
    throw new UserError(
      l10n.t(
        'The run in {0} was begun with another text. Start it again, or restore the text that it was begun with.',
        out,
      ),
    );
  }
  if (begunWith.base !== now.base) {
    throw new UserError(
      l10n.t(
        'The run in {0} was begun with another base model. Start it again, or go on with the model that it was begun with.',
        out,
      ),
    );
  }
  if (begunWith.words.join('\n') !== now.words.join('\n')) {
    throw new UserError(
      l10n.t(
        'The run in {0} was begun with other words of your own. Start it again, or go on with the words that it was begun with.',
        out,
      ),
    );
  }
  if (begunWith.settings !== now.settings) throw otherSettings(out);
}

/** Of a run that another version of this program has begun, which teaches otherwise. */
function otherVersion(out: string): UserError {
  return new Unresumable(
    l10n.t(
      'The run in {0} was begun by another version of this program, which teaches in another way. Please start it again.',
      out,
    ),
  );
}

function otherSettings(out: string): UserError {
  return new UserError(
    l10n.t(
      'The run in {0} was begun with other settings. Start it again, or go on with the settings that it was begun with.',
      out,
    ),
  );
}

function hashOf(value: object): string {
  return sha256((hash) => hash.update(JSON.stringify(value)));
}

function hashOfWeights(weights: Weights): string {
  return sha256((hash) => {
    for (const [name, { data }] of weights) {
      hash.update(name);
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  });
}

function sha256(update: (hash: Hash) => void): string {
  const hash = createHash('sha256');
  update(hash);
  return hash.digest('hex');
}
