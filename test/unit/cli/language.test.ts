import { expect, it } from 'vitest';
import { localeOf } from '../../../src/cli/language';

it.each([
  [{ LANG: 'en_US.UTF-8' }, 'en_US.UTF-8'],
  [{ LC_ALL: '', LC_MESSAGES: 'C', LANG: 'zh_CN.UTF-8' }, 'C'],
  [{ LANG: '' }, 'zh-CN'],
  [{}, 'zh-CN'],
])('the locale of a Chinese system with %j is %s', (env, locale) => {
  expect(localeOf(env, 'zh-CN')).toBe(locale);
});
