import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Predictor } from '../../../src/core/bert/predictor';
import type { JudgedRow, Judgement } from '../../../src/core/bert/judge';
import { toExamples } from '../../../src/core/corpus/examples';
import { Evaluator } from '../../../src/core/training/evaluator';
import { prepare, type Preparation } from '../../../src/core/training/preparation';
import { tinyRequest } from './tinyRequest';

const term = '七下不与';
const sentences = [`三丁${term}上万`, '三七上下不丁'];

let preparation: Preparation;

beforeAll(async () => {
  const prepared = await prepare({ ...tinyRequest('nowhere'), terms: [] });
  const { tokenizer, config } = prepared.model;
  const validation = toExamples(sentences, tokenizer, config.maxPositions);
  preparation = { ...prepared, validation, terms: [term] };
});

/** The sentence that a row was made of, as tokens. */
function original({ ids, positions, targets }: JudgedRow): string {
  const restored = ids.slice();
  positions.forEach((position, index) => (restored[position] = targets[index] ?? NaN));
  return restored.join(' ');
}

/** Which of the sentences kept back a row was made of; -1 where it is a plain one. */
function sentenceOf(row: JudgedRow): number {
  return preparation.validation.findIndex(({ ids }) => ids.join(' ') === original(row));
}

const wordsOf = (ids: Int32Array): string =>
  [...ids].map((id) => preparation.model.tokenizer.token(id)).join('');

let predictor: Predictor;
let judged: JudgedRow[];

/** What a predictor makes of the slots of plain sentences, and of the two that were kept back. */
const ofPlain: Judgement = { loss: 0.5, rank: 0 };
const ofKeptBack: readonly Judgement[] = [
  { loss: 2, rank: 1 },
  { loss: 4, rank: 9 },
];

beforeEach(async () => {
  const { config, weights } = preparation.model;
  predictor = await Predictor.of(config, weights);
  judged = [];
  vi.spyOn(predictor, 'judge').mockImplementation((rows) => {
    judged.push(...rows);
    return Promise.resolve(
      rows.flatMap((row) => {
        const judgement = ofKeptBack[sentenceOf(row)] ?? ofPlain;
        return Array.from(row.positions, () => judgement);
      }),
    );
  });
});

describe('an evaluation', () => {
  it('measures what is learnt on the sentences kept back alone, and what is kept on plain ones alone', async () => {
    const { metrics, losses, plainLoss } = await new Evaluator(predictor, 'cpu', preparation).evaluate();
    expect(metrics).toMatchObject({ top1: 0, retention: 1 });
    expect(metrics.top5).toBeGreaterThan(0);
    expect(metrics.top5).toBeLessThan(1);
    expect(metrics.loss).toBeCloseTo(2 * metrics.top5 + 4 * (1 - metrics.top5), 6);
    expect(losses).toEqual([2, 4]);
    expect(plainLoss).toBe(0.5);
  });

  it('hides each of the person’s own words as a whole and nothing else, besides what it hides by chance', async () => {
    await new Evaluator(predictor, 'cpu', preparation).evaluate();
    const keptBack = judged.filter((row) => sentenceOf(row) >= 0);
    expect(keptBack.map(sentenceOf)).toEqual([0, 0, 1]);
    expect(keptBack.map(({ targets }) => wordsOf(targets))).toContain(term);
  });

  it('hides the same each time', async () => {
    await new Evaluator(predictor, 'cpu', preparation).evaluate();
    const once = judged;
    judged = [];
    await new Evaluator(predictor, 'cpu', preparation).evaluate();
    expect(judged).toEqual(once);
  });
});
