import { shippedFolder } from './shippedFolder';

/** What the embedded base model is called where a model is asked for by name. */
export const embeddedName = 'embedded';

/** The folder of the base model that ships with the program. */
export function embeddedModel(): string {
  return shippedFolder('model', 'config.json');
}
