import { add, constant, gelu, input, layerNorm, linear } from '../operators';
import { Program } from '../runtime';
import type { Tensor } from '../tensor';
import type { Device } from './device';

/** The sizes of a network that decide what a step of it costs. */
export interface NetworkSize {
  readonly hiddenSize: number;
  readonly intermediateSize: number;
}

/** Few rows first: a graphics card in name only, computed by the processor, is found out by them and costs no more. */
const roundsOfRows = [16, 512];
/** What is so many times as slow as the processor over few rows is no real graphics card. */
const hopeless = 10;
const blocks = 2;
/** The first run of a size, in which the card's programs are compiled, does not count. */
const measuredRuns = 2;

/** Measures processor and graphics card on work of a network's kind. @throws DeviceFailure when there is no card */
export async function fasterDevice(size: NetworkSize): Promise<Device> {
  const graph = denseBlocks(size);
  const card = await Program.load({ y: graph }, { device: 'webgpu' });
  const processor = await Program.load({ y: graph });
  let isCardFaster = false;
  for (const rows of roundsOfRows) {
    const ofCard = await secondsPerRun(card, size, rows);
    const ofProcessor = await secondsPerRun(processor, size, rows);
    if (ofCard > hopeless * ofProcessor) return 'cpu';
    isCardFaster = ofCard < ofProcessor;
  }
  return isCardFaster ? 'webgpu' : 'cpu';
}

/** Feed-forward parts of a network, one after the other: [rows, hidden] → [rows, hidden]. */
function denseBlocks({ hiddenSize, intermediateSize }: NetworkSize): Tensor {
  const weight = (...shape: number[]): Tensor => {
    const length = shape.reduce((product, size) => product * size, 1);
    return constant(new Float32Array(length).fill(0.01), shape);
  };
  const widening = weight(intermediateSize, hiddenSize);
  const narrowing = weight(hiddenSize, intermediateSize);
  const [wideBias, bias] = [weight(intermediateSize), weight(hiddenSize)];
  let x: Tensor = input('x', 'float32', ['rows', hiddenSize]);
  for (let block = 0; block < blocks; block++) {
    const inner = gelu(linear(x, widening, wideBias));
    x = layerNorm(add(linear(inner, narrowing, bias), x), bias, bias, 1e-12);
  }
  return x;
}

async function secondsPerRun(
  program: Program<'y'>,
  { hiddenSize }: NetworkSize,
  rows: number,
): Promise<number> {
  const x = { data: new Float32Array(rows * hiddenSize).fill(1), shape: [rows, hiddenSize] };
  await program.run({ x });
  const began = performance.now();
  for (let run = 0; run < measuredRuns; run++) await program.run({ x });
  return (performance.now() - began) / measuredRuns / 1000;
}
