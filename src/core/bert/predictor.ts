import { Program, type Resident, type RuntimeOptions, type Value } from '../graph/runtime';
import type { BertConfig } from '../modelFiles/config';
import type { Weights } from '../modelFiles/safetensors';
import { batchInputs, type Row } from './batch';
import { frozenWeights, plainLayers, type Layers } from './layers';
import { bertInputs, logits } from './network';

/** Tokens of one run of the graph: enough to keep the processor busy, few enough to keep memory small. */
const tokensPerRun = 2048;
/** Scores that one run may return, in numbers. */
const scoresPerRun = 16_000_000;

/** A model that only predicts. */
export class Predictor {
  private constructor(
    private readonly config: BertConfig,
    private readonly program: Program<'logits'>,
    private readonly given: () => Readonly<Record<string, Value | Resident>>,
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
    given: () => Readonly<Record<string, Value | Resident>>,
    options: RuntimeOptions = {},
  ): Promise<Predictor> {
    const program = await Program.load({ logits: logits(config, layers, bertInputs()) }, options);
    return new Predictor(config, program, given);
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
      const { logits: scores } = await this.program.run({ ...batchInputs(part), ...this.given() });
      let start = 0;
      for (const row of part) {
        const end = start + row.positions.length * this.vocabularySize;
        results.push(scores.subarray(start, end));
        start = end;
      }
    }
    return results;
  }

  async release(): Promise<void> {
    await this.program.release();
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
