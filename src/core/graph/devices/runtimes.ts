import { availableParallelism } from 'node:os';
import type { InferenceSession, Tensor } from 'onnxruntime-node';

/** ONNX Runtime as a package has it. */
export interface Runtime {
  readonly package: 'onnxruntime-node' | 'onnxruntime-web';
  readonly version: string;
  readonly InferenceSession: typeof InferenceSession;
  readonly Tensor: typeof Tensor;
}

/** Threads of the portable runtime at most: more of them wait for each other. */
const mostThreads = 8;

let loaded: Promise<Runtime> | undefined;

/**
 * The native runtime, or, on a platform that it does not exist for, the same compiled to WebAssembly.
 *
 * For tests, `CLOZE_TUNER_RUNTIME=web` in the environment asks for the latter where both are there.
 */
export function runtime(): Promise<Runtime> {
  loaded ??= process.env['CLOZE_TUNER_RUNTIME'] === 'web' ? portable() : native().catch(portableInsteadOf);
  return loaded;
}

async function native(): Promise<Runtime> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-node');
  return { package: 'onnxruntime-node', version: versionOf(env), InferenceSession, Tensor };
}

async function portable(): Promise<Runtime> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-web');
  env.wasm.numThreads = Math.min(mostThreads, availableParallelism());
  return { package: 'onnxruntime-web', version: versionOf(env), InferenceSession, Tensor };
}

/** @throws why the native runtime is not to be had, where the other one is not either */
async function portableInsteadOf(whyNotNative: unknown): Promise<Runtime> {
  try {
    return await portable();
  } catch {
    throw whyNotNative;
  }
}

function versionOf({ versions }: { readonly versions: { readonly common: string } }): string {
  return versions.common;
}
