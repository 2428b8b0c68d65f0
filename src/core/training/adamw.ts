import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { parameterCount, type Weights } from '../modelFiles/weights';
import { adamwWasm } from './kernel/adamw.wasm';

/** Settings of AdamW (Loshchilov & Hutter 2019). */
export interface AdamWOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Weight decay per unit of learning rate, for weights that decay. */
  readonly weightDecay: number;
  /** The largest norm of all gradients together; larger ones are scaled down to it. */
  readonly clipNorm: number;
  /** What a weight's learning rate is multiplied by: PyTorch's parameter groups. */
  readonly rateScale: (name: string) => number;
}

export const defaultAdamW: AdamWOptions = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  clipNorm: 1,
  rateScale: () => 1,
};

/** Whether weight decay applies to a weight: to all but biases and norms. */
export function decays(name: string): boolean {
  return !name.endsWith('.bias') && !name.includes('LayerNorm');
}

/** Numbers handled at a time, so that a piece and its moments stay in the processor's cache. */
const pieceLength = 16_384;
const pageBytes = 65_536;
/** What WebAssembly can address. */
const mostBytes = 65_536 * pageBytes;
const floatBytes = 4;

interface Slice {
  /** Where the weight, its first and its second moment begin, in bytes. */
  readonly weight: number;
  readonly first: number;
  readonly second: number;
  readonly length: number;
  readonly decays: boolean;
}

/**
 * Weights and their optimiser state in one block of WebAssembly memory, updated in place by a SIMD kernel.
 *
 * The arrays in `weights` and in `state()` are windows into that memory: they show each update.
 */
export class AdamW {
  private readonly memory: WebAssembly.Memory;
  private readonly slices = new Map<string, Slice>();
  private readonly kernel: Kernel;
  private updates = 0;

  /**
   * @param weights the trained weights by name, at their start. Their numbers move into the block: the arrays they were
   * in are let go of, as a large model has room in memory once.
   */
  constructor(
    readonly weights: Weights,
    private readonly options: AdamWOptions = defaultAdamW,
  ) {
    let end = pieceLength * floatBytes;
    for (const [name, { data }] of weights) {
      const bytes = roundUp(data.length, 16) * floatBytes;
      this.slices.set(name, {
        weight: end,
        first: end + bytes,
        second: end + 2 * bytes,
        length: data.length,
        decays: decays(name),
      });
      end += 3 * bytes;
    }
    if (end > mostBytes) throw tooManyWeights(weights);
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(end / pageBytes) });
    this.kernel = instantiate(this.memory);
    for (const [name, weight] of weights) {
      const view = this.view(name, 'weight');
      view.set(weight.data);
      weight.data = view;
    }
  }

  /** The first and second moments by name, and the number of updates: what resuming needs besides the weights. */
  state(): { updates: number; first: Weights; second: Weights } {
    const moments = (part: 'first' | 'second'): Weights =>
      new Map([...this.weights].map(([name, { shape }]) => [name, { shape, data: this.view(name, part) }]));
    return { updates: this.updates, first: moments('first'), second: moments('second') };
  }

  restore(state: { updates: number; weights: Weights; first: Weights; second: Weights }): void {
    this.updates = state.updates;
    for (const [part, saved] of [
      ['weight', state.weights],
      ['first', state.first],
      ['second', state.second],
    ] as const) {
      for (const name of this.slices.keys()) {
        const weight = saved.get(name);
        if (!weight) throw new Error(`the saved state lacks ${name}`);
        this.view(name, part).set(weight.data);
      }
    }
  }

  /** One update. @param gradients by name, as long as the weights. */
  update(gradients: ReadonlyMap<string, Float32Array>, learningRate: number): void {
    const { beta1, beta2, epsilon, weightDecay, rateScale } = this.options;
    const scale = this.clippingScale(gradients);
    this.updates++;
    const correction = Math.sqrt(1 - beta2 ** this.updates);
    for (const [name, slice] of this.slices) {
      const ownRate = learningRate * rateScale(name);
      const keep = slice.decays ? 1 - ownRate * weightDecay : 1;
      const rate = (ownRate * correction) / (1 - beta1 ** this.updates);
      this.inPieces(gradients.get(name), slice, (offset, count) => {
        this.kernel.adamw(
          slice.weight + offset,
          slice.first + offset,
          slice.second + offset,
          0,
          count,
          scale,
          keep,
          rate,
          beta1,
          beta2,
          epsilon * correction,
        );
      });
    }
  }

  /** Clipping by the norm of all gradients together (Pascanu et al. 2013), as PyTorch's `clip_grad_norm_`. */
  private clippingScale(gradients: ReadonlyMap<string, Float32Array>): number {
    let squares = 0;
    for (const [name, slice] of this.slices) {
      this.inPieces(gradients.get(name), slice, (_, count) => {
        squares += this.kernel.sumOfSquares(0, count);
      });
    }
    return Math.min(1, this.options.clipNorm / (Math.sqrt(squares) + 1e-6));
  }

  /** Brings a gradient piece by piece to the beginning of the memory; `offset` is in bytes from the slice's start. */
  private inPieces(
    gradient: Float32Array | undefined,
    { length }: Slice,
    use: (offset: number, count: number) => void,
  ): void {
    if (gradient?.length !== length) throw new Error('a gradient is as long as its weight');
    const piece = new Float32Array(this.memory.buffer, 0, pieceLength);
    for (let start = 0; start < length; start += pieceLength) {
      const part = gradient.subarray(start, start + pieceLength);
      const count = roundUp(part.length, 16);
      piece.set(part);
      piece.fill(0, part.length, count);
      use(start * floatBytes, count);
    }
  }

  private view(name: string, part: 'weight' | 'first' | 'second'): Float32Array {
    const slice = this.slices.get(name);
    if (!slice) throw new Error(`no weight ${name} is trained`);
    return new Float32Array(this.memory.buffer, slice[part], slice.length);
  }
}

interface Kernel {
  sumOfSquares(values: number, count: number): number;
  adamw(
    weights: number,
    first: number,
    second: number,
    gradients: number,
    count: number,
    scale: number,
    keep: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
}

function instantiate(memory: WebAssembly.Memory): Kernel {
  const module = new WebAssembly.Module(Buffer.from(adamwWasm, 'base64'));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // adamw.as.ts declares these functions with these parameters.
  return exports as unknown as Kernel;
}

function tooManyWeights(weights: Weights): UserError {
  const million = 1e6;
  return new UserError(
    l10n.t(
      'This model has too many weights to train them all: {0} million, where {1} are the most. Please train it by LoRA (--method lora).',
      Math.round(parameterCount(weights) / million),
      Math.floor(mostBytes / (3 * floatBytes * million)),
    ),
  );
}

function roundUp(count: number, unit: number): number {
  return Math.ceil(count / unit) * unit;
}
