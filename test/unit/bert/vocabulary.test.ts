import { expect, it } from 'vitest';

import { names } from '../../../src/core/bert/parameters';
import { withVocabulary } from '../../../src/core/bert/vocabulary';
import { readModelFolder } from '../../../src/core/modelFiles/modelFolder';
import { tinyModel } from '../modelFiles/fixtures';
import { withCharacters } from '../../../src/core/tokenizer/newCharacters';

it.each([names.words, names.outputBias])(
  'a new word begins as the average of the known ones: %s',
  async (name) => {
    const base = await readModelFolder(tinyModel);
    const known = base.weights.get(name)?.data ?? new Float32Array();
    const width = known.length / base.config.vocabSize;
    const grown = withVocabulary(base, withCharacters(base.tokenizer, ['龘', '靐'])).model.weights.get(
      name,
    )?.data;

    expect(grown?.subarray(0, known.length)).toEqual(known);
    const added = grown?.subarray(known.length) ?? new Float32Array();
    expect(added).toHaveLength(2 * width);
    added.forEach((value, index) => {
      const column = known.filter((_, place) => place % width === index % width);
      expect(value).toBeCloseTo(column.reduce((sum, each) => sum + each, 0) / column.length, 6);
    });
  },
);
