import { expect, it } from 'vitest';

import { HubTokens } from '../../../src/models/hubTokens';

it('a token is for the hub that it was entered for, until it is emptied', async () => {
  const secrets = new Map<string, string>();
  const tokens = new HubTokens({
    get: (key) => Promise.resolve(secrets.get(key)),
    store: (key, value) => Promise.resolve(void secrets.set(key, value)),
    delete: (key) => Promise.resolve(void secrets.delete(key)),
  });
  await tokens.set('https://hub', 'secret');
  expect(await tokens.get('https://hub')).toBe('secret');
  expect(await tokens.get('https://mirror')).toBeUndefined();
  await tokens.set('https://hub', '');
  expect(secrets.size).toBe(0);
});
