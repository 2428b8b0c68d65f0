import { Predictor } from '../src/core/bert/predictor';
import { fill } from '../src/core/filling/fill';
import { readModelFolder } from '../src/core/modelFiles/modelFolder';
import { takeTurns } from './turns';

/** Our side of the filling benchmark: node fill.js <model folder> <sentence> <threads>; ready once it has filled it. */
const [folder = '', sentence = '', threads = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const { config, weights, tokenizer } = await readModelFolder(folder);
  const model = await Predictor.of(config, weights, { threads: Number(threads) });
  await fill(sentence, { model, tokenizer, top: 5 });
  await takeTurns(async (repetitions) => {
    const seconds: number[] = [];
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const start = performance.now();
      await fill(sentence, { model, tokenizer, top: 5 });
      seconds.push((performance.now() - start) / 1000);
    }
    return { seconds };
  });
}

void main();
