/** Everything that is offered on a `[MASK]` in an editor, in the languages that the settings list. */
import * as vscode from 'vscode';

import type { CompletionSettings } from '../host/completionSettings';
import type { MaskFiller } from '../models/maskFiller';
import type { ModelLibrary } from '../models/modelLibrary';
import { registerAcceptance } from './acceptance';
import { FillCommands } from './fillCommands';
import { registerFillGap } from './fillGap';
import { GhostText } from './ghostText';
import { GhostTextTrigger } from './ghostTextTrigger';
import { GapHover } from './hover';
import { maskSelection } from './maskSelection';
import { GapQuickFixes } from './quickFixes';
import { Suggestions } from './suggestions';

/** Tells the manifest's menu in which languages it belongs. */
const languagesContext = 'clozeTuner.languages';

export class CompletionFeatures {
  readonly fillCommands: FillCommands;
  private readonly suggestions: Suggestions;
  private readonly acceptance = vscode.Disposable.from(registerAcceptance(), registerFillGap());
  private providers: vscode.Disposable | undefined;

  constructor(
    filler: MaskFiller,
    private readonly library: ModelLibrary,
    /** Called when the person is about to need a completion, so that other work can make way. */
    private readonly expectQuestion: () => void,
    private readonly onError: (error: unknown) => void,
  ) {
    this.suggestions = new Suggestions(filler);
    this.fillCommands = new FillCommands(this.suggestions, library);
  }

  apply({ completionsEnabled, languages }: CompletionSettings): void {
    this.providers?.dispose();
    this.providers = completionsEnabled && languages.length > 0 ? this.provide(languages) : undefined;
    void vscode.commands.executeCommand('setContext', languagesContext, languages);
  }

  /** Words that the active model was taught count as words. */
  maskSelection(): Promise<void> {
    return maskSelection(this.library.wordsOf(this.library.active));
  }

  dispose(): void {
    this.providers?.dispose();
    this.acceptance.dispose();
  }

  private provide(languages: readonly string[]): vscode.Disposable {
    const selector = languages.map((language) => ({ language }));
    const parts = [this.suggestions, this.library, this.onError] as const;
    return vscode.Disposable.from(
      vscode.languages.registerInlineCompletionItemProvider(selector, new GhostText(...parts)),
      vscode.languages.registerHoverProvider(selector, new GapHover(...parts)),
      vscode.languages.registerCodeActionsProvider(selector, new GapQuickFixes(...parts), {
        providedCodeActionKinds: GapQuickFixes.kinds,
      }),
      new GhostTextTrigger(selector, this.suggestions, this.library, this.expectQuestion),
    );
  }
}
