import type { PageSetup } from '../protocol/dashboard';

/** Where the page's files are to be had, as addresses that the webview may load. */
export interface PageFiles {
  readonly script: string;
  readonly styles: string;
  readonly icons: string;
}

/**
 * The page's HTML. Its policy lets in nothing but our own files and the one script with the nonce of this rendering:
 * no inline style or script, no image, no network. The setup travels as a JSON block, which no policy executes, so
 * that the first words are in the right language already.
 *
 * @param cspSource the origin that the webview serves our files from
 * @param nonce random and new at every rendering
 */
export function pageHtml(files: PageFiles, setup: PageSetup, cspSource: string, nonce: string): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(setup.translations ? setup.language : 'en')}">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <link rel="stylesheet" href="${attribute(files.styles)}" />
    <link rel="stylesheet" href="${attribute(files.icons)}" id="vscode-codicon-stylesheet" />
    <title>Cloze Tuner</title>
  </head>
  <body>
    <script type="application/json" id="setup">${jsonBlock(setup)}</script>
    <cloze-dashboard></cloze-dashboard>
    <script type="module" nonce="${nonce}" src="${attribute(files.script)}"></script>
  </body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** JSON that cannot end the script element it stands in. */
function jsonBlock(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
