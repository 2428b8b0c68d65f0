/** The question which words are the person's own. */
import * as vscode from 'vscode';

/**
 * Lets the person leave out words that were found, and write others: Enter adds what has been written, and ends the
 * question where nothing has.
 *
 * @returns undefined when the person leaves the question
 */
export async function pickWords(found: readonly string[]): Promise<string[] | undefined> {
  const pick = vscode.window.createQuickPick();
  pick.title = vscode.l10n.t('Fine-Tune (3/3): Your Words');
  pick.placeholder = vscode.l10n.t('Untick what is not yours; to add a word, type it and press Enter');
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.items = found.map((label) => ({ label }));
  pick.selectedItems = pick.items;
  try {
    return await answerTo(pick);
  } finally {
    pick.dispose();
  }
}

type Pick = vscode.QuickPick<vscode.QuickPickItem>;

function answerTo(pick: Pick): Promise<string[] | undefined> {
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const word = pick.value.trim();
      if (word === '') resolve(pick.selectedItems.map(({ label }) => label));
      else add(word, pick);
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  });
}

/** Ticks the word, which may be there already. */
function add(word: string, pick: Pick): void {
  const chosen = pick.selectedItems.filter(({ label }) => label !== word);
  const item = pick.items.find(({ label }) => label === word) ?? { label: word };
  pick.value = '';
  if (!pick.items.includes(item)) pick.items = [item, ...pick.items];
  pick.selectedItems = [item, ...chosen];
}
