import * as l10n from '@vscode/l10n';
import type { ReadModel } from '../bert/readModel';
import { UserError } from '../errors';
import type { Adapter } from '../modelFiles/adapterFolder';

/** What is exported. */
export interface ExportSource {
  /** As it was asked for: its folder, or `embedded`. */
  readonly dir: string;
  /** What it is called in the new folder. */
  readonly title: string;
  readonly model: ReadModel;
}

/** The adapter of a model that is one. @throws UserError for a whole model */
export function requireAdapter({ dir, model }: ExportSource): Adapter {
  if (model.adapter) return model.adapter;
  throw new UserError(
    l10n.t(
      'The model in {0} is a whole model and has no adapter. Please export it as a whole model (hf) instead.',
      dir,
    ),
  );
}
