import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Locator } from 'playwright-core';
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

  test.each([170, 300, 600])('has each figure under the name of its column, at %d pixels', async (width) => {
    await bare.show(pageStates.comparison, width);
    const tables = await bare.page.getByRole('table').all();
    expect(tables).toHaveLength(2);
    for (const table of tables) {
      const [names = 0, ...rows] = await cellCounts(table);
      expect(rows).toEqual(rows.map(() => names));
    }
  });

  test('brings two runs into view with their heading, however low the page is', async () => {
    await bare.show(pageStates.result, 300, 300);
    await bare.update(pageStates.comparison);
    await bare.page
      .getByRole('group', { name: 'Two Runs Compared' })
      .and(bare.page.locator(':focus'))
      .waitFor();
    expect(await isInView(bare.page.getByRole('heading', { name: 'Two Runs Compared' }))).toBe(true);
  });

  test('shows each item of a menu that is higher than the page', async () => {
    await bare.show(pageStates.result, 170, 90);
    await bare.page.getByRole('button', { name: 'More Actions for Second' }).press('Enter');
    const items = await bare.page.getByRole('menuitem').all();
    expect(items.length).toBeGreaterThan(3);
    for (const item of items) {
      expect(await isInView(item)).toBe(true);
      await bare.page.keyboard.press('ArrowDown');
    }
  });

  async function faults(): Promise<string[]> {
    await bare.page.evaluate(await axeSource());
    const { violations } = await bare.page.evaluate((rules) => axe.run(document, { rules }), elsewhere);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }

  async function isInView(part: Locator): Promise<boolean> {
    const box = await part.boundingBox();
    const height = bare.page.viewportSize()?.height ?? 0;
    return box !== null && box.y >= 0 && box.y + box.height <= height;
  }
});

function axeSource(): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
}

/** How many cells each row has for a screen reader. */
async function cellCounts(table: Locator): Promise<number[]> {
  const roles = ['cell', 'columnheader', 'rowheader'] as const;
  const rows = await table.getByRole('row').all();
  return Promise.all(
    rows.map(async (row) => {
      const counts = await Promise.all(roles.map((role) => row.getByRole(role).count()));
      return counts.reduce((sum, count) => sum + count, 0);
    }),
  );
}
