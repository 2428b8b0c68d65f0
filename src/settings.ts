/** The extension's settings, as they are now. */
import * as vscode from 'vscode';

import type { DeviceChoice } from './protocol/engine';

const section = 'clozeTuner';

export const settings = {
  get completionsEnabled(): boolean {
    return read('completions.enabled', true);
  },
  get languages(): readonly string[] {
    return read('completions.languages', []);
  },
  get device(): DeviceChoice {
    return read('device', 'auto');
  },
  get idleMinutes(): number {
    return read('engine.idleMinutes', 10);
  },
  /** Empty where nobody chose one. */
  get hubEndpoint(): string {
    return read('hub.endpoint', '');
  },
};

/** VS Code's settings of a proxy, as variables that the engine understands; those of the environment count without. */
export function proxyEnvironment(): Record<string, string> {
  const http = vscode.workspace.getConfiguration('http');
  const proxy = http.get<string>('proxy', '');
  if (proxy === '' || http.get('proxySupport') === 'off') return {};
  const direct = http.get<readonly string[]>('noProxy', []);
  return {
    http_proxy: proxy,
    https_proxy: proxy,
    ...(direct.length > 0 && { no_proxy: direct.join(',') }),
  };
}

export async function toggleCompletions(): Promise<void> {
  await vscode.workspace
    .getConfiguration(section)
    .update('completions.enabled', !settings.completionsEnabled, vscode.ConfigurationTarget.Global);
}

export function onDidChangeCompletions(listener: () => void): vscode.Disposable {
  return onDidChange('completions', listener);
}

export function onDidChangeDevice(listener: () => void): vscode.Disposable {
  return onDidChange('device', listener);
}

function onDidChange(name: string, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`${section}.${name}`)) listener();
  });
}

/** VS Code itself checks the type against the manifest only while a person edits the setting. */
function read<T>(name: string, fallback: T): T {
  return vscode.workspace.getConfiguration(section).get(name, fallback);
}
