import type { Case } from './case';
import { fillCases } from './fillCases';
import { sayMachine } from './machine';
import { measureStart, measureWarm } from './measure';
import { ourCommand } from './programs';
import { python, pythonCommand, pythonPackages } from './python';
import { head, row } from './report';
import { sentenceLengths } from './sentenceLengths';
import { batchesFile, modelFolder, type BatchSize, type ModelSize } from './workload';

const threads = '2';

const models: ModelSize[] = [
  { name: '4x256', layers: 4, hidden: 256, heads: 4, intermediate: 1024, vocabulary: 8192 },
  { name: '4x312', layers: 4, hidden: 312, heads: 12, intermediate: 1200, vocabulary: 21128 },
  { name: '12x768', layers: 12, hidden: 768, heads: 12, intermediate: 3072, vocabulary: 21128 },
];

const batches: BatchSize[] = [
  { name: '8x128', examples: 8, tokens: 128 },
  { name: '8x24', examples: 8, tokens: 24 },
  { name: '8x~24', examples: 8, tokens: sentenceLengths(24).map((characters) => characters + 2) },
];

const methods = [
  { name: 'full', needs: ['torch', 'transformers'] },
  { name: 'lora', needs: ['torch', 'transformers', 'peft'] },
];

/** Forty characters with one slot. */
const sentence = '春天来了，公园里的花都开了，孩子们在草地上奔跑，老人们坐在长椅上[MASK]着太阳聊着天。';
const embeddedModel = 'model';

const training = models.flatMap((model) =>
  batches.flatMap((batch) =>
    methods.map((method): Case => ({
      name: `train ${model.name} ${batch.name} ${method.name}`,
      needs: method.needs,
      measure: measureWarm,
      commands: async () => {
        const args = [await modelFolder(model), method.name, await batchesFile(model, batch), threads];
        return { ours: ourCommand('train', ...args), theirs: pythonCommand('train.py', ...args) };
      },
    })),
  ),
);

const filling = [
  { name: 'fill cold', measure: measureStart },
  { name: 'fill warm', measure: measureWarm },
].map((how): Case => ({
  ...how,
  needs: ['torch', 'transformers'],
  commands: () => {
    const args = [embeddedModel, threads, sentence];
    return Promise.resolve({ ours: ourCommand('fill', ...args), theirs: pythonCommand('fill.py', ...args) });
  },
}));

/** `words`: the cases whose names have all of them; without words, all cases. */
async function main(words: readonly string[]): Promise<void> {
  const installed = pythonPackages();
  sayMachine(`${threads} threads`);
  for (const name of ['torch', 'transformers', 'peft']) {
    console.log(`${name} ${installed[name] ?? `is not installed for ${python}: what needs it is skipped`}`);
  }
  console.log(`\n${head}`);
  for (const { name, needs, measure, commands } of [...filling, ...fillCases(threads), ...training]) {
    if (!words.every((word) => name.split(' ').includes(word))) continue;
    const { ours, theirs } = await commands();
    const compare = needs.every((need) => installed[need] !== undefined);
    const [ourRounds, theirRounds] = await measure(compare ? [ours, theirs] : [ours]);
    if (ourRounds) console.log(row(name, ourRounds, theirRounds));
  }
}

void main(process.argv.slice(2));
