import { expect, it } from 'vitest';

import { HubTokens } from '../../../src/models/hubTokens';
import { secretStorage } from './secretStorage';

it('a token is for the hub that it was entered for, until it is emptied', async () => {
  const secrets = new Map<string, string>();
  const tokens = new HubTokens(secretStorage(secrets));
  await tokens.set('https://hub', 'secret');
  expect(await tokens.get('https://hub')).toBe('secret');
  expect(await tokens.get('https://mirror')).toBeUndefined();
  await tokens.set('https://hub', '');
  expect(secrets.size).toBe(0);
});
