import type * as vscode from 'vscode';
import { beforeEach, expect, it, vi } from 'vitest';

import { buildParts } from '../../src/parts';
import { memory } from './host/memory';
import { secretStorage } from './models/secretStorage';

/** What the settings say, by their names. */
const settings = vi.hoisted(() => new Map<string, unknown>());

/** What the parts were built with, and the options that engines are started with. */
const ImportCommand = vi.hoisted(() => vi.fn<(...parts: unknown[]) => void>());
const SharedEngine = vi.hoisted(() => vi.fn<(start: () => unknown, idleTime: () => number) => void>());
const forkEngine = vi.hoisted(() => vi.fn<(program: string, options: unknown) => unknown>());

vi.mock('../../src/models/importCommand', () => ({ ImportCommand }));
vi.mock('../../src/host/sharedEngine', () => ({ SharedEngine }));
vi.mock('../../src/protocol/engineProcess', () => ({ forkEngine }));
vi.mock('vscode', () => {
  const disposable = { dispose: () => undefined };
  const register = () => disposable;
  const uri = (path: string) => ({ fsPath: path, path });
  return {
    CodeActionKind: {},
    Disposable: { from: () => disposable },
    StatusBarAlignment: {},
    Uri: { joinPath: ({ path }: { path: string }, ...names: string[]) => uri([path, ...names].join('/')) },
    commands: { registerCommand: register, executeCommand: () => Promise.resolve() },
    l10n: { t: (message: string) => message, uri: uri('/extension/l10n/zh-cn.json') },
    languages: {
      registerInlineCompletionItemProvider: register,
      registerHoverProvider: register,
      registerCodeActionsProvider: register,
    },
    window: {
      createOutputChannel: () => ({ info: () => undefined }),
      createStatusBarItem: () => ({ show: () => undefined }),
      onDidChangeTextEditorSelection: register,
      onDidChangeWindowState: register,
    },
    workspace: {
      getConfiguration: () => ({ get: (name: string) => settings.get(name) }),
      onDidChangeConfiguration: register,
      onDidChangeTextDocument: register,
    },
  };
});

beforeEach(() => {
  settings.clear();
  forkEngine.mockReturnValue({ exited: new Promise(() => undefined) });
  buildParts({
    extensionUri: { fsPath: '/extension', path: '/extension' },
    globalStorageUri: { fsPath: '/storage', path: '/storage' },
    workspaceState: memory(),
    secrets: secretStorage(),
    // The rest of a context is not looked at.
  } as unknown as vscode.ExtensionContext);
});

it('models are imported from the hub of the settings as they are by then', () => {
  const endpoint = ImportCommand.mock.lastCall?.[2] as () => string | undefined;
  vi.stubEnv('HF_ENDPOINT', '');
  expect(endpoint()).toBe('https://huggingface.co');
  settings.set('clozeTuner.hub.endpoint', 'https://mirror.example');
  expect(endpoint()).toBe('https://mirror.example');
});

it('the engine that fills is kept for as many minutes as the settings say', () => {
  settings.set('clozeTuner.engine.idleMinutes', 30);
  expect(SharedEngine.mock.lastCall?.[1]()).toBe(30 * 60_000);
});

it('an engine is started on the device, in the language and with the proxy of the settings', () => {
  settings.set('clozeTuner.device', 'cpu');
  settings.set('http.proxy', 'http://proxy.example');
  SharedEngine.mock.lastCall?.[0]();
  const [program, options] = forkEngine.mock.lastCall ?? [];
  expect(program).toBe('/extension/dist/engine.js');
  expect(options).toMatchObject({
    device: 'cpu',
    translations: '/extension/l10n/zh-cn.json',
    environment: { https_proxy: 'http://proxy.example' },
  });
});
