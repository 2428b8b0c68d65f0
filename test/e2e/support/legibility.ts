import type { Locator } from 'playwright-core';

/** The least contrast of text and its background (Web Content Accessibility Guidelines 2.2, level AA). */
const leastContrast = 4.5;

/**
 * What a person could not read on a page: texts, gaps in them included, that reach out of it, that are cut off, that are
 * broken within an English word, or that hardly differ from their background. Open shadow trees are looked into.
 *
 * @param page the page's body
 * @returns one line for each such text
 */
export async function illegibleTexts(page: Locator): Promise<string[]> {
  return page.evaluate((body: HTMLElement, least: number) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

    /** Red, green, blue from 0 to 255 and alpha from 0 to 1, of a colour in any notation. */
    function channels(colour: string): [number, number, number, number] {
      if (!canvas) throw new Error('no canvas');
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    }

    function parentOf(element: Element): Element | null {
      if (element.assignedSlot) return element.assignedSlot;
      const root = element.getRootNode();
      return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    }

    /** The colour behind an element: the backgrounds of all that it lies in, one over the other. */
    function backgroundOf(element: Element): number[] {
      const layers: [number, number, number, number][] = [];
      for (let at: Element | null = element; at; at = parentOf(at)) {
        layers.push(channels(getComputedStyle(at).backgroundColor));
      }
      const canvasColour = getComputedStyle(document.documentElement).getPropertyValue(
        '--vscode-sideBar-background',
      );
      layers.push(channels(canvasColour || 'white'));
      return layers.reduceRight<number[]>(
        (below, [red, green, blue, alpha]) =>
          [red, green, blue].map((value, index) => value * alpha + (below[index] ?? 0) * (1 - alpha)),
        [255, 255, 255],
      );
    }

    function luminance(colour: readonly number[]): number {
      const [red = 0, green = 0, blue = 0] = colour.map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }

    function contrast(element: Element): number {
      const [red, green, blue] = channels(getComputedStyle(element).color);
      const [one, other] = [luminance([red, green, blue]), luminance(backgroundOf(element))];
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    function isShown(element: HTMLElement): boolean {
      // What is there for screen readers alone is a pixel large.
      const { width, height } = element.getBoundingClientRect();
      return (
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && width * height > 4
      );
    }

    function hasBrokenWord(element: Element): boolean {
      const range = document.createRange();
      return [...element.childNodes]
        .filter((node) => node instanceof Text)
        .some((text) =>
          [...text.data.matchAll(/[a-z]+/gi)].some(({ 0: word, index }) => {
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
          }),
        );
    }

    function faultsOf(element: HTMLElement, text: string): string[] {
      const { left, right } = element.getBoundingClientRect();
      const isCut =
        element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'hidden';
      const ratio = contrast(element);
      return [
        ...(left < -1 || right > innerWidth + 1 ? [`“${text}” reaches out of the page`] : []),
        ...(isCut ? [`“${text}” is cut off`] : []),
        ...(hasBrokenWord(element) ? [`“${text}” is broken within a word`] : []),
        ...(ratio < least ? [`“${text}” has a contrast of ${ratio.toFixed(1)}`] : []),
      ];
    }

    function faultsIn(root: Element | ShadowRoot): string[] {
      return [...root.querySelectorAll('*')].flatMap((element) => {
        const inner = element.shadowRoot ? faultsIn(element.shadowRoot) : [];
        const text = [...element.childNodes]
          .filter((node) => node.nodeType === Node.TEXT_NODE)
          .map((node) => node.textContent?.replace(/^[ \n]+|[ \n]+$/g, '') ?? '')
          .join('');
        const isText = text !== '' && !['SCRIPT', 'STYLE'].includes(element.tagName);
        if (!isText || !(element instanceof HTMLElement) || !isShown(element)) return inner;
        return [...faultsOf(element, text), ...inner];
      });
    }

    return faultsIn(body);
  }, leastContrast);
}
