import { LitElement, css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Offer } from '../../src/protocol/dashboard';
import { ActionEvent } from '../host';
import { actionSign } from '../logic/words';
import { sharedStyles } from './sharedStyles';

/**
 * A button with three dots and the menu behind it, by the keys of the ARIA menu button pattern: arrows, Home, End,
 * Escape. Own work, since the component library's menu has no roles for screen readers.
 */
@customElement('cloze-menu')
export class Menu extends LitElement {
  /** What the button is called. */
  @property() label = '';
  @property({ attribute: false }) actions: readonly Offer[] = [];

  @query('.trigger') private readonly trigger!: HTMLElement;
  @query('[popover]') private readonly menu!: HTMLElement;

  static override styles = [
    sharedStyles,
    css`
      :host {
        flex-shrink: 0;
      }

      button {
        border: none;
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }

      .trigger {
        display: flex;
        padding: 3px;
        border-radius: 5px;
        color: var(--vscode-icon-foreground);
      }

      .trigger:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }

      .trigger:hover:not(:focus-visible) {
        outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
      }

      [popover] {
        position: fixed;
        inset: auto;
        width: max-content;
        max-width: calc(100vw - 8px);
        max-height: 100vh;
        margin: 0;
        padding: 4px;
        overflow-y: auto;
        border: 1px solid var(--vscode-menu-border, var(--vscode-contrastBorder, transparent));
        border-radius: 5px;
        background: var(--vscode-menu-background);
        color: var(--vscode-menu-foreground);
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
      }

      [role='menuitem'] {
        display: flex;
        align-items: center;
        gap: 6px;
        width: 100%;
        padding: 3px 12px 3px 6px;
        border-radius: 3px;
        text-align: start;
      }

      [role='menuitem'] vscode-icon {
        flex-shrink: 0;
        color: inherit;
      }

      [role='menuitem']:focus,
      [role='menuitem']:hover {
        background: var(--vscode-menu-selectionBackground);
        color: var(--vscode-menu-selectionForeground);
        outline: 1px solid var(--vscode-menu-selectionBorder, transparent);
        outline-offset: -1px;
      }
    `,
  ];

  /** An open menu is not drawn anew, so that nothing else comes under the pointer or the focus and it keeps its place. */
  protected override shouldUpdate(): boolean {
    return !this.hasUpdated || !this.menu.matches(':popover-open');
  }

  override render() {
    return html`
      <button
        class="trigger"
        aria-label=${this.label}
        title=${this.label}
        aria-haspopup="menu"
        popovertarget="menu"
      >
        <vscode-icon name="ellipsis"></vscode-icon>
      </button>
      <div
        id="menu"
        popover
        role="menu"
        aria-label=${this.label}
        @beforetoggle=${this.onBeforeToggle}
        @toggle=${this.onToggle}
        @keydown=${this.onKey}
      >
        ${this.actions.map((action) => {
          const { label, icon } = actionSign(action);
          return html`<button
            role="menuitem"
            tabindex="-1"
            @click=${() => {
              this.choose(action);
            }}
          >
            <vscode-icon name=${icon}></vscode-icon>${label}
          </button>`;
        })}
      </div>
    `;
  }

  private choose(action: Offer): void {
    this.menu.hidePopover();
    this.dispatchEvent(new ActionEvent(action));
  }

  private readonly onToggle = ({ newState }: ToggleEvent): void => {
    if (newState === 'open') {
      this.place();
      this.items[0]?.focus();
    } else {
      this.requestUpdate();
    }
  };

  /** A closing menu would take the focus away with it. */
  private readonly onBeforeToggle = ({ newState }: ToggleEvent): void => {
    if (newState === 'closed' && this.menu.matches(':focus-within')) this.trigger.focus();
  };

  /** Below the button and flush with its right edge, above it where there is no room below. */
  private place(): void {
    const button = this.trigger.getBoundingClientRect();
    const { width, height } = this.menu.getBoundingClientRect();
    const below = button.bottom + height <= window.innerHeight;
    const top = below ? button.bottom : Math.max(0, button.top - height);
    this.menu.style.top = `${top}px`;
    this.menu.style.left = `${Math.max(0, button.right - width)}px`;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const { items } = this;
    const current = items.findIndex((item) => item.matches(':focus'));
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') this.menu.hidePopover();
    if (next === undefined) return;
    event.preventDefault();
    items.at(next % items.length)?.focus();
  };

  private get items(): HTMLElement[] {
    return [...this.menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  }
}
