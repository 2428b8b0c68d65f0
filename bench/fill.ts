import { Predictor } from '../src/core/bert/predictor';
import { fill } from '../src/core/filling/fill';
import { readModelFolder } from '../src/core/modelFiles/modelFolder';
import { takeTurns, timed } from './turns';

/** Our side of the filling benchmark: node fill.js <model folder> <threads> <text…>; ready once it has filled one. */
const [folder = '', threads = '', ...texts] = process.argv.slice(2);

async function main(): Promise<void> {
  const { config, weights, tokenizer } = await readModelFolder(folder);
  const model = await Predictor.of(config, weights, { threads: Number(threads) });
  await fill(texts[0] ?? '', { model, tokenizer, top: 5 });
  await takeTurns(timed(texts, (text) => fill(text, { model, tokenizer, top: 5 })));
}

void main();
