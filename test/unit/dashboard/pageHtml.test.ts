import { describe, expect, it } from 'vitest';
import { pageHtml } from '../../../src/dashboard/pageHtml';

const files = {
  script: 'https://host/main.js',
  styles: 'https://host/page.css',
  icons: 'https://host/i.css',
};

function html(translations?: Record<string, string>): string {
  return pageHtml(
    files,
    { language: 'zh-cn', ...(translations && { translations }) },
    'https://host',
    'n0nce',
  );
}

describe('the page', () => {
  it('lets in nothing but its own files and the script with the nonce', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html())?.[1];
    expect(policy?.split('; ')).toEqual([
      `default-src 'none'`,
      `script-src 'nonce-n0nce'`,
      `style-src https://host`,
      `font-src https://host`,
      `base-uri 'none'`,
      `form-action 'none'`,
    ]);
  });

  it('has no inline script, style or handler', () => {
    const scripts = html().match(/<script[^>]*>/g);
    expect(scripts).toEqual([
      '<script type="application/json" id="setup">',
      '<script type="module" nonce="n0nce" src="https://host/main.js">',
    ]);
    expect(html()).not.toMatch(/<style|style=|\son\w+=/);
  });

  it('says in what language it is written: in English where there are no translations', () => {
    expect(html({ Done: '已完成' })).toContain('<html lang="zh-cn">');
    expect(html()).toContain('<html lang="en">');
  });

  it('carries the translations, whatever is in them', () => {
    const translations = { 'a "b"': '</script><script>alert(1)</script>' };
    const json = /id="setup">(.*?)<\/script>/s.exec(html(translations))?.[1] ?? '';
    expect(JSON.parse(json)).toEqual({ language: 'zh-cn', translations });
  });
});
