import type * as vscode from 'vscode';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DashboardSource, DashboardState } from '../../../src/protocol/dashboard';
import { DashboardView } from '../../../src/dashboard/dashboardView';
import { emptyState as empty } from '../dashboardState';

const { editor, typed } = vi.hoisted(() => {
  const document = {};
  const listeners = new Set<(event: { document: object }) => void>();
  return {
    editor: { document },
    typed: {
      listeners,
      in: (changed: object) => {
        listeners.forEach((listener) => {
          listener({ document: changed });
        });
      },
    },
  };
});

vi.mock('vscode', () => ({
  window: { activeTextEditor: editor },
  workspace: {
    onDidChangeTextDocument: (listener: (event: { document: object }) => void) => {
      typed.listeners.add(listener);
      return { dispose: () => typed.listeners.delete(listener) };
    },
  },
  Uri: { joinPath: (base: string, ...parts: string[]) => [base, ...parts].join('/') },
  env: { language: 'zh-cn' },
  l10n: { bundle: { Done: '已完成' } },
}));

/** The few members of a webview view that the dashboard uses, with what a page and a person do to it. */
function fakeView() {
  const listeners = {
    message: [] as ((value: unknown) => void)[],
    visibility: [] as (() => void)[],
    dispose: [] as (() => void)[],
  };
  const subscribe =
    <T>(list: T[]) =>
    (listener: T) => {
      list.push(listener);
      return { dispose: () => list.splice(list.indexOf(listener), 1) };
    };
  const view = {
    visible: true,
    webview: {
      options: {},
      html: '',
      cspSource: 'https://host',
      asWebviewUri: (uri: unknown) => uri,
      postMessage: vi.fn().mockResolvedValue(true),
      onDidReceiveMessage: subscribe(listeners.message),
    },
    onDidChangeVisibility: subscribe(listeners.visibility),
    onDidDispose: subscribe(listeners.dispose),
  };
  return {
    view,
    page: (value: unknown) => {
      listeners.message.forEach((listener) => {
        listener(value);
      });
    },
    show: (visible: boolean) => {
      view.visible = visible;
      listeners.visibility.forEach((listener) => {
        listener();
      });
    },
    close: () => {
      listeners.dispose.forEach((listener) => {
        listener();
      });
    },
  };
}

function fakeSource() {
  const listeners = new Set<() => void>();
  let state = empty;
  return {
    source: {
      getState: () => state,
      beSeen: vi.fn(),
      onDidChange: (listener) => {
        listeners.add(listener);
        return { dispose: () => listeners.delete(listener) };
      },
      perform: vi.fn<DashboardSource['perform']>().mockResolvedValue(undefined),
    } satisfies DashboardSource,
    listeners,
    change: (next: DashboardState) => {
      state = next;
      listeners.forEach((listener) => {
        listener();
      });
    },
  };
}

const log = { warn: vi.fn() };
const explain = vi.fn();

function open() {
  const window = fakeView();
  const host = fakeSource();
  // Stand-ins for VS Code's objects, of which the dashboard uses only these members.
  const view = new DashboardView('ext' as unknown as vscode.Uri, host.source, log, explain);
  view.resolveWebviewView(window.view as unknown as vscode.WebviewView);
  return { ...window, ...host, dashboard: view, post: window.view.webview.postMessage };
}

describe('the dashboard view', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.clearAllMocks();
    return () => vi.useRealTimers();
  });

  it('may load its own files and nothing else', () => {
    const { view } = open();
    expect(view.webview.options).toEqual({ enableScripts: true, localResourceRoots: ['ext/dist/webview'] });
  });

  it('has a nonce of its own at every opening', () => {
    const nonce = () => /nonce="([^"]+)"/.exec(open().view.webview.html)?.[1];
    expect(nonce()).not.toBe(nonce());
  });

  it('is in view while VS Code shows it', () => {
    const { dashboard, show, close } = open();
    expect(dashboard.isInView).toBe(true);
    show(false);
    expect(dashboard.isInView).toBe(false);
    show(true);
    close();
    expect(dashboard.isInView).toBe(false);
  });

  it('sends the state once the page is ready, and not before', () => {
    const { page, change, post } = open();
    change(empty);
    expect(post).not.toHaveBeenCalled();
    page({ type: 'ready' });
    expect(post).toHaveBeenCalledExactlyOnceWith({ type: 'state', state: empty });
  });

  it('sends only the latest of many changes', () => {
    const { page, change, post } = open();
    page({ type: 'ready' });
    const states = Array.from({ length: 50 }, (_, i) => ({
      ...empty,
      queue: [{ id: `r${i}`, name: `r${i}`, corpus: '' }],
    }));
    states.forEach(change);
    vi.advanceTimersByTime(1000);
    expect(post).toHaveBeenCalledTimes(2);
    expect(post).toHaveBeenLastCalledWith({ type: 'state', state: states.at(-1) });
  });

  it('waits for a pause while the person types, but not because of other documents', () => {
    const { page, change, post } = open();
    page({ type: 'ready' });
    vi.advanceTimersByTime(1000);
    typed.in({});
    change(empty);
    expect(post).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1000);
    typed.in(editor.document);
    change(empty);
    vi.advanceTimersByTime(400);
    typed.in(editor.document);
    vi.advanceTimersByTime(499);
    expect(post).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1);
    expect(post).toHaveBeenCalledTimes(3);
  });

  it('is silent while hidden and up to date when shown again', () => {
    const { page, change, show, post } = open();
    page({ type: 'ready' });
    vi.advanceTimersByTime(1000);
    show(false);
    const later = { ...empty, notices: [] };
    change(later);
    vi.advanceTimersByTime(1000);
    expect(post).toHaveBeenCalledTimes(1);
    show(true);
    page({ type: 'ready' });
    vi.advanceTimersByTime(1000);
    expect(post.mock.lastCall?.[0]).toEqual({ type: 'state', state: later });
  });

  it('tells its source each time that a page is there to be seen', () => {
    const { page, show, source } = open();
    expect(source.beSeen).not.toHaveBeenCalled();
    page({ type: 'ready' });
    show(false);
    expect(source.beSeen).toHaveBeenCalledTimes(1);
    show(true);
    page({ type: 'ready' });
    expect(source.beSeen).toHaveBeenCalledTimes(2);
  });

  it('passes on what the person asks for, and nothing else', () => {
    const { page, source } = open();
    page({ type: 'action', action: { type: 'stop', run: 'r1' } });
    page({ type: 'action', action: { type: 'formatDisk' } });
    expect(source.perform).toHaveBeenCalledExactlyOnceWith({ type: 'stop', run: 'r1' });
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  it('has it explained when a request has failed', async () => {
    const { page, source } = open();
    const failure = new Error('the disk is full');
    source.perform.mockRejectedValueOnce(failure);
    page({ type: 'action', action: { type: 'trySample' } });
    await vi.runAllTimersAsync();
    expect(explain).toHaveBeenCalledExactlyOnceWith(failure);
  });

  it('lets go of its source when it is closed', () => {
    const { close, listeners } = open();
    expect(listeners.size).toBe(1);
    close();
    expect(listeners.size).toBe(0);
  });
});
