import { describe, expect, it } from 'vitest';

import { hubEndpoint, isModelId } from '../../../src/protocol/hub';

describe('hubEndpoint', () => {
  it.each([
    ['https://mirror.example/', undefined, 'https://mirror.example'],
    ['https://host/repository/hub//', 'https://other', 'https://host/repository/hub'],
    ['', 'https://mirror.example', 'https://mirror.example'],
    [undefined, ' http://127.0.0.1:8080 ', 'http://127.0.0.1:8080'],
    ['', '', 'https://huggingface.co'],
    [undefined, undefined, 'https://huggingface.co'],
    ['mirror.example', undefined, undefined],
    ['file:///models', undefined, undefined],
    ['https://me:secret@host', undefined, undefined],
  ])('of the choice %j and the environment %j is %j', (chosen, HF_ENDPOINT, endpoint) => {
    expect(hubEndpoint(chosen, HF_ENDPOINT === undefined ? {} : { HF_ENDPOINT })).toBe(endpoint);
  });
});

describe('isModelId', () => {
  it.each(['google-bert/bert-base-chinese', 'uer/chinese_roberta_L-4_H-512', 'a/b.c'])('takes %s', (id) => {
    expect(isModelId(id)).toBe(true);
  });

  it.each([
    'bert-base-chinese',
    './model',
    '../model',
    'a/../b',
    'a/.b',
    'a/b/c',
    '/a/b',
    'a\\b',
    'a/b c',
    '',
  ])('refuses %j', (id) => {
    expect(isModelId(id)).toBe(false);
  });
});
