/** The extension's settings, as they are now. */
import * as vscode from 'vscode';

import { RequestError } from './protocol/channel';
import type { DeviceChoice } from './protocol/engine';

const section = 'clozeTuner';

/** In minutes, as in the manifest; a timer cannot wait for much longer than three weeks. */
const idleBounds = { least: 1, most: 7 * 24 * 60 };

export const settings = {
  get completionsEnabled(): boolean {
    return read(`${section}.completions.enabled`, isBoolean, true);
  },
  get languages(): readonly string[] {
    return read(`${section}.completions.languages`, isTexts, ['plaintext', 'markdown']);
  },
  get device(): DeviceChoice {
    return read(`${section}.device`, isDevice, 'auto');
  },
  get idleMinutes(): number {
    const minutes = read(`${section}.engine.idleMinutes`, isNumber, 10);
    return Math.min(Math.max(minutes, idleBounds.least), idleBounds.most);
  },
  /** Empty when none has been chosen. */
  get hubEndpoint(): string {
    return read(`${section}.hub.endpoint`, isText, '');
  },
};

/** VS Code's proxy settings, as environment variables for the engine; without them, those that it inherits count. */
export function proxyEnvironment(): Record<string, string> {
  const proxy = read('http.proxy', isText, '');
  if (proxy === '' || read('http.proxySupport', isText, '') === 'off') return {};
  const direct = read('http.noProxy', isTexts, []);
  return {
    http_proxy: proxy,
    https_proxy: proxy,
    ...(direct.length > 0 && { no_proxy: direct.join(',') }),
  };
}

/** Changes the value that counts: one in the settings of the workspace, if there is any. Says what the outcome is. */
export async function toggleCompletions(): Promise<void> {
  const name = 'completions.enabled';
  const configuration = vscode.workspace.getConfiguration(section);
  const isOfWorkspace = configuration.inspect(name)?.workspaceValue !== undefined;
  const target = isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  try {
    await configuration.update(name, !settings.completionsEnabled, target);
  } catch (error) {
    // VS Code says what keeps it from writing to the settings, such as a mistake in them.
    throw error instanceof Error ? new RequestError('refused', error.message) : error;
  }
  vscode.window.setStatusBarMessage(
    settings.completionsEnabled
      ? vscode.l10n.t('Completions in the editor are on.')
      : vscode.l10n.t('Completions in the editor are off.'),
    5_000,
  );
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

/**
 * A value of another type counts as not set: VS Code checks types only while a person edits a setting, and a folder may
 * bring settings of its own.
 */
function read<T>(name: string, isValid: (value: unknown) => value is T, fallback: T): T {
  const value = vscode.workspace.getConfiguration().get(name);
  return isValid(value) ? value : fallback;
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function isDevice(value: unknown): value is DeviceChoice {
  return value === 'auto' || value === 'cpu' || value === 'webgpu';
}
