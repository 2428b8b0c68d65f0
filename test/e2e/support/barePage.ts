import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { inject } from 'vitest';
import { pageHtml } from '../../../src/dashboard/pageHtml';
import type { DashboardState } from '../../../src/protocol/dashboard';

const origin = 'http://dashboard.test';
const files = {
  script: `${origin}/main.js`,
  styles: `${origin}/page.css`,
  icons: `${origin}/codicons.css`,
};

/** The dashboard's page in a browser without VS Code around it, which shows what it is told to. */
export class BarePage {
  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
  ) {}

  static async open(): Promise<BarePage> {
    const environment = inject('environment');
    if ('missing' in environment) throw new Error(environment.missing);
    const browser = await chromium.launch({ executablePath: environment.chromium, args: ['--no-sandbox'] });
    const page = await browser.newPage();
    await page.route(`${origin}/**`, (route) =>
      route.request().url() === `${origin}/`
        ? route.fulfill({ contentType: 'text/html', body: pageHtml(files, { language: 'en' }, origin, 'n') })
        : route.fulfill({ path: resolve(`dist/webview${new URL(route.request().url()).pathname}`) }),
    );
    await page.addInitScript(() => {
      let memory: unknown;
      Object.assign(window, {
        acquireVsCodeApi: () => ({
          postMessage: () => undefined,
          getState: () => memory,
          setState: (state: unknown) => (memory = state),
        }),
      });
    });
    return new BarePage(page, browser);
  }

  /** Begins anew in a page of this size. */
  async show(state: DashboardState, width = 300, height = 700): Promise<void> {
    await this.page.setViewportSize({ width, height });
    await this.page.goto(`${origin}/`);
    await this.update(state);
    await this.page.locator('main').waitFor();
  }

  async update(state: DashboardState): Promise<void> {
    await this.page.evaluate((shown) => {
      window.postMessage({ type: 'state', state: shown });
    }, state);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
