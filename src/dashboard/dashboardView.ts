import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { DashboardSource, HostMessage, PageSetup } from '../protocol/dashboard';
import { pageHtml } from './pageHtml';
import { parsePageMessage } from './pageMessages';
import { Throttle } from './throttle';

/** Often enough to look alive, seldom enough not to be felt. */
const millisecondsBetweenSnapshots = 150;

/** While a person types, the page waits: what it takes to paint would come between a keystroke and its completion. */
const typing = { millisecondsAfterKeystroke: 500, patience: 5_000 };

/**
 * The dashboard in the sidebar. It shows what its source says and passes on what the person asks for; the page may be
 * hidden, shown again and reloaded at any time: as soon as it says that it is ready, it gets the whole state.
 */
export class DashboardView implements vscode.WebviewViewProvider {
  static readonly id = 'clozeTuner.dashboard';
  private view: vscode.WebviewView | undefined;

  /**
   * @param log gets what only a defect of the program can cause
   * @param explain told when what the person asked for has failed
   */
  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly source: DashboardSource,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
    private readonly explain: (error: unknown) => void,
  ) {}

  /** Whether the person sees the page. */
  get isInView(): boolean {
    return this.view?.visible ?? false;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    const { webview } = view;
    let ready = false;

    const snapshots = new Throttle(
      millisecondsBetweenSnapshots,
      () => {
        const message: HostMessage = { type: 'state', state: this.source.getState() };
        void webview.postMessage(message);
      },
      typing.patience,
    );
    const disposables = [
      snapshots,
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const isTyped = document === vscode.window.activeTextEditor?.document;
        if (isTyped) snapshots.putOff(typing.millisecondsAfterKeystroke);
      }),
      this.source.onDidChange(() => {
        if (ready && view.visible) snapshots.request();
      }),
      view.onDidChangeVisibility(() => {
        if (ready && view.visible) snapshots.request();
      }),
      webview.onDidReceiveMessage((value: unknown) => {
        const message = parsePageMessage(value);
        if (!message) {
          this.log.warn('The dashboard sent a message that it cannot send; it was ignored.');
        } else if (message.type === 'ready') {
          this.source.beSeen();
          ready = true;
          snapshots.request();
        } else {
          this.source.perform(message.action).catch(this.explain);
        }
      }),
    ];
    view.onDidDispose(() => {
      this.view = undefined;
      for (const disposable of disposables) disposable.dispose();
    });

    const files = vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview');
    webview.options = { enableScripts: true, localResourceRoots: [files] };
    webview.html = this.html(webview, files);
  }

  private html(webview: vscode.Webview, files: vscode.Uri): string {
    const address = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(files, name)).toString();
    const setup: PageSetup = {
      language: vscode.env.language,
      ...(vscode.l10n.bundle && { translations: vscode.l10n.bundle }),
    };
    return pageHtml(
      { script: address('main.js'), styles: address('page.css'), icons: address('codicons.css') },
      setup,
      webview.cspSource,
      randomBytes(16).toString('base64'),
    );
  }
}
