import type { PageMemory } from '../../../webview/logic/keptTexts';

/** What VS Code keeps outlives the page, and with it whatever kept it there. */
export function memoryOf(state?: unknown): PageMemory {
  return {
    getState: () => state,
    setState: (next) => {
      state = next;
    },
  };
}
