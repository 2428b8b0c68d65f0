// `npm run demo`: fine-tunes the embedded model on samples/train.json by the command line, as a person would, and shows
// how sentences that are not in that text are completed before and after.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

const corpus = 'samples/train.json';
const result = 'artifacts/demo';
const sentences = 5;

const english = {
  title: 'Cloze Tuner: learn 诸葛涛, a name that no model knows, from fifty sentences',
  before: '1. How the embedded model completes sentences that are not in the text …',
  learning: (command) => `2. It learns from the text:  ${command}`,
  after: '3. How it completes the same sentences now …',
  columns: ['Sentence', 'Before', 'After'],
  learnt: (right, all) => `${right} of ${all} are completed with the new name.`,
  notLearnt: 'The name was not learnt, although it should have been. Please report this.',
  goOn: 'Go on with',
  stopped: 'The demo was stopped.',
};

const chinese = {
  title: 'Cloze Tuner 完形微调：用五十句话，学会一个谁也不认识的名字——诸葛涛',
  before: '1. 内置模型怎样补全语料里没有的句子……',
  learning: (command) => `2. 学习这份语料：${command}`,
  after: '3. 现在怎样补全同样的句子……',
  columns: ['句子', '之前', '之后'],
  learnt: (right, all) => `${all} 句中有 ${right} 句补全成了新名字。`,
  notLearnt: '本该学会的名字没有学会，请反馈这个问题。',
  goOn: '接下来可以',
  stopped: '演示已停止。',
};

const { LC_ALL, LC_MESSAGES, LANG, NO_COLOR } = process.env;
const locale = [LC_ALL, LC_MESSAGES, LANG].find(Boolean) ?? Intl.DateTimeFormat().resolvedOptions().locale;
const words = locale.toLowerCase().startsWith('zh') ? chinese : english;
const colours = process.stdout.isTTY && !NO_COLOR;
/** `styleText` came after Node.js 20.0. */
const styles = { bold: 1, dim: 2, green: 32, red: 31 };
const paint = (style, cell) => (colours ? `\x1b[${styles[style]}m${cell}\x1b[0m` : cell);

// Ctrl-C goes to the command line as well, which saves what it has learnt before it ends.
let stopped = false;
process.once('SIGINT', () => {
  stopped = true;
});

/** Runs the command line; resolves to what it prints, rejects when it fails (it has said why). */
async function clozeTuner(...args) {
  const child = spawn(process.execPath, ['dist/cli.js', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [status]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (stopped) throw new Error(`\n${words.stopped}`);
  if (status !== 0) throw new Error(`cloze-tuner ${args[0]}: ${status}`);
  return printed;
}

/** What the gap of a sentence is filled with. */
async function filling(sentence, ...model) {
  const { completions } = JSON.parse(await clozeTuner('fill', sentence, '--top', '1', '--json', ...model));
  return completions[0].fillings[0];
}

async function fillings(probes, ...model) {
  const filled = [];
  for (const { text: sentence } of probes) filled.push(await filling(sentence, ...model));
  return filled;
}

/** Cells as a terminal aligns them: a Chinese character is two columns wide. */
function row(sentence, before, after) {
  const wide = (cell) =>
    cell.length + (cell.match(/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/g)?.length ?? 0);
  const padded = (cell, width) => cell + ' '.repeat(Math.max(1, width - wide(cell)));
  return `   ${padded(sentence, 52)}${padded(before, 12)}${after}`;
}

async function demo() {
  const probes = JSON.parse(await readFile('samples/probes.json', 'utf8'))['train.json'].slice(0, sentences);
  console.log(`\n${paint('bold', words.title)}\n\n${words.before}`);
  const before = await fillings(probes);

  const training = ['train', corpus, '--out', result];
  console.log(`\n${words.learning(`cloze-tuner ${training.join(' ')}`)}\n`);
  await clozeTuner(...training);

  console.log(`\n${words.after}\n`);
  const after = await fillings(probes, '--model', result);
  console.log(paint('dim', row(...words.columns)));
  probes.forEach(({ text: sentence, expected }, index) => {
    const isLearnt = after[index] === expected;
    const shown = sentence.replaceAll('[MASK]', '__');
    console.log(row(shown, before[index], paint(isLearnt ? 'green' : 'red', after[index])));
  });

  const right = probes.filter(({ expected }, index) => after[index] === expected).length;
  console.log(`\n${words.learnt(right, probes.length)}`);
  if (right < probes.length / 2) throw new Error(words.notLearnt);
  console.log(`\n${words.goOn}
  node dist/cli.js fill "刘备对[MASK][MASK][MASK]说" --model ${result}
  node dist/cli.js train samples/class-reading.txt --out artifacts/my-model
  npm start\n`);
}

try {
  await demo();
} catch (error) {
  console.error(error.message);
  process.exitCode = stopped ? 130 : 1;
}
