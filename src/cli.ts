/** The same core as the extension's engine, from a terminal. Results go to stdout, everything else to stderr. */
import * as l10n from '@vscode/l10n';
import { version } from '../package.json';
import { endWithTerminal } from './cli/closedTerminal';
import { evaluateCommand } from './cli/eval';
import { exportCommand } from './cli/export';
import { fillCommand } from './cli/fill';
import { importCommand } from './cli/import';
import { infoCommand } from './cli/info';
import { speakLanguageOfTerminal } from './cli/language';
import { trainCommand } from './cli/train';
import { usage, UsageError } from './cli/usage';
import { UserError } from './core/errors';
import { explainingShortOfMemory } from './core/shortOfMemory';
import { codeOf } from './core/system';

const commands: ReadonlyMap<string, (args: string[]) => Promise<void>> = new Map([
  ['train', trainCommand],
  ['fill', fillCommand],
  ['eval', evaluateCommand],
  ['export', exportCommand],
  ['import', importCommand],
  ['info', infoCommand],
  ['help', () => show(usage())],
  ['--version', () => show(`${version}\n`)],
]);

function show(text: string): Promise<void> {
  process.stdout.write(text);
  return Promise.resolve();
}

async function main(words: string[]): Promise<void> {
  await speakLanguageOfTerminal();
  const [name, ...args] = words;
  if (words.includes('--help') || words.includes('-h')) {
    return show(usage());
  }
  if (name === undefined) throw new UsageError();
  const command = commands.get(name);
  if (!command) throw new UsageError(l10n.t('There is no command “{0}”.', name));
  await command(args);
}

endWithTerminal();

process.stdout.on('error', (error: Error) => {
  // Whoever reads has enough, as in `cloze-tuner train --json | head`.
  const isClosed = codeOf(error) === 'EPIPE';
  if (!isClosed) process.stderr.write(`${l10n.t('The output could not be written: {0}', error.message)}\n`);
  process.exit(1);
});

process.stderr.on('error', () => {
  // Nobody reads what is told, as in `cloze-tuner train 2> >(head)`, which is no reason to lose what is learnt.
});

main(process.argv.slice(2)).catch((reason: unknown) => {
  const error = explainingShortOfMemory(reason);
  if (error instanceof UsageError) {
    process.stderr.write(error.message ? `${error.message}\n\n${usage()}` : usage());
    process.exitCode = 2;
  } else if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } else {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  }
});
