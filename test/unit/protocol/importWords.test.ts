import { describe, expect, it } from 'vitest';

import { describeImport, percentLoaded } from '../../../src/protocol/importWords';

describe('the words of an import', () => {
  it.each([
    [{ stage: 'finding', endpoint: 'https://hub' }, 'Waiting for the answer of https://hub…'],
    [{ stage: 'loading', received: 2_500_000, total: 412e6 }, '2.5 of 412 MB'],
    [{ stage: 'loading', received: 206e6, total: 412e6, secondsLeft: 41.2 }, '206 of 412 MB, 42 s left'],
    [{ stage: 'loading', received: 1e6, total: 412e6, secondsLeft: 125 }, '1.0 of 412 MB, 2 min 5 s left'],
    [{ stage: 'waiting', seconds: 4 }, 'The connection is interrupted; trying again in 4 seconds…'],
    [{ stage: 'checking' }, 'Checking the model…'],
  ] as const)('for %j', (progress, words) => {
    expect(describeImport(progress)).toBe(words);
  });

  it('have a percentage while bytes arrive', () => {
    expect(percentLoaded({ stage: 'loading', received: 1, total: 3 })).toBe(33);
    expect(percentLoaded({ stage: 'checking' })).toBeUndefined();
  });
});
