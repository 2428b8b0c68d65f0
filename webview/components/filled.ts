import * as l10n from '@vscode/l10n';
import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Fillings } from '../../src/protocol/dashboard';
import { piecesOf } from '../logic/completions';

export const filledStyles = css`
  .gap {
    padding: 0 2px;
    border-bottom: 2px solid var(--vscode-descriptionForeground);
    letter-spacing: 2px;
    white-space: pre; /* or else a gap at the end of a line would not be broken, and reach out of the page */
  }

  .changed .filling {
    font-weight: 700;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
`;

/** A probe with its gaps drawn as gaps. */
export function probeText(probe: string): TemplateResult {
  return html`${piecesOf(probe).map((piece) =>
    'text' in piece
      ? html`<span lang="zh">${piece.text}</span>`
      : html`<span class="gap" aria-hidden="true">${'　'.repeat(piece.slots)}</span
          ><span class="only-read-aloud">${l10n.t('[gap of {0}]', piece.slots)}</span>`,
  )}`;
}

/** What a completion put into the gaps of its probe. */
export function fillingText(fillings: Fillings): TemplateResult {
  return html`<span class="filling" lang="zh">${fillings}</span>`;
}
