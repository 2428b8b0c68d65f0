import { expect, it } from 'vitest';
import { trainRequest } from '../../../src/cli/trainRequest';
import { embeddedName } from '../../../src/core/modelFiles/embeddedModel';

it('words of your own are set apart by any comma or semicolon', () => {
  const { request } = trainRequest([
    'a.txt',
    '--out',
    'out',
    '--terms',
    '诸葛涛,荆州， 蜀汉、将领;建安；军中,,',
  ]);
  expect(request.moreTerms).toEqual(['诸葛涛', '荆州', '蜀汉', '将领', '建安', '军中']);
});

it('words of your own may be given in several options', () => {
  const { request } = trainRequest(['a.txt', '--out', 'out', '--terms', '诸葛涛,荆州', '--terms', '蜀汉']);
  expect(request.moreTerms).toEqual(['诸葛涛', '荆州', '蜀汉']);
});

it('all options reach the request', () => {
  const options = {
    out: 'out',
    base: 'base',
    method: 'full',
    effort: 'thorough',
    'batch-tokens': '64',
    lr: '1e-4',
    seed: '7',
    device: 'webgpu',
    terms: '诸葛涛',
  };
  const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  expect(trainRequest(['a.txt', 'b.md', ...given, '--resume', '--json'])).toEqual({
    request: {
      files: ['a.txt', 'b.md'],
      out: 'out',
      base: 'base',
      method: 'full',
      effort: 'thorough',
      batchTokens: 64,
      learningRate: 1e-4,
      seed: 7,
      device: 'webgpu',
      moreTerms: ['诸葛涛'],
      resume: true,
    },
    json: true,
  });
});

it.each([
  ['steps', '40', 40],
  ['epochs', '2.5', 2.5],
])('%s reach the request in the place of effort', (option, written, amount) => {
  const { request } = trainRequest(['a.txt', '--out', 'out', `--${option}`, written]);
  const { effort, steps, epochs } = request;
  expect({ effort, steps, epochs }).toEqual({ [option]: amount });
});

it('what is not given is left to the program', () => {
  expect(trainRequest(['a.txt', '--out', 'out'])).toEqual({
    request: { files: ['a.txt'], out: 'out', base: embeddedName, method: 'lora', resume: false },
    json: false,
  });
});
