/** Ghost text behind the gap at the cursor. */
import * as vscode from 'vscode';

import { isCancellation, signalOf } from '../host/cancellation';
import type { ModelLibrary } from '../models/modelLibrary';
import { isRefusal } from '../protocol/channel';
import { acceptCommand } from './acceptance';
import { rangeOf } from './fillGap';
import { fillableGapAt, type Gap } from './gaps';
import type { Suggestions } from './suggestions';

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
    if (!gap || selectedCompletionInfo || isComment(document)) return [];
    try {
      const found = await this.suggestions.forGap(line, gap, this.library.active, signalOf(token));
      return found.map(({ filling }) => ghost(gap, position.line, filling));
    } catch (error) {
      if (!isCancellation(error) && !isRefusal(error)) this.onError(error);
      return [];
    }
  }
}

/** In its boxes for comments, of pull requests and the like, VS Code shows extensions no editor to take a gap away in. */
function isComment({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'comment';
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
