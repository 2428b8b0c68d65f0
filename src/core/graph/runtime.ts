import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { Rest } from '../rest';
import { DeviceFailure, type Device } from './devices/device';
import { lower, type LoweredGraph } from './lowering';
import { encodeModelWithData } from './onnx/model';
import { runtime } from './devices/runtimes';
import { RowAdditions } from './rowAdditions';
import { sizesIn, withSizes } from './shape';
import type { Tensor } from './tensor';

/** A tensor's numbers at run time, row-major. */
export interface Value {
  readonly data: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** A tensor's numbers where the device has computed them, to be given to programs on that device. */
export class Resident {
  constructor(readonly tensor: OrtTensor) {}

  /** Gives its memory back. */
  dispose(): void {
    this.tensor.dispose();
  }
}

/** What a run of a program is given, by the names of its inputs. */
export type RunInputs = Readonly<Record<string, Value | Resident>>;

export interface RuntimeOptions {
  /** The processor by default. */
  device?: Device;
  /** Threads of one operator; the number of physical cores by default. */
  threads?: number;
  /** Waited for before each run. */
  rest?: Rest | undefined;
}

type Tensors<Names extends string> = Readonly<Record<Names, Tensor>>;

/** A graph made ready to run: lowered, optimised by the runtime, its constants laid out for the device. */
export class Program<Outputs extends string, Kept extends string = never> {
  private constructor(
    private readonly session: InferenceSession,
    private readonly graph: Pick<LoweredGraph, 'inputs' | 'shapeInputs'>,
    private readonly device: Device,
    private readonly makeTensor: typeof OrtTensor,
    private readonly kept: readonly string[],
    private readonly additions: RowAdditions,
    private readonly rest: Rest | undefined,
  ) {}

  /**
   * @param outputs are handed over at each run
   * @param kept stay on the device
   * @throws DeviceFailure
   */
  static async load<Outputs extends string, Kept extends string = never>(
    outputs: Tensors<Outputs>,
    { device = 'cpu', threads, rest, kept }: RuntimeOptions & { kept?: Tensors<Kept> } = {},
  ): Promise<Program<Outputs, Kept>> {
    const { InferenceSession, Tensor } = await runtime();
    const locations = Object.keys(kept ?? {}).map((name) => [name, 'gpu-buffer'] as const);
    const { additions, computed } = RowAdditions.among(outputs);
    const { graph, ...shapes } = lower({ ...computed, ...kept }, device);
    const { model, externalData } = encodeModelWithData(graph);
    const session = await attempt(device, () =>
      InferenceSession.create(model, {
        externalData,
        executionProviders: [device],
        graphOptimizationLevel: 'all',
        // Plans would be kept, with memory of their own, for every length that batches have.
        enableMemPattern: false,
        logSeverityLevel: logLevel(),
        extra: { session: sessionSettings },
        ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
        ...(locations.length > 0 && { preferredOutputLocation: Object.fromEntries(locations) }),
      }),
    );
    return new Program(session, shapes, device, Tensor, Object.keys(kept ?? {}), additions, rest);
  }

  /**
   * Runs the graph. The arrays of `inputs` are read in place and must not change meanwhile.
   *
   * @param fetch which outputs are handed over; all of them without.
   * @throws DeviceFailure
   */
  async run<Fetched extends Outputs = Outputs>(
    inputs: RunInputs,
    fetch?: readonly Fetched[],
  ): Promise<Record<Fetched, Float32Array> & Record<Kept, Resident>> {
    await this.rest?.over();
    const given = Object.entries(inputs).map(([name, value]) => [name, this.toOrt(value)] as const);
    const feeds = Object.fromEntries([...given, ...this.shapesFor(given)]);
    const fetched = await attempt(this.device, () =>
      fetch ? this.session.run(feeds, this.fetchesFor(fetch)) : this.session.run(feeds),
    );
    const entries = this.additions
      .complete(fetched)
      .map(([name, tensor]) => [name, tensor.location === 'cpu' ? tensor.data : new Resident(tensor)]);
    // Every output was declared as float32 by the graph, under a name of `Fetched` or `Kept`.
    return Object.fromEntries(entries) as Record<Fetched, Float32Array> & Record<Kept, Resident>;
  }

  async release(): Promise<void> {
    await this.session.release();
  }

  private fetchesFor(outputs: readonly string[]): string[] {
    return [...outputs.flatMap((name) => this.additions.needed(name)), ...this.kept];
  }

  /** The shapes that the graph asks for as inputs, with the sizes that those given have. */
  private shapesFor(given: readonly (readonly [string, OrtTensor])[]): (readonly [string, OrtTensor])[] {
    const { inputs, shapeInputs } = this.graph;
    if (shapeInputs.size === 0) return [];
    const sizes = sizesIn(given.map(([name, { dims }]) => [inputs.get(name) ?? [], dims]));
    return [...shapeInputs].map(([name, shape]) => {
      const data = BigInt64Array.from(withSizes(shape, sizes), BigInt);
      return [name, new this.makeTensor('int64', data, [shape.length])];
    });
  }

  private toOrt(value: Value | Resident): OrtTensor {
    if (value instanceof Resident) return value.tensor;
    const { data, shape } = value;
    return data instanceof Float32Array
      ? new this.makeTensor('float32', data, shape)
      : new this.makeTensor('int32', data, shape);
  }
}

/**
 * Threads wait actively for each other's part of an operator, but not for the next run: they would take the processor
 * from everybody else for a while after each.
 */
const sessionSettings = { set_denormal_as_zero: '1', force_spinning_stop: '1' };

/** Errors only, unless `CLOZE_TUNER_RUNTIME_LOG=verbose` asks for everything: among it, what runs on which device. */
function logLevel(): 0 | 3 {
  return process.env['CLOZE_TUNER_RUNTIME_LOG'] === 'verbose' ? 0 : 3;
}

/** What the runtime throws on a graphics card is the card's failure: the processor has run the same graphs. */
async function attempt<T>(device: Device, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw device === 'cpu' ? error : new DeviceFailure(error);
  }
}
