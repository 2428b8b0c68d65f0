import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hubCache, isHubId } from '../../../src/core/modelFiles/hubCache';

describe('the cache of Hugging Face’s libraries', () => {
  it.each([
    [{}, join(homedir(), '.cache/huggingface/hub')],
    [{ XDG_CACHE_HOME: '/caches', HF_HOME: '' }, join('/caches/huggingface/hub')],
    [{ HF_HOME: '/hf', XDG_CACHE_HOME: '/caches' }, join('/hf/hub')],
    [{ HF_HOME: '~/hf' }, join(homedir(), 'hf/hub')],
    [{ HUGGINGFACE_HUB_CACHE: '/old', HF_HOME: '/hf' }, '/old'],
    [{ HF_HUB_CACHE: '/new', HUGGINGFACE_HUB_CACHE: '/old', HF_HOME: '/hf' }, '/new'],
  ])('is, by the variables %j, in %s', (variables, place) => {
    expect(hubCache(variables)).toBe(place);
  });
});

describe('the id of a model on a hub', () => {
  it.each(['bert-base-chinese', 'google-bert/bert-base-chinese', 'uer/chinese_roberta_L-4_H-512'])(
    'may be %s',
    (base) => {
      expect(isHubId(base)).toBe(true);
    },
  );

  it.each([
    '',
    '..',
    '../x',
    './x',
    'a/../b',
    'a/b/c',
    '/x',
    '//host/x',
    '\\\\host\\x',
    'C:\\x',
    'C:/x',
    '~/x',
  ])('is not %j', (base) => {
    expect(isHubId(base)).toBe(false);
  });
});
