import { expect, test } from 'vitest';
import { leadsToOtherHost } from '../../../src/core/modelFiles/otherHosts';

const drive = 'C:\\models\\result';
const shared = '\\\\Server\\models\\result';

test.each([
  ['\\\\host\\share\\base', drive],
  ['//host/share/base', drive],
  ['\\/host\\share', drive],
  ['\\\\host', drive],
  ['\\\\host', '\\models'],
  ['\\\\\\host\\share', drive],
  ['\\\\?\\UNC\\host\\share\\base', drive],
  ['\\\\?\\UNC\\host\\share\\base', '\\\\?\\UNC\\server\\models\\result'],
  ['\\\\?\\C:\\models\\base', drive],
  ['\\\\.\\pipe\\base', drive],
  ['//./pipe/base', '//./pipe/result'],
  ['\\\\host\\models\\base', shared],
  ['\\\\server\\models2\\base', shared],
])('%s leads to another host or a device from %s', (path, from) => {
  expect(leadsToOtherHost(path, from)).toBe(true);
});

test.each([
  ['C:\\models\\base', drive],
  ['..\\base', drive],
  ['\\models\\base', drive],
  ['models\\\\base', drive],
  ['C:\\models\\base', shared],
  ['..\\base', shared],
  ['\\\\server\\MODELS\\base', shared],
  ['//server/models/base', shared],
  ['/models/base', '/models/result'],
])('%s does not from %s', (path, from) => {
  expect(leadsToOtherHost(path, from)).toBe(false);
});
