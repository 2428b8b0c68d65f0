/** Fills masks, and keeps the models that it did so with at hand. */
import { loadModel, type LoadedModel } from '../core/bert/loadModel';
import { fill } from '../core/filling/fill';
import type { DeviceChoice, FillAnswer, FillRequest, ModelVersion } from '../protocol/engine';

/** The active model and the one it is compared with. */
const modelsAtHand = 2;

export class FillService {
  /** By folder and version, the one used last at the end. */
  private readonly models = new Map<string, Promise<LoadedModel>>();

  constructor(private readonly device: DeviceChoice) {}

  /** @throws {UserError} when the model cannot be loaded or the text cannot be filled */
  async fill({ text, model, top }: FillRequest): Promise<FillAnswer> {
    const { completions } = await fill(text, { ...(await this.model(model)), top });
    return {
      completions: completions.map(({ text, fillings, score }) => ({
        text,
        fillings,
        probability: Math.exp(score),
      })),
    };
  }

  private async model({ folder, version }: ModelVersion): Promise<LoadedModel> {
    const key = `${folder}\n${version}`;
    const model = this.models.get(key) ?? loadModel(folder, this.device);
    this.models.delete(key);
    this.models.set(key, model);
    model.catch(() => this.models.delete(key)); // what failed to load is tried again
    await this.releaseUnused();
    return model;
  }

  private async releaseUnused(): Promise<void> {
    for (const [key, model] of [...this.models].slice(0, -modelsAtHand)) {
      this.models.delete(key);
      await (await model).release();
    }
  }
}
