/** VS Code's theme as the page sees it: custom properties on the root, the kind of theme as a class of the body. */

/** What the chart draws with; a canvas cannot use custom properties itself. */
export interface ChartColours {
  readonly training: string;
  readonly validation: string;
  readonly text: string;
  readonly grid: string;
  readonly font: string;
}

export function chartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const read = (...names: string[]) =>
    names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find((value) => value !== '') ??
    '';
  return {
    training: read('charts-blue', 'foreground'),
    validation: read('charts-foreground', 'foreground'),
    text: read('descriptionForeground', 'foreground'),
    grid: read('widget-border', 'charts-lines'),
    font: `11px ${read('font-family') || 'sans-serif'}`,
  };
}

/** Calls `listener` when the theme changes, until the signal aborts. */
export function onThemeChange(listener: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  signal.addEventListener('abort', () => {
    observer.disconnect();
  });
}
