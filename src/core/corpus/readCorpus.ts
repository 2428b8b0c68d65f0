import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { explainingUnreadable, statOfFile } from '../unreadable';
import { CorpusBuilder, type Corpus, type Source } from './corpusBuilder';
import { readCsv, readTsv } from './csv';
import { decode } from './decode';
import { filesIn, isFolder, isModelFolder, type LeaveOut } from './folderFiles';
import { readJson, readJsonLines } from './json';
import { completedJson } from './jsonSelection';
import { readMarkdown } from './markdown';
import { mostCharacters } from './passageSample';
import type { TextAtHand } from './corpusSource';
import { withFirstPiece } from './firstPiece';
import { requireRightEncoding } from './misread';
import { isWordDocument, notText } from './notText';
import { readPlainText } from './plainText';
import { readSubtitles } from './subtitles';
import { notChinese } from './textFields';
import type { TextFileEnding } from './textFiles';
import { namesHeldOut, type TextReader } from './textItem';

export type { Corpus, CorpusReport } from './corpusBuilder';

const readersByEnding: Readonly<Record<TextFileEnding, TextReader>> = {
  txt: readPlainText,
  text: readPlainText,
  md: readMarkdown,
  markdown: readMarkdown,
  json: readJson,
  jsonl: readJsonLines,
  ndjson: readJsonLines,
  csv: readCsv,
  tsv: readTsv,
  srt: readSubtitles,
  vtt: readSubtitles,
};
/** By what `extname` gives. */
const readers: ReadonlyMap<string, TextReader> = new Map(
  Object.entries(readersByEnding).map(([ending, reader]) => [`.${ending}`, reader]),
);

export interface Reading {
  /** The most characters to be held of the text to train on, and of the test set. */
  capacity?: number;
  /** Is told now and then which share of the files' bytes has been read. */
  onProgress?: ((share: number) => void) | undefined;
  /** Ends it while folders are walked and files are read; its reason is thrown. */
  signal?: AbortSignal | undefined;
}

/**
 * Reads a corpus from files, and from the text files in folders and theirs. Files are streamed: only the sentences
 * found are held, of very many a sample. A test set may be a part of a JSON file (`{"train": …, "test": …}`) or a file
 * called `test`.
 *
 * @throws UserError for a file or folder that cannot be used; one in a folder is left out instead, and reported, unless
 * it is damaged half-way.
 */
export async function readCorpus(
  files: readonly string[],
  { capacity = mostCharacters, onProgress, signal }: Reading = {},
): Promise<Corpus> {
  const builder = new CorpusBuilder(capacity);
  const tell = onProgress && byteCounter(await bytesIn(files, signal), onProgress);
  const count: CountBytes = (bytes) => {
    signal?.throwIfAborted();
    tell?.(bytes);
  };
  for (const path of files) {
    if (await isFolder(path)) await readFolder(path, builder, { count, signal });
    else await readFile(path, builder, count);
  }
  return builder.build();
}

/**
 * The same for a text at hand; `name` is the name of its document, whose ending says what format it is. Lines out of the
 * middle of a JSON array are understood. Empty lines before a selection stand for those of the document, so that lines
 * have their numbers there.
 *
 * @throws UserError
 */
export async function corpusFromText(
  text: string,
  name: string,
  { capacity = mostCharacters, language }: Pick<Reading, 'capacity'> & Pick<TextAtHand, 'language'> = {},
): Promise<Corpus> {
  requireRightEncoding(text, name);
  const builder = new CorpusBuilder(capacity);
  const reader = readerOf(name, language);
  const whole = reader === readJson ? completedJson(text) : text;
  await readText(once(whole.replace(/^\ufeff/u, '')), name, builder, reader);
  return builder.build();
}

/** Is told how many more bytes have been read. */
type CountBytes = (bytes: number) => void;

function byteCounter(total: number, onProgress: (share: number) => void): CountBytes {
  let read = 0;
  return (bytes) => {
    read += bytes;
    onProgress(Math.min(1, read / total));
  };
}

async function bytesIn(files: readonly string[], signal: AbortSignal | undefined): Promise<number> {
  let total = 0;
  for (const path of files) {
    const paths = (await isFolder(path)) ? textFilesIn(path, signal) : [path];
    for await (const each of paths) total += await sizeOf(each);
  }
  return total;
}

