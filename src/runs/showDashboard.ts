import * as vscode from 'vscode';

/** Opens the dashboard, if it is not there, and gives it the focus. */
export async function showDashboard(): Promise<void> {
  await vscode.commands.executeCommand('clozeTuner.dashboard.focus');
}

/** Waits for the answer to a question of the dashboard, after which VS Code would leave the focus beside it or in the text. */
export async function answerTo<T>(question: PromiseLike<T>): Promise<T> {
  const answer = await question;
  await showDashboard();
  return answer;
}
