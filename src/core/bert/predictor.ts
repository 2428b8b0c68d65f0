import { logSoftmax } from '../graph/operators';
import { Program, type RunInputs, type RuntimeOptions } from '../graph/runtime';
import type { BertConfig } from '../modelFiles/config';
import type { Weights } from '../modelFiles/weights';
import type { Row } from './batch';
import type { Watch } from './inBatches';
import { Judge, type JudgedRow, type Judgement } from './judge';
import { frozenWeights, plainLayers, type Layers } from './layers';
import { logits } from './network';
import { predictionInputs, textInputs, variantInputs, type KeysAndValues } from './predictionInputs';

/** The most tokens in a run of the graph: what attention costs grows with their square. */
const tokensPerBatch = 768;

/** A model that only predicts. */
export class Predictor {
  /** Keys and values of the texts whose variants are read, by the texts' arrays. */
  private readonly texts = new WeakMap<Int32Array, KeysAndValues>();
  private judging: Promise<Judge> | undefined;

  private constructor(
    private readonly config: BertConfig,
    private readonly program: Program<string>,
    /** The layers that make keys and values, which are outputs of the program under the layers' names. */
    private readonly projections: readonly string[],
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
   * @param given returns the weights that `layers` takes as inputs, as they are by then.
   */
  static async over(
    config: BertConfig,
    layers: Layers,
    given: () => RunInputs,
    options: RuntimeOptions = {},
  ): Promise<Predictor> {
    const { inputs, own } = predictionInputs(config.hiddenSize);
    const logProbabilities = logSoftmax(logits(config, layers, inputs));
    const outputs = { logProbabilities, ...Object.fromEntries(own) };
    const program = await Program.load<string>(outputs, options);
    const loadJudge = (): Promise<Judge> => Judge.over(config, layers, given, options);
    return new Predictor(config, program, [...own.keys()], given, loadJudge);
  }

  /** The longest row, [CLS] and [SEP] included. */
  get maxTokens(): number {
    return this.config.maxPositions;
  }

  get vocabularySize(): number {
    return this.config.vocabSize;
  }

  /** How well the true words of slots would have been guessed; see `Judge`. */
  async judge(rows: readonly JudgedRow[], watch?: Watch): Promise<Judgement[]> {
    this.judging ??= this.loadJudge().catch((error: unknown) => {
      this.judging = undefined;
      throw error;
    });
    return (await this.judging).judge(rows, watch);
  }

  /**
   * See `MaskedLanguageModel`. Variants are read in full where that is cheaper, as it is for a single one. The text's
   * keys and values are kept for as long as its array is.
   */
  async predictVariants(
    text: Int32Array,
    places: readonly number[],
    variants: readonly Row[],
  ): Promise<Float32Array[]> {
    const results: Float32Array[] = [];
    const count = Math.max(1, Math.floor(tokensPerBatch / places.length));
    for (let start = 0; start < variants.length; start += count) {
      const part = variants.slice(start, start + count);
      const isCheaperApart = part.length * text.length <= text.length + part.length * places.length;
      results.push(
        ...(isCheaperApart
          ? await this.readAsTheyAre(text, places, part)
          : await this.readAsVariants(text, places, part)),
      );
    }
    return results;
  }

  private async readAsTheyAre(
    text: Int32Array,
    places: readonly number[],
    rows: readonly Row[],
  ): Promise<Float32Array[]> {
    const willHaveVariants = places.length > 1 && rows.length === 1 && areEqual(rows[0]?.ids, text);
    const { logProbabilities, keysAndValues } = await this.read(rows, willHaveVariants);
    if (willHaveVariants) this.texts.set(text, keysAndValues);
    return logProbabilities;
  }

  private async readAsVariants(
    text: Int32Array,
    places: readonly number[],
    variants: readonly Row[],
  ): Promise<Float32Array[]> {
    const known = this.texts.get(text) ?? (await this.keysAndValuesOf(text));
    this.texts.set(text, known);
    const inputs = variantInputs(known, places, variants, this.config.hiddenSize);
    const { logProbabilities } = await this.program.run({ ...inputs, ...this.given() }, ['logProbabilities']);
    return this.byRow(variants, logProbabilities);
  }

  private async keysAndValuesOf(text: Int32Array): Promise<KeysAndValues> {
    const row = { ids: text, positions: Int32Array.of(0) };
    return (await this.read([row], true)).keysAndValues;
  }

  private async read(
    rows: readonly Row[],
    withKeysAndValues: boolean,
  ): Promise<{ logProbabilities: Float32Array[]; keysAndValues: KeysAndValues }> {
    const inputs = textInputs(rows, this.projections, this.config.hiddenSize);
    const projections = withKeysAndValues ? this.projections : [];
    const outputs = await this.program.run({ ...inputs, ...this.given() }, [
      'logProbabilities',
      ...projections,
    ]);
    return {
      logProbabilities: this.byRow(rows, outputs['logProbabilities']),
      keysAndValues: new Map(projections.map((name) => [name, outputs[name] ?? new Float32Array()])),
    };
  }

  private byRow(rows: readonly Row[], logProbabilities: Float32Array | undefined): Float32Array[] {
    let end = 0;
    const nextOf = ({ positions }: Row): Float32Array =>
      logProbabilities?.subarray(end, (end += positions.length * this.vocabularySize)) ?? new Float32Array();
    return rows.map(nextOf);
  }

  /** A judge that could not be loaded has nothing to release. */
  async release(): Promise<void> {
    await this.program.release();
    const judge = await this.judging?.catch(() => undefined);
    await judge?.release();
  }
}

function areEqual(a: Int32Array | undefined, b: Int32Array): boolean {
  return a?.length === b.length && a.every((value, index) => value === b[index]);
}
