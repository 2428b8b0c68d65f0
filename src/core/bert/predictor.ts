import { logSoftmax } from '../graph/operators';
import { Program, type RunInputs, type RuntimeOptions, type Value } from '../graph/runtime';
import type { BertConfig } from '../modelFiles/config';
import type { Weights } from '../modelFiles/safetensors';
import type { Row } from './batch';
import { Judge, type JudgedRow, type Judgement } from './judge';
import { frozenWeights, plainLayers, type Layers } from './layers';
import { logits } from './network';
import { predictionInputs, rowInputs, variantInputs } from './predictionInputs';

/** Tokens of one run of the graph: enough to keep the processor busy, few enough to keep memory small. */
const tokensPerRun = 2048;
/** Scores that one run may return, in numbers. */
const scoresPerRun = 16_000_000;
/** Tokens of variants in one run: what their attention takes grows with the square. */
const variantTokensPerRun = 768;

type Outputs = 'logits' | 'logProbabilities';

/** A model that only predicts. */
export class Predictor {
  private judging: Promise<Judge> | undefined;

  private constructor(
    private readonly config: BertConfig,
    private readonly program: Program<Outputs>,
    private readonly given: () => RunInputs,
    private readonly loadJudge: () => Promise<Judge>,
  ) {}

  /** A predictor with fixed weights. */
  static async of(config: BertConfig, weights: Weights, options: RuntimeOptions = {}): Promise<Predictor> {
    const { weight, given } = frozenWeights(weights, options.device);
    return Predictor.over(config, plainLayers(config, weight), () => given, options);
  }

  /**
   * A predictor over any weights.
   *
   * @param given the weights that `layers` takes as inputs, as they are at the time of a prediction.
   */
  static async over(
    config: BertConfig,
    layers: Layers,
    given: () => RunInputs,
    options: RuntimeOptions = {},
  ): Promise<Predictor> {
    const scores = logits(config, layers, predictionInputs());
    const outputs = { logits: scores, logProbabilities: logSoftmax(scores) };
    const program = await Program.load(outputs, options);
    return new Predictor(config, program, given, () => Judge.over(config, layers, given, options));
  }

  /** The longest row, [CLS] and [SEP] included. */
  get maxTokens(): number {
    return this.config.maxPositions;
  }

  get vocabularySize(): number {
    return this.config.vocabSize;
  }

  /** The scores of all words for each row's slots: for each row [slots × vocabulary], row-major. */
  async predict(rows: readonly Row[]): Promise<Float32Array[]> {
    const results: Float32Array[] = [];
    for (const part of this.inParts(rows)) {
      results.push(...(await this.run('logits', part, rowInputs(part))));
    }
    return results;
  }

  /** How well the true words of slots would have been guessed: one judgement for each slot, in order. */
  async judge(rows: readonly JudgedRow[]): Promise<Judgement[]> {
    this.judging ??= this.loadJudge();
    return (await this.judging).judge(rows);
  }

  /** See `MaskedLanguageModel`. A single variant is read as it is, and so are variants that are cheaper that way. */
  async predictVariants(
    text: Int32Array,
    places: readonly number[],
    variants: readonly Row[],
  ): Promise<Float32Array[]> {
    const results: Float32Array[] = [];
    const count = Math.max(1, Math.floor(variantTokensPerRun / places.length));
    for (let start = 0; start < variants.length; start += count) {
      const part = variants.slice(start, start + count);
      const isCheaperApart = part.length * text.length <= text.length + part.length * places.length;
      const inputs = isCheaperApart ? rowInputs(part) : variantInputs(text, places, part);
      results.push(...(await this.run('logProbabilities', part, inputs)));
    }
    return results;
  }

  private async run(
    output: Outputs,
    rows: readonly Row[],
    inputs: Readonly<Record<string, Value>>,
  ): Promise<Float32Array[]> {
    const { [output]: scores } = await this.program.run({ ...inputs, ...this.given() }, [output]);
    let end = 0;
    return rows.map(({ positions }) => scores.subarray(end, (end += positions.length * this.vocabularySize)));
  }

  async release(): Promise<void> {
    await this.program.release();
    await (await this.judging)?.release();
  }

  /** Rows in their order, in batches that fit one run. */
  private *inParts(rows: readonly Row[]): Iterable<Row[]> {
    let part: Row[] = [];
    let longest = 0;
    let slots = 0;
    for (const row of rows) {
      longest = Math.max(longest, row.ids.length);
      slots += row.positions.length;
      const tooLarge =
        (part.length + 1) * longest > tokensPerRun || slots * this.vocabularySize > scoresPerRun;
      if (part.length > 0 && tooLarge) {
        yield part;
        part = [];
        longest = row.ids.length;
        slots = row.positions.length;
      }
      part.push(row);
    }
    if (part.length > 0) yield part;
  }
}
