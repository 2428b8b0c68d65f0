import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import type { PageSetup } from '../src/protocol/dashboard';
import { Dashboard } from './components/dashboard';
import { followFocus } from './components/focus';
import { connect } from './host';
import { useLanguage } from './logic/format';
import { isHeldPress } from './logic/heldKeys';

function readSetup(): PageSetup {
  const text = document.getElementById('setup')?.textContent ?? '';
  // Our own host wrote it in this very page.
  return JSON.parse(text) as PageSetup;
}

const { language, translations } = readSetup();
if (translations) l10n.config({ contents: { ...translations } });
useLanguage(translations ? language : 'en'); // as its words

function holdBack(event: KeyboardEvent): void {
  const [target] = event.composedPath();
  if (!(target instanceof Element) || !isHeldPress(event, target.localName)) return;
  event.preventDefault();
  event.stopPropagation();
}

window.addEventListener('keydown', holdBack, { capture: true }); // before a button hears of it
followFocus();

// Defined only now, so that the first rendering has its words.
customElements.define('cloze-dashboard', Dashboard);
const dashboard = document.querySelector<Dashboard>('cloze-dashboard');
if (dashboard) {
  connect(dashboard, (state) => {
    dashboard.state = state;
  });
}
