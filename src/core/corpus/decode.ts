import { TextDecoder } from 'node:util';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { notText } from './notText';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5';

/** Bytes that are looked at, and again from the first that is not ASCII, before the encoding is decided. */
const evidence = 16 * 1024;

/** Share of damaged characters up to which a text is still taken to be in an encoding. */
const tolerance = 0.01;

/** Share of units that no Chinese text is made of up to which bytes are taken to be UTF-16: emoji, rare characters. */
const strangeness = 0.05;

/** Share of control characters up to which bytes are a text with others in it; of random bytes, 27 in 256 are some. */
const mostControls = 0.08;

/** Tab, line feed, vertical tab, form feed, carriage return. */
const whiteSpace = [9, 10, 11, 12, 13];

/** First bytes of the files that are taken for text most often: PDF, Office and ZIP, old Office, RTF. */
const signatures = ['%PDF-', 'PK\u0003\u0004', '\u00d0\u00cf\u0011\u00e0', '{\\rtf'];

/**
 * Decodes a file piece by piece, in whichever encoding Chinese text comes: UTF-8, UTF-16 (with or without byte order
 * mark), GB18030 with GBK and GB2312 in it, Big5. Only the piece at hand is held.
 *
 * What cannot be decoded becomes U+FFFD.
 *
 * @param name what the file is called in messages.
 * @throws UserError for a file that is not text.
 */
export async function* decode(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let undecided: Buffer = Buffer.alloc(0);
  let atStart = true;
  for await (const chunk of bytes) {
    if (decoder !== undefined) {
      yield decodeMore(decoder, chunk, name);
      continue;
    }
    undecided = Buffer.concat([undecided, chunk]);
    const firstTelling = undecided.findIndex((byte) => byte >= 0x80 || byte === 0);
    if (undecided.length < Math.max(0, firstTelling) + evidence) continue;
    const suitable = decoderFor(undecided, atStart, name);
    yield decodeMore(suitable, undecided, name);
    // ASCII alone leaves open which encoding the first other character will be in.
    if (firstTelling >= 0) decoder = suitable;
    undecided = Buffer.alloc(0);
    atStart = false;
  }
  decoder ??= decoderFor(undecided, atStart, name);
  yield decodeMore(decoder, undecided, name);
  yield decoder.decode();
}

function decodeMore(decoder: TextDecoder, bytes: Uint8Array, name: string): string {
  if (!decoder.encoding.startsWith('utf-16') && bytes.includes(0)) throw notOnlyText(name, bytes);
  return decoder.decode(bytes, { stream: true });
}

function decoderFor(sample: Buffer, atStart: boolean, name: string): TextDecoder {
  if (atStart && hasSignature(sample)) throw notText([name]);
  const encoding = (atStart ? byteOrderMark(sample) : undefined) ?? encodingByContent(sample, atStart);
  if (encoding === undefined) throw notOnlyText(name, sample);
  return new TextDecoder(encoding);
}

function hasSignature(sample: Buffer): boolean {
  const start = sample.toString('latin1', 0, 5);
  return signatures.some((signature) => start.startsWith(signature));
}

function byteOrderMark(sample: Buffer): Encoding | undefined {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return 'utf-8';
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  return undefined;
}

/**
 * UTF-8 where that is possible, whatever characters it holds: bytes of another encoding hardly ever follow its rules.
 * Else the encoding that gives the most ordinary Chinese.
 */
function encodingByContent(sample: Buffer, atStart: boolean): Encoding | undefined {
  const withoutNul = !sample.includes(0);
  const isUndamaged = (encoding: Encoding): boolean => withoutNul && damage(sample, encoding) <= tolerance;
  if ((withoutNul && isValidUtf8(sample)) || isUndamaged('utf-8')) return 'utf-8';
  const possible: Encoding[] = [
    ...(['utf-16le', 'utf-16be'] as const).filter((encoding) => atStart && readsAsUtf16(sample, encoding)),
    ...(['gb18030', 'big5'] as const).filter(isUndamaged),
  ];
  const [best] = possible.sort(
    (one, other) => ordinaryCharacters(sample, other) - ordinaryCharacters(sample, one),
  );
  return best;
}

/** Whether each character is whole, but for one cut off at the sample's end. */
function isValidUtf8(sample: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Share of what is not ASCII that cannot be decoded, but for a character cut off at the sample's end. */
function damage(sample: Buffer, encoding: Encoding): number {
  const text = new TextDecoder(encoding).decode(sample, { stream: true });
  const notAscii = text.match(/\P{ASCII}/gu)?.length ?? 0;
  const damaged = text.match(/[\ufffd\ue000-\uf8ff]/gu)?.length ?? 0;
  return notAscii === 0 ? 0 : damaged / notAscii;
}

/** Whether the units are ASCII text, Chinese punctuation, full-width forms or Chinese characters, and hardly others. */
function readsAsUtf16(sample: Buffer, encoding: Encoding): boolean {
  const text = new TextDecoder(encoding).decode(sample.subarray(0, sample.length & ~1));
  const strange =
    text.match(/[^\t\n\r -~\u2010-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/gu)?.length ?? 0;
  return text.length > 0 && strange <= text.length * strangeness;
}

const ordinary = /[，。、：；？！“”的一是不了在有人我他大上中到说這说為这個个們们來来国國]/gu;

function ordinaryCharacters(sample: Buffer, encoding: Encoding): number {
  return new TextDecoder(encoding).decode(sample).match(ordinary)?.length ?? 0;
}

/** What to say of bytes that are not text as a whole. */
function notOnlyText(name: string, bytes: Uint8Array): UserError {
  const controls = bytes.filter((byte) => byte < 0x20 && !whiteSpace.includes(byte)).length;
  if (controls > bytes.length * mostControls) return notText([name]);
  return new UserError(
    l10n.t(
      '“{0}” has parts that are not text, or are in another encoding than the rest. Open it in an editor, remove or mend them, and save it anew as UTF-8.',
      name,
    ),
  );
}
