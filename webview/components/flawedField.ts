import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';

/** Ties a flaw to its field for screen readers; what the library's field knows of it is for eyes alone. */
export async function tellFlaw(field: VscodeTextfield, flaw: string | undefined): Promise<void> {
  await field.updateComplete;
  const { wrappedElement } = field;
  wrappedElement.ariaInvalid = flaw === undefined ? null : 'true';
  wrappedElement.ariaDescription = flaw ?? null;
}
