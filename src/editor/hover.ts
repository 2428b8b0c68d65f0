/** Hover on a gap: what it could be filled with, by the active model and by the one that it comes from. */
import * as vscode from 'vscode';

import { isCancellation, signalOf } from '../host/cancellation';
import type { ModelLibrary } from '../models/modelLibrary';
import { isRefusal } from '../protocol/channel';
import { describeTooLong } from '../protocol/gaps';
import { fillGapCommand, rangeOf, type GapFilling } from './fillGap';
import { gapAt, isTooLong, type Gap } from './gaps';
import { escapeMarkdown, hoverTable, type Column } from './hoverText';
import type { Suggestions } from './suggestions';

export class GapHover implements vscode.HoverProvider {
  constructor(
    private readonly suggestions: Suggestions,
    private readonly library: ModelLibrary,
    private readonly onError: (error: unknown) => void,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const line = document.lineAt(position).text;
    const gap = gapAt(line, position.character);
    if (!gap) return undefined;
    const range = rangeOf({ line: position.line, gap });
    if (isTooLong(gap)) return explanation(describeTooLong(gap), range);
    try {
      const columns = await this.columns(line, gap, signalOf(token));
      const link = (filling: string): string =>
        commandLink({ document: document.uri.toString(), line: position.line, gap, filling });
      return new vscode.Hover(trusted(hoverTable(columns, link)), range);
    } catch (error) {
      if (isCancellation(error)) return undefined;
      if (isRefusal(error)) return explanation(error.message, range);
      this.onError(error);
      return undefined;
    }
  }

  private async columns(line: string, gap: Gap, signal: AbortSignal): Promise<Column[]> {
    const { active } = this.library;
    const base = this.library.baseOf(active);
    const columns: Column[] = [];
    for (const model of base ? [active, base] : [active]) {
      columns.push({
        model: model.name,
        suggestions: await this.suggestions.forGap(line, gap, model, signal),
      });
    }
    return columns;
  }
}

/** Not by `appendText`, after which no line would break at a space. */
function explanation(message: string, range: vscode.Range): vscode.Hover {
  return new vscode.Hover(new vscode.MarkdownString(escapeMarkdown(message)), range);
}

/** Links may run our one command and no other. */
function trusted(markdown: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(markdown);
  text.isTrusted = { enabledCommands: [fillGapCommand] };
  return text;
}

function commandLink(filling: GapFilling): string {
  const query = encodeURIComponent(JSON.stringify([filling])).replace(/[()]/g, (character) =>
    character === '(' ? '%28' : '%29',
  );
  return `command:${fillGapCommand}?${query}`;
}
