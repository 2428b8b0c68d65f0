import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BarePage } from './support/barePage';
import { pageStates } from './support/pageStates';
import { isAvailable } from './support/vsCode';

declare const axe: { run(root: Document, options: RunOptions): Promise<AxeResults> };

/** Contrast is that of VS Code’s themes, and the page is a part of a window that has headings above it. */
const elsewhere = { 'color-contrast': { enabled: false }, 'page-has-heading-one': { enabled: false } };

describe.skipIf(!isAvailable)('the page, for those who do not see it or see it large', () => {
  let bare: BarePage;

  beforeAll(async () => {
    bare = await BarePage.open();
  });

  afterAll(() => bare.close());

  test.each(Object.entries(pageStates))('says of its %s what each part is and does', async (_, state) => {
    await bare.show(state);
    expect(await faults()).toEqual([]);
  });

  test('says of sentences that are edited, and of what is wrong with them, what each part is', async () => {
    await bare.show(pageStates.result);
    await bare.page.getByRole('button', { name: 'Edit Sentences' }).click();
    await bare.page.getByRole('textbox', { name: 'Sentence 1' }).fill('没有空的句子');
    await bare.page.getByRole('button', { name: 'Save' }).click();
    await bare.page.getByRole('alert').waitFor();
    expect(await faults()).toEqual([]);
  });

  async function faults(): Promise<string[]> {
    await bare.page.evaluate(await axeSource());
    const { violations } = await bare.page.evaluate((rules) => axe.run(document, { rules }), elsewhere);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }
});

function axeSource(): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
}
