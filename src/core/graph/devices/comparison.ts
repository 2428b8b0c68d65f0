import { randomFor } from '../../random';
import { add, constant, gelu, input, layerNorm, linear, softmax } from '../operators';
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
/** Times as slow as the processor, over few rows, as no graphics card is. */
const hopeless = 10;
const blocks = 4;
/** The first run of a size, in which the card's programs are compiled, does not count. */
const measuredRuns = 3;

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
  const random = randomFor(0, 'weights to compare devices with');
  const weight = (...shape: number[]): Tensor => {
    const length = shape.reduce((product, size) => product * size, 1);
    return constant(
      Float32Array.from({ length }, () => random.next() - 0.5),
      shape,
    );
  };
  let x: Tensor = input('x', 'float32', ['rows', hiddenSize]);
  for (let block = 0; block < blocks; block++) {
    const inner = gelu(linear(x, weight(intermediateSize, hiddenSize), weight(intermediateSize)));
    const outer = linear(inner, weight(hiddenSize, intermediateSize), weight(hiddenSize));
    x = softmax(layerNorm(add(outer, x), weight(hiddenSize), weight(hiddenSize), 1e-12));
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