async function* textFilesIn(dir: string, signal: AbortSignal | undefined): AsyncGenerator<string> {
  const walk = { leaveOut: () => undefined, signal };
  for await (const path of filesIn(dir, walk)) if (isTextFile(path)) yield path;
}

/** Nothing for a file that cannot be opened; reading it will tell. */
function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function* counted(chunks: AsyncIterable<Uint8Array>, count: CountBytes): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}

interface FolderReading {
  count: CountBytes;
  signal: AbortSignal | undefined;
}

async function readFolder(
  dir: string,
  builder: CorpusBuilder,
  { count, signal }: FolderReading,
): Promise<void> {
  const problems: UserError[] = [];
  const leaveOut: LeaveOut = (problem) => {
    problems.push(problem);
    builder.leaveOut(problem.message);
  };
  let used = 0;
  const documents: string[] = [];
  for await (const path of filesIn(dir, { leaveOut, signal })) {
    if (isWordDocument(path)) documents.push(path);
    if (!isTextFile(path)) continue;
    try {
      await readFile(path, builder, count);
      used++;
    } catch (error) {
      if (!(error instanceof UserError) || builder.hasTextOf(path)) throw error;
      leaveOut(error);
    }
  }
  if (documents.length > 0) leaveOut(notText(documents));
  if (used === 0) throw problems[0] ?? ((await isModelFolder(dir)) ? modelFolder(dir) : emptyFolder(dir));
}

function modelFolder(dir: string): UserError {
  return new UserError(
    l10n.t(
      '“{0}” is the folder of a model, with no texts in it. Please choose the files with your texts.',
      dir,
    ),
  );
}

function emptyFolder(dir: string): UserError {
  return new UserError(
    l10n.t(
      'There is no text file in the folder “{0}”: put .txt, .md, .json, .jsonl, .csv, .tsv, .srt or .vtt files there.',
      dir,
    ),
  );
}

async function readFile(path: string, builder: CorpusBuilder, count: CountBytes): Promise<void> {
  await explainingUnreadable(path, async () => {
    if (!path.startsWith('/dev/')) await requireFile(path);
    const bytes = createReadStream(path, { highWaterMark: 256 * 1024 });
    await readText(decode(counted(bytes, count), path), path, builder, readerOf(path));
  });
}

/**
 * To open a named pipe is to wait for whoever writes into it, if ever, and a device that a link leads to may have no end;
 * the process's own, such as /dev/stdin, have a writer.
 */
async function requireFile(path: string): Promise<void> {
  if ((await stat(path)).isFIFO()) throw namedPipe(path);
  await statOfFile(path);
}

function namedPipe(path: string): UserError {
  return new UserError(
    l10n.t('“{0}” is a named pipe, not a file. Save what comes out of it as a file and try again.', path),
  );
}

/** Adds what a text says to the corpus. */
async function readText(
  text: AsyncIterable<string>,
  path: string,
  builder: CorpusBuilder,
  reader: TextReader | undefined,
): Promise<void> {
  const { first, whole } = await withFirstPiece(text);
  if (first === '')
    throw new UserError(l10n.t('“{0}” is empty. Write some Chinese sentences into it first.', path));
  const isTestFile = namesHeldOut(basename(path, extname(path)));
  const source = builder.begin(path);
  for await (const item of (reader ?? readerByLook(first))(whole, path)) {
    builder.add(isTestFile ? { ...item, heldOut: true } : item, source);
  }
  if (source.passages === 0) throw nothingIn(source);
}

function isTextFile(path: string): boolean {
  return readers.has(extname(path).toLowerCase());
}

/** By the ending; without one that is known, by the language, which is called like one of the endings. */
function readerOf(path: string, language = ''): TextReader | undefined {
  return readers.get(extname(path).toLowerCase()) ?? readers.get(`.${language}`);
}

/** Of an unknown kind, it is plain text, unless it looks like JSON. */
function readerByLook(first: string): TextReader {
  return /^\s*[[{]\s*["{[]/u.test(first) ? readJson : readPlainText;
}

/** For a text of which nothing can be used. */
function nothingIn({ path, leftOut }: Source): UserError {
  if (leftOut === undefined) return notChinese(path);
  return new UserError(
    l10n.t('There is nothing to train on in “{0}”: line {1} {2}.', path, leftOut.line, leftOut.reason),
  );
}

// eslint-disable-next-line @typescript-eslint/require-await -- a text at hand, as a stream of one piece
async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
