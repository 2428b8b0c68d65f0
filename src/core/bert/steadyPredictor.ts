import { DeviceFailure, type Device } from '../graph/devices/device';
import type { Row } from './batch';
import type { JudgedRow, Judgement } from './judge';
import type { Predictor } from './predictor';

/** A predictor that changes over to the processor when the graphics card fails, and says so in the log. */
export class SteadyPredictor {
  private constructor(
    private readonly make: (device: Device) => Promise<Predictor>,
    private predictor: Predictor,
  ) {}

  /**
   * @param make loads the model for a device.
   * @param device the processor instead where this rejects with a `DeviceFailure`.
   */
  static async load(
    make: (device: Device) => Promise<Predictor>,
    device: Promise<Device>,
  ): Promise<SteadyPredictor> {
    const predictor = await device.then(make).catch((error: unknown) => onProcessor(make, error));
    return new SteadyPredictor(make, predictor);
  }

  get maxTokens(): number {
    return this.predictor.maxTokens;
  }

  get vocabularySize(): number {
    return this.predictor.vocabularySize;
  }

  /** See `Predictor`. */
  judge(rows: readonly JudgedRow[]): Promise<Judgement[]> {
    return this.steadily((predictor) => predictor.judge(rows));
  }

  /** See `Predictor`. */
  predictVariants(
    text: Int32Array,
    places: readonly number[],
    variants: readonly Row[],
  ): Promise<Float32Array[]> {
    return this.steadily((predictor) => predictor.predictVariants(text, places, variants));
  }

  private async steadily<T>(act: (predictor: Predictor) => Promise<T>): Promise<T> {
    try {
      return await act(this.predictor);
    } catch (error) {
      const failed = this.predictor;
      this.predictor = await onProcessor(this.make, error);
      // A card that has failed may fail at this, too; the processor answers all the same.
      await failed.release().catch(() => undefined);
      return act(this.predictor);
    }
  }

  async release(): Promise<void> {
    await this.predictor.release();
  }
}

/** @throws `error`, unless it is a graphics card's failure. */
async function onProcessor(make: (device: Device) => Promise<Predictor>, error: unknown): Promise<Predictor> {
  if (!(error instanceof DeviceFailure)) throw error;
  console.warn(error.message);
  return make('cpu');
}
