import { add, input, matmul, multiply } from '../graph/operators';
import { Program } from '../graph/runtime';
import { scaleOf } from '../modelFiles/adapterConfig';
import type { Adapter } from '../modelFiles/adapterFolder';
import type { Weight } from '../modelFiles/weights';
import { loraNames } from './lora';

/**
 * Merges a LoRA adapter into weights, one after the other, so that the adapted model costs no more than the plain one.
 */
export class LowRankSum {
  private constructor(private readonly program: Program<'sum'>) {}

  static async load(): Promise<LowRankSum> {
    const [weight, a, b] = [
      input('weight', 'float32', ['out', 'in']),
      input('a', 'float32', ['rank', 'in']),
      input('b', 'float32', ['out', 'rank']),
    ];
    const product = multiply(matmul(b, a), input('scale', 'float32', []));
    return new LowRankSum(await Program.load({ sum: add(weight, product) }));
  }

  /** W + B·A·scale, or the weight itself where the adapter has no product for it. */
  async of(name: string, weight: Weight, { config, weights }: Adapter): Promise<Weight> {
    const layer = name.replace(/\.weight$/, '');
    const a = weights.get(loraNames.a(layer));
    const b = weights.get(loraNames.b(layer));
    if (!a || !b) return weight;
    const scale = { data: Float32Array.of(scaleOf(config, layer)), shape: [] };
    const { sum } = await this.program.run({ weight, a, b, scale });
    return { shape: weight.shape, data: sum };
  }

  async release(): Promise<void> {
    await this.program.release();
  }
}
