import { expect, it } from 'vitest';

import { gapsOf } from '../../../src/editor/gaps';
import { Suggestions } from '../../../src/editor/suggestions';
import { MaskFiller } from '../../../src/models/maskFiller';
import type { ModelEntry } from '../../../src/models/modelLibrary';

const model: ModelEntry = { id: 'a', name: 'a', kind: 'embedded', folder: 'a', version: '' };

it('merges completions of a line that differ in other gaps alone', async () => {
  const line = '我[MASK]你[MASK]';
  const filler = new MaskFiller({
    request: () =>
      Promise.resolve({
        completions: [
          { text: '', fillings: ['想', '们'], probability: 0.4 },
          { text: '', fillings: ['爱', '们'], probability: 0.3 },
          { text: '', fillings: ['爱', '的'], probability: 0.2 },
        ],
      }),
  });
  const [first, second] = gapsOf(line);
  const suggestions = new Suggestions(filler);
  if (!first || !second) throw new Error('two gaps');
  expect(await suggestions.forGap(line, first, model)).toEqual([
    { filling: '爱', probability: 0.5 },
    { filling: '想', probability: 0.4 },
  ]);
  expect((await suggestions.forGap(line, second, model)).map(({ filling }) => filling)).toEqual(['们', '的']);
});
