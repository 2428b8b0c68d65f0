import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { lower } from './lowering';
import type { Tensor } from './tensor';

/** The version of ONNX Runtime. */
export const runtimeVersion = env.versions.common;

/** A tensor's numbers at run time, row-major. */
export interface Value {
  readonly data: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

export interface RuntimeOptions {
  /** Threads of one operator; the number of physical cores by default. */
  threads?: number;
}

/** A graph made ready to run: lowered, optimised by the runtime, its constants laid out for the processor. */
export class Program<Outputs extends string> {
  private constructor(private readonly session: InferenceSession) {}

  static async load<Outputs extends string>(
    outputs: Readonly<Record<Outputs, Tensor>>,
    { threads }: RuntimeOptions = {},
  ): Promise<Program<Outputs>> {
    const session = await InferenceSession.create(lower(outputs), {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      extra: { session: { set_denormal_as_zero: '1' } },
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    });
    return new Program(session);
  }

  /** Runs the graph. The arrays of `inputs` are read in place and must not change meanwhile. */
  async run(inputs: Readonly<Record<string, Value>>): Promise<Record<Outputs, Float32Array>> {
    const feeds = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, toOrt(value)]));
    const fetched = await this.session.run(feeds);
    const entries = Object.entries(fetched).map(([name, tensor]) => [name, tensor.data]);
    // Every output was declared as float32 by the graph under a name of `Outputs`.
    return Object.fromEntries(entries) as Record<Outputs, Float32Array>;
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

function toOrt({ data, shape }: Value): OrtTensor {
  return data instanceof Float32Array
    ? new OrtTensor('float32', data, shape)
    : new OrtTensor('int32', data, shape);
}
