/** When the person does not type. */
import * as vscode from 'vscode';

/** Milliseconds without a change after which typing has paused. VS Code tells of changes a little late. */
const pause = 500;

export class TypingPause {
  private changedAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private readonly subscriptions: vscode.Disposable;

  constructor() {
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) this.changedAt = Date.now();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === vscode.window.activeTextEditor) this.changedAt = Date.now();
      }),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  /** Does something once text and cursor of the active editor have been at rest for a while; a new call replaces it. */
  do(action: () => void): void {
    clearTimeout(this.timer);
    const left = this.changedAt + pause - Date.now();
    if (left <= 0) action();
    else
      this.timer = setTimeout(() => {
        this.do(action);
      }, left);
  }
}
