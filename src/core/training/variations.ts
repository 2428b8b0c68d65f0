/** Other ways to show an example, drawn at random: with noise, with a gap; and a word in the company of one. */
import type { Example } from '../corpus/examples';
import type { MaskedExample } from '../masking/masker';
import type { Random } from '../random';

/** The most tokens that a transplanted word has on either side. */
const transplantContext = 8;

/** The lengths of gaps in plain sentences, in tokens: those of words that people teach a model. */
const gapLengths = [2, 3, 4] as const;

/**
 * An example with some of the tokens around its masks replaced by tokens of plain sentences. Each sentence is seen many
 * times; with all of its words always there, the masks are learnt from the sentence as a whole, and in another one that
 * shares but a word with it they are not known.
 *
 * @param rate share of the tokens that are replaced.
 */
export function withNoise(
  { ids, positions, targets }: MaskedExample,
  plain: readonly Example[],
  rate: number,
  random: Random,
): MaskedExample {
  const masked = new Set(positions);
  const noisy = ids.map((id, position) => {
    const isOrdinary = position > 0 && position < ids.length - 1 && !masked.has(position);
    if (!isOrdinary || random.next() >= rate) return id;
    const other = random.pick(plain)?.ids ?? ids;
    return other[1 + random.below(other.length - 2)] ?? id;
  });
  return { ids: noisy, positions, targets };
}

/**
 * A word between a few tokens of another text, with some of its tokens masked, never all: what belongs to what within
 * it, whatever stands around it. A gap of several masks is filled one after the other, so each token of a word has to
 * be known by the others.
 *
 * @param word the tokens, two or more.
 */
export function transplanted(word: Int32Array, other: Example, mask: number, random: Random): MaskedExample {
  const place = 1 + random.below(other.ids.length - 1);
  const before = other.ids.subarray(Math.max(1, place - 1 - random.below(transplantContext)), place);
  const behind = other.ids.subarray(
    place,
    Math.min(place + random.below(transplantContext), other.ids.length - 1),
  );
  const ids = Int32Array.of(other.ids[0] ?? 0, ...before, ...word, ...behind, other.ids.at(-1) ?? 0);
  const start = 1 + before.length;
  const order = random.shuffle([...word.keys()]);
  const hidden = order.slice(0, 1 + random.below(word.length - 1)).sort((a, b) => a - b);
  for (const index of hidden) ids[start + index] = mask;
  return {
    ids,
    positions: Int32Array.from(hidden, (index) => start + index),
    targets: Int32Array.from(hidden, (index) => word[index] ?? 0),
  };
}

/** A sentence with a few neighbouring tokens masked, whatever words they belong to. */
export function withGap(example: Example, mask: number, random: Random): MaskedExample {
  const tokens = example.ids.length - 2;
  const length = Math.min(random.pick(gapLengths) ?? 1, tokens);
  const start = 1 + random.below(tokens - length + 1);
  const positions = Int32Array.from({ length }, (_, index) => start + index);
  return {
    ids: example.ids.slice().fill(mask, start, start + length),
    positions,
    targets: example.ids.slice(start, start + length),
  };
}
