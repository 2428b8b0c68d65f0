/** Sentences that say what a word means, told the other way round. */
import type { Example } from '../corpus/examples';
import { aroundHeadword } from '../masking/aroundHeadword';
import type { MaskedExample } from '../masking/masker';
import type { Random } from '../random';
import type { Tokenizer } from '../tokenizer/tokenizer';

/** What explains the word that an example begins with: the tokens `[start, end)`. */
export interface Definition {
  readonly start: number;
  readonly end: number;
}

const { lead, closing, reading, separator, explaining } = aroundHeadword;
const leadAlone = new RegExp(`${lead}$`, 'u');
/** What stands between the word and its definition. */
const link = new RegExp(
  `^${closing}(?:${reading})?(?:(?!${reading})${separator}+|(?<verb>是指?|指(?:的是)?)|${explaining}|(?<=[）)]))`,
  'u',
);
const entry = new RegExp(String.raw`${lead}(?<word>\p{Script=Han}+)${closing}${separator}`, 'u');
const sentenceEnd = /[。！？!?；;）)\n]|$/u;
const clauseEnd = /[，,。！？!?；;）)\n]|$/u;

/** The fewest tokens that explain anything. */
const leastDefinition = 2;

/** A word before the colons of more lines than these is not explained by them: it speaks them, in a play. */
const mostEntries = 2;

/** What leads from a definition to its word. */
const turns = ['叫', '叫作', '名叫', '是', '就是', '，', '，这就是'];

/**
 * Turns definitions round: “灵梭：把海风变成淡水的机器” is also shown as “把海风变成淡水的机器叫灵梭”. What is learnt in one
 * order only is not known in the other (Berglund et al., "The Reversal Curse", 2023; Golovneva et al., "Reverse Training
 * to Nurse the Reversal Curse", 2024).
 */
export class Definitions {
  private readonly entries = new Map<string, number>();
  private readonly turns: readonly (readonly number[])[];
  private readonly stop: readonly number[];

  constructor(examples: readonly Example[], tokenizer: Pick<Tokenizer, 'encode'>) {
    for (const { text } of examples) {
      const word = entry.exec(text)?.groups?.['word'];
      if (word !== undefined) this.entries.set(word, (this.entries.get(word) ?? 0) + 1);
    }
    this.turns = turns.map((turn) => tokenizer.encode(turn).ids);
    this.stop = tokenizer.encode('。').ids;
  }

  /** What explains the word that an example begins with, where that word and nothing else is masked. */
  in(example: Example, { positions }: MaskedExample): Definition | undefined {
    const wordStart = positions[0] ?? 0;
    const wordEnd = (positions.at(-1) ?? 0) + 1;
    return wordEnd - wordStart === positions.length
      ? this.definitionOf(example, wordStart, wordEnd)
      : undefined;
  }

  /** The definition, and then the masks. */
  turned(
    { ids, positions, targets }: MaskedExample,
    { start, end }: Definition,
    random: Random,
  ): MaskedExample {
    const turn = random.pick(this.turns) ?? [];
    const definition = ids.subarray(start, end);
    const masks = Array.from(positions, (position) => ids[position] ?? 0);
    const first = 1 + definition.length + turn.length;
    return {
      ids: Int32Array.of(ids[0] ?? 0, ...definition, ...turn, ...masks, ...this.stop, ids.at(-1) ?? 0),
      positions: positions.map((_, index) => first + index),
      targets,
    };
  }

  private definitionOf(
    { text, starts }: Example,
    wordStart: number,
    wordEnd: number,
  ): Definition | undefined {
    const offsetOf = (position: number): number => starts[position - 1] ?? text.length;
    const positionAt = (offset: number): number => 1 + starts.filter((start) => start < offset).length;
    const characters = /^\p{Script=Han}+/u.exec(text.slice(offsetOf(wordStart)))?.[0] ?? '';
    const word = Array.from(characters)
      .slice(0, wordEnd - wordStart)
      .join('');
    const behind = offsetOf(wordStart) + word.length;
    const found = link.exec(text.slice(behind));
    if (!found || !leadAlone.test(text.slice(0, offsetOf(wordStart)))) return undefined;
    const isSentence = found.groups?.['verb'] !== undefined;
    if (!isSentence && (this.entries.get(word) ?? 0) > mostEntries) return undefined;
    const from = behind + found[0].length;
    const until = from + text.slice(from).search(isSentence ? clauseEnd : sentenceEnd);
    const definition = { start: positionAt(from), end: positionAt(until) };
    return definition.end - definition.start < leastDefinition ? undefined : definition;
  }
}
