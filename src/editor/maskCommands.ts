/** Commands that make gaps and fill them. */
import * as vscode from 'vscode';

import type { ModelLibrary } from '../models/modelLibrary';
import { signalOf } from './cancellation';
import { gapsOf, type Gap } from './gaps';
import { rangeOf } from './fillGap';
import { maskWords, wordAt } from './maskWords';
import type { Suggestions } from './suggestions';

interface PlacedGap {
  readonly line: number;
  readonly gap: Gap;
}

export class MaskCommands {
  constructor(
    private readonly suggestions: Suggestions,
    private readonly library: ModelLibrary,
  ) {}

  /** The selected words, or the word at each cursor, become `[MASK]`s. */
  async maskSelection(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { document } = editor;
    const ranges = editor.selections.flatMap((selection) =>
      selection.isEmpty ? (wordRangeAt(document, selection.active) ?? []) : selection,
    );
    await editor.edit((edit) => {
      for (const range of ranges) edit.replace(range, maskWords(document.getText(range)));
    });
  }

  /** Fills the gap at the cursor or the next one after it, from the beginning again after the end. */
  async fillNext(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { document, selection } = editor;
    const all = gapsIn(document);
    const next = all.find((place) => !rangeOf(place).end.isBefore(selection.active)) ?? all[0];
    if (!next) {
      void vscode.window.showInformationMessage(noGaps());
      return;
    }
    const { version } = document;
    const filling = await this.best(document, next);
    if (filling === undefined || document.version !== version) return;
    const range = rangeOf(next);
    await editor.edit((edit) => {
      edit.replace(range, filling);
    });
    const behind = range.start.translate(0, filling.length);
    editor.selection = new vscode.Selection(behind, behind);
    editor.revealRange(new vscode.Range(behind, behind));
  }

  /** Fills every gap, from the first to the last, as one edit. */
  async fillAll(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { document } = editor;
    const { version } = document;
    const all = gapsIn(document);
    if (all.length === 0) {
      void vscode.window.showInformationMessage(noGaps());
      return;
    }
    const fillings = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Filling [MASK]'),
        cancellable: true,
      },
      (progress, token) => this.bestOfAll(document, all, progress, token),
    );
    if (!fillings) return;
    if (document.version !== version) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('The document was changed meanwhile. Fill its [MASK]s again.'),
      );
      return;
    }
    await editor.edit((edit) => {
      for (const { range, filling } of fillings) edit.replace(range, filling);
    });
  }

  private async bestOfAll(
    document: vscode.TextDocument,
    all: readonly PlacedGap[],
    progress: vscode.Progress<{ message: string; increment: number }>,
    token: vscode.CancellationToken,
  ): Promise<{ range: vscode.Range; filling: string }[] | undefined> {
    const fillings: { range: vscode.Range; filling: string }[] = [];
    for (const [index, place] of all.entries()) {
      if (token.isCancellationRequested) return undefined;
      progress.report({ message: `${index + 1} / ${all.length}`, increment: 100 / all.length });
      const filling = await this.best(document, place, signalOf(token));
      if (filling !== undefined) fillings.push({ range: rangeOf(place), filling });
    }
    return fillings;
  }

  private async best(
    document: vscode.TextDocument,
    { line, gap }: PlacedGap,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const text = document.lineAt(line).text;
    const [best] = await this.suggestions.forGap(text, gap, this.library.active, signal);
    return best?.filling;
  }
}

function wordRangeAt(document: vscode.TextDocument, { line, character }: vscode.Position) {
  const word = wordAt(document.lineAt(line).text, character);
  return word && new vscode.Range(line, word.start, line, word.end);
}

function gapsIn(document: vscode.TextDocument): PlacedGap[] {
  return Array.from({ length: document.lineCount }, (_, line) => line).flatMap((line) =>
    gapsOf(document.lineAt(line).text).map((gap) => ({ line, gap })),
  );
}

function noGaps(): string {
  return vscode.l10n.t('There is no [MASK] in this document. Select words and run “Mask Selection”.');
}
