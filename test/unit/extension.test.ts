import type * as vscode from 'vscode';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import manifest from '../../package.json';
import { activate } from '../../src/extension';
import type { Parts } from '../../src/parts';

type Command = (...args: unknown[]) => Promise<void>;

/** VS Code as the extension has it: what was registered there, whether it trusts, and what was told. */
const host = vi.hoisted(() => ({
  commands: new Map<string, Command>(),
  configuration: [] as ((change: { affectsConfiguration: (name: string) => boolean }) => void)[],
  isTrusted: true,
  told: [] as string[],
}));

/** What was asked of the extension's parts, such as `fineTuneCommands.onSelection`. */
const asked = vi.hoisted((): string[] => []);

vi.mock('vscode', () => {
  const nothing = { dispose: () => undefined };
  return {
    Uri: class Uri {
      readonly scheme = 'file';
    },
    ConfigurationTarget: { Global: 1, Workspace: 2 },
    Disposable: { from: () => nothing },
    l10n: { t: (message: string) => message },
    commands: {
      registerCommand: (name: string, command: Command) => {
        host.commands.set(name, command);
        return nothing;
      },
      executeCommand: (name: string) => Promise.resolve(void asked.push(name)),
    },
    window: {
      registerWebviewViewProvider: () => nothing,
      showInformationMessage: (message: string) => Promise.resolve(void host.told.push(message)),
      setStatusBarMessage: () => nothing,
    },
    workspace: {
      get isTrusted() {
        return host.isTrusted;
      },
      getConfiguration: () => ({
        get: () => undefined,
        inspect: () => undefined,
        update: () => Promise.resolve(void asked.push('settings.update')),
      }),
      onDidGrantWorkspaceTrust: () => nothing,
      onDidChangeConfiguration: (listener: (typeof host.configuration)[number]) => {
        host.configuration.push(listener);
        return nothing;
      },
    },
  };
});

vi.mock('../../src/host/following', () => ({ follow: () => ({ dispose: () => undefined }) }));

vi.mock('../../src/parts', () => ({
  buildParts: () => new Proxy({}, { get: (_, part) => stub(String(part)) }) as Parts, // as far as it is asked here
}));

/** Stands in for a part: each of its methods, and those of its parts, tell that they were called. */
function stub(name: string): unknown {
  const call = (): unknown => {
    asked.push(name);
    return { dispose: () => undefined };
  };
  return new Proxy(call, {
    get: (_, part) =>
      part === Symbol.iterator || part === 'then' ? undefined : stub(`${name}.${String(part)}`),
  });
}

beforeEach(() => {
  host.commands.clear();
  Object.assign(host, { configuration: [], isTrusted: true, told: [] });
  // The rest of a context belongs to the parts.
  activate({ subscriptions: [], extensionUri: {} } as unknown as vscode.ExtensionContext);
  asked.length = 0;
});

async function run(name: string): Promise<string[]> {
  await host.commands.get(`clozeTuner.${name}`)?.(undefined, undefined);
  return asked;
}

describe('the commands', () => {
  it('are those of the manifest', () => {
    const declared = manifest.contributes.commands.map(({ command }) => command);
    expect([...host.commands.keys()].toSorted()).toEqual(declared.toSorted());
  });

  const parts: readonly (readonly [command: string, part: string])[] = [
    ['fineTuneSelection', 'fineTuneCommands.onSelection'],
    ['fineTuneFiles', 'fineTuneCommands.onFiles'],
    ['fineTuneWithChoices', 'fineTuneCommands.withChoices'],
    ['trySample', 'fineTuneCommands.onSample'],
    ['openExercise', 'fineTuneCommands.openExercise'],
    ['maskSelection', 'completions.maskSelection'],
    ['fillNext', 'completions.fillCommands.fillNext'],
    ['fillAll', 'completions.fillCommands.fillAll'],
    ['selectActiveModel', 'modelCommands.selectActive'],
    ['importModel', 'importCommand.run'],
    ['removeModel', 'modelCommands.removeImported'],
    ['exportModel', 'exporting.export'],
    ['toggleCompletions', 'settings.update'],
    ['showDashboard', 'clozeTuner.dashboard.focus'],
    ['showLog', 'log.show'],
  ];

  it.each(parts)('do what they say: %s', async (command, part) => {
    expect(await run(command)).toEqual([part]);
  });

  it.each(['fineTuneSelection', 'fineTuneFiles', 'fineTuneWithChoices', 'trySample'])(
    'learn nothing in a workspace that is not trusted: %s',
    async (command) => {
      host.isTrusted = false;
      expect(await run(command)).toEqual([]);
      expect(host.told).toHaveLength(1);
    },
  );

  it.each(['selectActiveModel', 'importModel', 'removeModel'])(
    'bring no other model into a workspace that is not trusted: %s',
    async (command) => {
      host.isTrusted = false;
      expect(await run(command)).toEqual([]);
      expect(host.told).toHaveLength(1);
    },
  );
});

describe('a change of the settings', () => {
  const change = (changed: string): string[] => {
    for (const listener of host.configuration) {
      listener({ affectsConfiguration: (name) => name.startsWith(changed) || changed.startsWith(name) });
    }
    return asked;
  };

  it('of the completions is followed at once', () => {
    expect(change('clozeTuner.completions.enabled')).toEqual([
      'completions.apply',
      'statusBar.update',
      'dashboard.update',
    ]);
  });

  it('of the device has another engine fill', () => {
    expect(change('clozeTuner.device')).toEqual(['sharedEngine.restart']);
  });

  it('of anything else changes nothing', () => {
    expect(change('editor.fontSize')).toEqual([]);
  });
});
