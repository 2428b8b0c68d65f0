import { expect, it } from 'vitest';
import { PickleError } from '../../../../src/core/modelFiles/torch/pickle';
import { unpickleTorch } from '../../../../src/core/modelFiles/torch/tensors';
import { pickle } from '../hostile/hostileFiles';

/** Has a dictionary made of one list of a thousand pairs, so many times. */
function dictionaries(times: number): Buffer {
  const { make, global, text } = pickle;
  const remembered = `${global('collections', 'OrderedDict')}q\x00(${`${text('a')}N\x86`.repeat(1000)}t\x85q\x01`;
  return make(remembered, 'h\x00h\x01R'.repeat(times));
}

it('a list that a pickle remembers is not made into dictionaries without an end', () => {
  expect(unpickleTorch(dictionaries(100)).value).toEqual(new Map([['a', null]]));
  expect(() => unpickleTorch(dictionaries(1000))).toThrow(PickleError);
});
