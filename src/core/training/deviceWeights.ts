import { input } from '../graph/operators';
import { Program, Resident, type RunInputs, type RuntimeOptions, type Value } from '../graph/runtime';
import type { Weights } from '../modelFiles/weights';

/** Numbers of the size of the trained weights, such as these or their moments, that stay on a graphics card. */
export class DeviceWeights {
  private readonly shapes: ReadonlyMap<string, number[]>;
  private readonly held = new Map<string, Value | Resident>();
  private reader: Promise<Program<string>> | undefined;

  /**
   * @param weights what they are at the start; they come to the card with the first step.
   * @param inputOf under which input of the graphs each weight is given.
   */
  constructor(
    weights: Weights,
    private readonly inputOf: (name: string) => string,
    private readonly runtime: RuntimeOptions,
  ) {
    this.shapes = new Map([...weights].map(([name, { shape }]) => [name, shape]));
    this.write(weights);
  }

  get inputs(): RunInputs {
    return Object.fromEntries(this.held);
  }

  /** Takes what a step has made of each input. */
  replace(next: (inputName: string) => Resident | undefined): void {
    for (const [inputName, before] of this.held) {
      const after = next(inputName);
      if (!after) throw new Error(`the step has no result for ${inputName}`);
      if (before instanceof Resident) before.dispose();
      this.held.set(inputName, after);
    }
  }

  write(weights: Weights): void {
    for (const [name, shape] of this.shapes) {
      const weight = weights.get(name);
      if (!weight) throw new Error(`the saved state lacks ${name}`);
      const before = this.held.get(this.inputOf(name));
      if (before instanceof Resident) before.dispose();
      this.held.set(this.inputOf(name), { data: weight.data, shape });
    }
  }

  /** Brings a copy of them back from the card. */
  async read(): Promise<Weights> {
    this.reader ??= Program.load<string>(
      Object.fromEntries(
        [...this.shapes].map(([name, shape]) => [copyOf(name), input(this.inputOf(name), 'float32', shape)]),
      ),
      this.runtime,
    );
    const outputs = await (await this.reader).run(this.inputs);
    return new Map(
      [...this.shapes].map(([name, shape]) => [
        name,
        { shape, data: outputs[copyOf(name)] ?? new Float32Array() },
      ]),
    );
  }

  /** A reader that could not be loaded has nothing to release. */
  async release(): Promise<void> {
    for (const value of this.held.values()) if (value instanceof Resident) value.dispose();
    this.held.clear();
    const reader = await this.reader?.catch(() => undefined);
    await reader?.release();
  }
}

const copyOf = (name: string): string => `copy of ${name}`;
