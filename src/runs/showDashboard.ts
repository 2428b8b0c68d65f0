import * as vscode from 'vscode';

/** Opens the dashboard, if it is not there, and gives it the focus. */
export async function showDashboard(): Promise<void> {
  await vscode.commands.executeCommand('clozeTuner.dashboard.focus');
}

/** Waits for the answer to a question of the dashboard, and gives the focus back to it, which VS Code would not do. */
export async function answerTo<T>(question: PromiseLike<T>): Promise<T> {
  const answer = await question;
  await showDashboard();
  return answer;
}
