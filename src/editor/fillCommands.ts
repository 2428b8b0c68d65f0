/** Commands that fill the gaps of a document. */
import * as vscode from 'vscode';

import { isCancellation } from '../host/cancellation';
import { showInformation, showWarning } from '../host/messages';
import { withNotification, withStatus } from '../host/notification';
import type { ModelLibrary } from '../models/modelLibrary';
import { rangeOf } from './fillGap';
import { putFillings, type Filling } from './fillings';
import { gapsOf, isTooLong, longestGap, type Gap } from './gaps';
import type { Suggestions } from './suggestions';

interface PlacedGap {
  readonly line: number;
  readonly gap: Gap;
}

export class FillCommands {
  private isFillingNext = false;

  constructor(
    private readonly suggestions: Suggestions,
    private readonly library: ModelLibrary,
  ) {}

  /**
   * Fills the gap at the cursor or the next one after it, from the beginning again after the end; those that are too
   * long are passed by. While the answer for one is on its way, which takes seconds where the engine has to start, a
   * second call does nothing.
   */
  async fillNext(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor || this.isFillingNext) return;
    this.isFillingNext = true;
    await this.fillNextIn(editor).finally(() => (this.isFillingNext = false));
  }

  /** Fills every gap that is not too long, from the first to the last, as one edit. */
  async fillAll(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { document } = editor;
    const { version } = document;
    const all = gapsIn(document);
    if (all.length === 0) {
      void showInformation(noGaps());
      return;
    }
    const tooLong = all.filter(({ gap }) => isTooLong(gap));
    const total = all.length - tooLong.length;
    const fillings = await withNotification(vscode.l10n.t('Filling [MASK]'), (signal, notification) =>
      this.fillingsOf(document, signal, (done) => {
        notification.report({ message: `${done} / ${total}`, increment: 100 / total });
      }),
    );
    if (!fillings) return;
    const areFilled = await putFillings(document, version, fillings);
    if (areFilled && tooLong.length > 0) void showWarning(leftGaps(tooLong.length));
  }

  private async fillNextIn({ document, selection }: vscode.TextEditor): Promise<void> {
    const all = gapsIn(document);
    const fillable = all.filter(({ gap }) => !isTooLong(gap));
    const next = fillable.find((place) => !rangeOf(place).end.isBefore(selection.active)) ?? fillable[0];
    if (!next) {
      if (all.length === 0) void showInformation(noGaps());
      else void showWarning(leftGaps(all.length));
      return;
    }
    const { version } = document;
    const filling = await this.best(document, next);
    if (filling === undefined) return;
    const waiting = waitingEditor(document, selection);
    const range = rangeOf(next);
    const isFilled = await putFillings(document, version, [{ range, filling }]);
    if (!isFilled || !waiting || waiting !== vscode.window.activeTextEditor) return;
    const behind = range.start.translate(0, filling.length);
    waiting.selection = new vscode.Selection(behind, behind);
    waiting.revealRange(new vscode.Range(behind, behind));
  }

  /**
   * @param onFilled is told how many gaps have been filled
   * @returns what is to be put where; nothing when the person cancels
   */
  private async fillingsOf(
    document: vscode.TextDocument,
    signal: AbortSignal,
    onFilled: (done: number) => void,
  ): Promise<Filling[] | undefined> {
    const model = this.library.active;
    const fillings: Filling[] = [];
    try {
      for (const [line, text] of linesOf(document).entries()) {
        for await (const { gap, filling } of this.suggestions.forLine(text, model, signal)) {
          fillings.push({ range: rangeOf({ line, gap }), filling });
          onFilled(fillings.length);
        }
      }
    } catch (error) {
      if (isCancellation(error)) return undefined;
      throw error;
    }
    return signal.aborted ? undefined : fillings;
  }

  private async best(document: vscode.TextDocument, { line, gap }: PlacedGap): Promise<string | undefined> {
    const text = document.lineAt(line).text;
    const [best] = await withStatus(vscode.l10n.t('Filling [MASK]'), () =>
      this.suggestions.forGap(text, gap, this.library.active),
    );
    return best?.filling;
  }
}

/** The editor of a document that is in front, if its cursor is still where the person left it. */
function waitingEditor(
  document: vscode.TextDocument,
  selection: vscode.Selection,
): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor?.document === document && editor.selection.isEqual(selection) ? editor : undefined;
}

function linesOf(document: vscode.TextDocument): string[] {
  return Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line).text);
}

function gapsIn(document: vscode.TextDocument): PlacedGap[] {
  return linesOf(document).flatMap((text, line) => gapsOf(text).map((gap) => ({ line, gap })));
}

function noGaps(): string {
  return vscode.l10n.t('There is no [MASK] in this document. Select words and run “Mask Selection”.');
}

function leftGaps(count: number): string {
  return vscode.l10n.t(
    'Gaps of more than {0} neighbouring [MASK] are too long to be filled and were left ({1}); write some of their words yourself.',
    longestGap,
    count,
  );
}
