/** How it is told that a model completes nothing. */
import * as l10n from '@vscode/l10n';

import type { ModelEntry } from './modelLibrary';

/** @param refusal why, in a sentence */
export function describeRefusal({ name }: Pick<ModelEntry, 'name'>, refusal: string): string {
  return l10n.t('“{0}” cannot complete [MASK]. {1}', name, refusal);
}
