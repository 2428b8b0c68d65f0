import { expect, it } from 'vitest';
import { KeptTexts } from '../../../webview/logic/keptTexts';
import { memoryOf } from './memory';

it('finds the sentences again that were being written when the page was taken down', () => {
  const memory = memoryOf();
  new KeptTexts(memory, 'drafts').keep(['三国人物[MASK]', '']);
  expect(new KeptTexts(memory, 'drafts').kept).toEqual(['三国人物[MASK]', '']);
});

it('finds none after they were saved or given up', () => {
  const memory = memoryOf();
  const drafts = new KeptTexts(memory, 'drafts');
  drafts.keep(['三国人物[MASK]']);
  drafts.forget();
  expect(new KeptTexts(memory, 'drafts').kept).toBeUndefined();
});

it('leaves texts of another kind as they are', () => {
  const memory = memoryOf();
  const [drafts, folded] = [new KeptTexts(memory, 'drafts'), new KeptTexts(memory, 'folded')];
  folded.keep(['runs']);
  drafts.keep(['三国人物[MASK]']);
  expect(folded.kept).toEqual(['runs']);
  drafts.forget();
  expect(folded.kept).toEqual(['runs']);
});

it.each([null, '[MASK]', ['[MASK]'], { drafts: '[MASK]' }, { drafts: [1] }])(
  'takes no %j for sentences',
  (state) => {
    expect(new KeptTexts(memoryOf(state), 'drafts').kept).toBeUndefined();
  },
);
