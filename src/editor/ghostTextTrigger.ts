/** When VS Code is made to ask for ghost text. */
import * as vscode from 'vscode';

import type { ModelLibrary } from '../models/modelLibrary';
import { fillableGapAt, isNearGap, type Gap } from './gaps';
import type { Suggestions } from './suggestions';
import { TypingPause } from './typingPause';

/** Milliseconds that the cursor rests at a gap before ghost text is asked for. */
const rest = 60;
/**
 * The same after typing. VS Code then asks by itself, but drops the answer now and then, so it is asked again; not
 * earlier, as a question while its own is on its way would make it begin anew.
 */
const restAfterTyping = 150;
/** A cursor that moves within so many milliseconds of a change moves because of what was typed. */
const following = 50;

/**
 * Makes VS Code ask for ghost text where it does not do so by itself: when the cursor is moved to a gap without typing,
 * when the person comes back to the window, which had taken back its ghost text, when another model becomes active, and
 * when completions are switched on, which is when this is made.
 *
 * VS Code asks only once typing has paused. The engine is asked before that, so that the answer is there by then; and as
 * soon as the cursor comes near a gap, whatever could delay the answer is told.
 */
export class GhostTextTrigger {
  private timer: NodeJS.Timeout | undefined;
  private ahead = new AbortController();
  private typedAt = -Infinity;
  private readonly typingPause = new TypingPause();
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly selector: vscode.DocumentSelector,
    private readonly suggestions: Suggestions,
    private readonly library: ModelLibrary,
    private readonly expectQuestion: () => void,
  ) {
    this.subscriptions = vscode.Disposable.from(
      this.typingPause,
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) this.typedAt = Date.now();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === vscode.window.activeTextEditor) this.request(textEditor);
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.requestInActive();
      }),
      library.onDidChangeActive(() => {
        this.typingPause.do(() => {
          this.renew();
        });
      }),
    );
    this.requestInActive();
  }

  dispose(): void {
    this.forget();
    this.subscriptions.dispose();
  }

  private requestInActive(): void {
    const { activeTextEditor } = vscode.window;
    if (activeTextEditor) this.request(activeTextEditor);
  }

  private request(editor: vscode.TextEditor): void {
    this.forget();
    const place = this.placeIn(editor);
    if (!place) return;
    if (isNearGap(place.line, place.character)) this.expectQuestion();
    const gap = fillableGapAt(place.line, place.character);
    if (!gap) return;
    const wanted = vscode.workspace.getConfiguration('editor', editor.document).get('inlineSuggest.enabled');
    if (wanted !== true) return;
    this.askAhead(place.line, gap);
    const hasTyped = Date.now() - this.typedAt < following;
    this.timer = setTimeout(
      () => {
        void vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      },
      hasTyped ? restAfterTyping : rest,
    );
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.ahead.abort();
  }

  /** For the answer to be kept until VS Code asks, which is also told if there is none. */
  private askAhead(line: string, gap: Gap): void {
    this.ahead = new AbortController();
    this.suggestions.forGap(line, gap, this.library.active, this.ahead.signal).catch(() => undefined);
  }

  /** The cursor's line and where in it the cursor is. */
  private placeIn({
    document,
    selection,
  }: vscode.TextEditor): { line: string; character: number } | undefined {
    if (!selection.isEmpty || vscode.languages.match(this.selector, document) === 0) return undefined;
    const { line, character } = selection.active;
    if (line >= document.lineCount) return undefined; // VS Code tells later where the cursor is in a text that has changed
    return { line: document.lineAt(line).text, character };
  }

  /**
   * Has the suggestion that is shown replaced. The command that hides a suggestion works in a focused editor only, and the
   * focus may be in the sidebar. Moving the cursor away hides it in any editor, and moving it back asks anew. Only to be
   * called while typing pauses: a key pressed in between would write where the cursor was moved to.
   */
  private renew(): void {
    const editor = vscode.window.activeTextEditor;
    const place = editor && this.placeIn(editor);
    if (!place || !fillableGapAt(place.line, place.character)) return;
    const { selections } = editor;
    const { line, character } = editor.selection.active;
    const elsewhere = new vscode.Position(line, character === 0 ? 1 : 0);
    editor.selection = new vscode.Selection(elsewhere, elsewhere);
    editor.selections = selections;
  }
}
