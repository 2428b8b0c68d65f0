import { css } from 'lit';

/** What every component needs: VS Code's look for text, lists and focus, and text for screen readers alone. */
export const sharedStyles = css`
  :host {
    display: block;
    overflow-wrap: anywhere;
    line-height: 1.5;
  }

  * {
    box-sizing: border-box;
  }

  p,
  figure,
  h3,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  h3 {
    font-size: inherit;
    font-weight: 600;
  }

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }

  vscode-button {
    max-width: 100%;
  }

  /* Long labels wrap in a narrow sidebar. */
  vscode-button::part(base) {
    padding: 3px 10px;
    line-height: 18px;
    white-space: normal;
  }

  /* The library frames them as it frames a primary one. */
  vscode-button[secondary]::part(base) {
    border-color: var(--vscode-button-secondaryBorder, var(--vscode-button-border, transparent));
  }

  .muted {
    color: var(--vscode-descriptionForeground);
  }

  .small {
    font-size: 0.9em;
  }

  .icon-text {
    display: inline-flex;
    align-items: baseline;
    gap: 4px;
  }

  .icon-text vscode-icon {
    flex-shrink: 0;
    align-self: center;
    color: inherit;
  }

  .only-read-aloud {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
`;
