import { expect, it } from 'vitest';
import { trainRequest } from '../../../src/cli/trainRequest';

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
