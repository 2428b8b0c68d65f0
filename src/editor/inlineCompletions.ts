/** Ghost text behind the gap at the cursor. */
import * as vscode from 'vscode';

import { isCancellation, signalOf } from '../models/cancellation';
import type { ModelLibrary } from '../models/modelLibrary';
import { isRefusal } from '../protocol/channel';
import { acceptCommand } from './acceptance';
import { rangeOf } from './fillGap';
import { fillableGapAt, isNearGap, type Gap } from './gaps';
import type { Suggestions } from './suggestions';
import { TypingPause } from './typingPause';

/** Milliseconds that the cursor rests at a gap before ghost text is asked for. */
const rest = 60;
/**
 * … after typing, when VS Code asks by itself. Now and then it drops the answer; but a question while that is on its way
 * makes it begin anew.
 */
const restAfterTyping = 150;
/** Milliseconds in which the cursor follows what is typed. */
const following = 50;

export class GhostText implements vscode.InlineCompletionItemProvider {
  constructor(
    private readonly suggestions: Suggestions,
    private readonly library: ModelLibrary,
    private readonly onError: (error: unknown) => void,
  ) {}

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    { selectedCompletionInfo }: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const line = document.lineAt(position).text;
    const gap = fillableGapAt(line, position.character);
    if (!gap || selectedCompletionInfo) return [];
    try {
      const found = await this.suggestions.forGap(line, gap, this.library.active, signalOf(token));
      return found.map(({ filling }) => ghost(gap, position.line, filling));
    } catch (error) {
      if (!isCancellation(error) && !isRefusal(error)) this.onError(error);
      return [];
    }
  }
}

/**
 * VS Code shows no ghost text that replaces a text, only one that adds to it. So the filling is inserted behind the
 * gap, and accepting it takes the gap away.
 */
function ghost(gap: Gap, line: number, filling: string): vscode.InlineCompletionItem {
  const item = new vscode.InlineCompletionItem(gap.text + filling, rangeOf({ line, gap }), {
    title: '',
    command: acceptCommand,
    arguments: [gap.text, filling],
  });
  item.filterText = gap.text;
  return item;
}

/**
 * VS Code asks for ghost text after typing, but not when the cursor is merely moved to a gap, nor when another model
 * is to be asked or completions have just been switched on, which is when this is made.
 *
 * Before it asks, it waits whether more is typed. The engine is asked at once, so that its answer is there by then; and
 * before that, as soon as the cursor is near a gap, whatever could delay the answer is told.
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
      library.onDidChangeActive(() => {
        this.typingPause.do(() => {
          this.renew();
        });
      }),
    );
    const { activeTextEditor } = vscode.window;
    if (activeTextEditor) this.request(activeTextEditor);
  }

  dispose(): void {
    this.forget();
    this.subscriptions.dispose();
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

  /** Answers are kept for whoever asks next; who asks is also told what went wrong. */
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
   * Ends the suggestion that is shown. The command that hides it heeds focused editors only, and the person may look at
   * the sidebar; a cursor that an extension moves ends it anywhere, and moved back it asks anew. To be called when typing
   * has paused, or else a key may write where the cursor was put.
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
