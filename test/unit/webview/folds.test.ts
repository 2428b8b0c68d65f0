import { expect, it, vi } from 'vitest';
import { Folds } from '../../../webview/logic/folds';
import { KeptTexts } from '../../../webview/logic/keptTexts';
import { memoryOf } from './memory';

it('finds the parts folded again that were so when the page was taken down', () => {
  const memory = memoryOf();
  const folds = new Folds(new KeptTexts(memory, 'folded'));
  folds.set('runs', true);
  folds.set('models', true);
  folds.set('runs', false);
  const later = new Folds(new KeptTexts(memory, 'folded'));
  expect(['runs', 'models', 'probes'].filter((name) => later.has(name))).toEqual(['models']);
});

it('keeps nothing anew where nothing has changed', () => {
  const memory = memoryOf();
  const folds = new Folds(new KeptTexts(memory, 'folded'));
  const setState = vi.spyOn(memory, 'setState');
  folds.set('runs', false);
  folds.set('models', true);
  folds.set('models', true);
  expect(setState).toHaveBeenCalledTimes(1);
});
