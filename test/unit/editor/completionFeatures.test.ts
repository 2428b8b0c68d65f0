import { expect, it, vi } from 'vitest';

import { CompletionFeatures } from '../../../src/editor/completionFeatures';
import { MaskFiller } from '../../../src/models/maskFiller';
import type { ModelEntry } from '../../../src/models/modelLibrary';
import { libraryOf } from '../models/libraryOf';

/** The kinds of documents of each provider that is registered now, and the contexts that were set. */
const registered = vi.hoisted(() => ({
  selectors: [] as unknown[],
  contexts: new Map<unknown, unknown>(),
}));

vi.mock('vscode', () => {
  const disposable = (dispose: () => unknown = () => undefined) => ({ dispose });
  const register = (selector: unknown) => {
    registered.selectors.push(selector);
    return disposable(() => registered.selectors.splice(registered.selectors.indexOf(selector), 1));
  };
  return {
    CodeActionKind: { QuickFix: 'quickfix' },
    Disposable: {
      from: (...all: { dispose: () => void }[]) =>
        disposable(() => {
          for (const each of all) each.dispose();
        }),
    },
    commands: {
      registerCommand: () => disposable(),
      executeCommand: (_: string, name: unknown, value: unknown) =>
        Promise.resolve(registered.contexts.set(name, value)),
    },
    languages: {
      registerInlineCompletionItemProvider: register,
      registerHoverProvider: register,
      registerCodeActionsProvider: register,
    },
    window: {
      activeTextEditor: undefined,
      onDidChangeTextEditorSelection: () => disposable(),
      onDidChangeWindowState: () => disposable(),
    },
    workspace: { onDidChangeTextDocument: () => disposable() },
  };
});

const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'embedded', version: '' };

function features(): CompletionFeatures {
  const filler = new MaskFiller({ request: () => Promise.resolve({ completions: [] }) });
  return new CompletionFeatures(
    filler,
    libraryOf(embedded),
    () => undefined,
    () => undefined,
  );
}

const inPlainText = [{ language: 'plaintext' }];

it('completions are offered where the settings say, by ghost text, hover and quick fixes', () => {
  const completions = features();
  completions.apply({ completionsEnabled: true, languages: ['plaintext'] });
  expect(registered.selectors).toEqual([inPlainText, inPlainText, inPlainText]);
  completions.apply({ completionsEnabled: true, languages: ['json'] });
  expect(registered.selectors).toEqual(Array.from({ length: 3 }, () => [{ language: 'json' }]));
  completions.dispose();
  expect(registered.selectors).toEqual([]);
});

it.each([
  ['they are switched off', { completionsEnabled: false, languages: ['plaintext'] }],
  ['there is no kind of document that they are offered in', { completionsEnabled: true, languages: [] }],
])('completions are offered nowhere when %s, and again when that is over', (_, off) => {
  const completions = features();
  const on = { completionsEnabled: true, languages: ['plaintext'] };
  completions.apply(on);
  completions.apply(off);
  expect(registered.selectors).toEqual([]);
  completions.apply(on);
  expect(registered.selectors).toHaveLength(3);
  completions.dispose();
});

it('the menu of the editor knows the kinds of documents', () => {
  const completions = features();
  completions.apply({ completionsEnabled: false, languages: ['plaintext', 'json'] });
  expect(registered.contexts.get('clozeTuner.languages')).toEqual(['plaintext', 'json']);
  completions.dispose();
});
