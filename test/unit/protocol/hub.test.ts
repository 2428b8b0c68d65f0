import { describe, expect, it } from 'vitest';

import { hubEndpoint, hubModel } from '../../../src/protocol/hub';

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

describe('hubModel', () => {
  it.each(['google-bert/bert-base-chinese', 'uer/chinese_roberta_L-4_H-512', 'a/b.c'])('takes %s', (id) => {
    expect(hubModel(id)).toEqual({ id, revision: 'main' });
  });

  it.each([
    ['uer/small@v2', 'uer/small', 'v2'],
    ['https://huggingface.co/uer/small', 'uer/small', 'main'],
    [' https://hf-mirror.com/uer/small/ ', 'uer/small', 'main'],
    ['https://huggingface.co/uer/small/tree/v2', 'uer/small', 'v2'],
    ['https://huggingface.co/uer/small?library=transformers#usage', 'uer/small', 'main'],
  ])('of %j is %s at %s', (text, id, revision) => {
    expect(hubModel(text)).toEqual({ id, revision });
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
    'a/b@',
    'a/b@c@d',
    'https://huggingface.co/uer',
    'https://huggingface.co/datasets/uer/small',
    'https://huggingface.co/uer/../small',
    'ftp://host/a/b',
  ])('refuses %j', (text) => {
    expect(hubModel(text)).toBeUndefined();
  });
});
