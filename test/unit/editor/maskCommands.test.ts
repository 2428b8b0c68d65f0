import { beforeEach, describe, expect, it, vi } from 'vitest';

import { MaskCommands } from '../../../src/editor/maskCommands';
import { gapsOf } from '../../../src/editor/gaps';
import { Suggestions } from '../../../src/editor/suggestions';
import { MaskFiller, type FillEngine } from '../../../src/models/maskFiller';
import { ModelLibrary, type ModelEntry } from '../../../src/models/modelLibrary';

/** What the person sees, and how they cancel. */
const window = vi.hoisted(() => ({
  lines: [] as string[],
  told: [] as string[],
  cancel: (): void => undefined,
}));

vi.mock('vscode', () => {
  class Range {
    constructor(
      readonly line: number,
      readonly start: number,
      _: number,
      readonly end: number,
    ) {}
  }
  const document = {
    version: 1,
    get lineCount() {
      return window.lines.length;
    },
    lineAt: (line: number) => ({ text: window.lines[line] }),
  };
  const edit = (work: (builder: unknown) => void) => {
    const replacements: { range: Range; text: string }[] = [];
    work({ replace: (range: Range, text: string) => replacements.push({ range, text }) });
    for (const { range, text } of replacements.toReversed()) {
      const before = window.lines[range.line] ?? '';
      window.lines[range.line] = before.slice(0, range.start) + text + before.slice(range.end);
    }
    return Promise.resolve(true);
  };
  return {
    Range,
    ProgressLocation: { Notification: 15 },
    l10n: {
      t: (message: string, ...values: unknown[]) =>
        message.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)])),
    },
    window: {
      activeTextEditor: { document, edit },
      showInformationMessage: (message: string) => Promise.resolve(window.told.push(message)),
      showWarningMessage: (message: string) => Promise.resolve(window.told.push(message)),
      withProgress: (_: unknown, work: (...args: unknown[]) => unknown) => {
        const token = {
          isCancellationRequested: false,
          onCancellationRequested: (listener: () => void) => (window.cancel = listener),
        };
        return work({ report: () => undefined }, token);
      },
    },
  };
});

const embedded: ModelEntry = { id: 'a', name: 'a', kind: 'embedded', folder: 'a', version: '' };
const library = new ModelLibrary(
  embedded,
  [],
  { get: () => undefined, update: () => Promise.resolve() },
  () => true,
);

/** Fills every gap with 好. */
const filling: FillEngine['request'] = (_, { text }) =>
  Promise.resolve({
    completions: [
      { text: text.replaceAll('[MASK]', '好'), fillings: gapsOf(text).map(() => '好'), probability: 1 },
    ],
  });

function commandsBy(request: FillEngine['request']) {
  const filler = new MaskFiller({ request });
  return { filler, commands: new MaskCommands(new Suggestions(filler), library) };
}

beforeEach(() => {
  Object.assign(window, { lines: [], told: [] });
});

describe('Fill All', () => {
  it('fills the gaps of all lines', async () => {
    window.lines = ['天气很[MASK]，心情也[MASK]。', '没有', '[MASK]人'];
    await commandsBy(filling).commands.fillAll();
    expect(window.lines).toEqual(['天气很好，心情也好。', '没有', '好人']);
    expect(window.told).toEqual([]);
  });

  it('leaves a gap that is too long, fills the others, and says so', async () => {
    const long = '[MASK]'.repeat(9);
    window.lines = ['天气很[MASK]。', long];
    await commandsBy(filling).commands.fillAll();
    expect(window.lines).toEqual(['天气很好。', long]);
    expect(window.told).toEqual([
      'Gaps of more than 8 neighbouring [MASK] are too long to be filled and were left (1); write some of their words yourself.',
    ]);
  });

  it('says that there is nothing to fill', async () => {
    window.lines = ['天气很好。'];
    await commandsBy(filling).commands.fillAll();
    expect(window.told).toEqual([expect.stringContaining('There is no [MASK]')]);
  });

  it('ends in silence when it is cancelled while another filling is going on', async () => {
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const { filler, commands } = commandsBy(async (...asked) => {
      await answered;
      return filling(...asked);
    });
    const other = filler.fill('[MASK]', embedded);
    window.lines = ['天气很[MASK]。'];
    const all = commands.fillAll();
    window.cancel();
    answer();
    await other;
    await all;
    expect(window.lines).toEqual(['天气很[MASK]。']);
    expect(window.told).toEqual([]);
  });

  it('changes nothing when it is cancelled during the last filling', async () => {
    window.lines = ['天气很[MASK]。'];
    const { commands } = commandsBy((...asked) => {
      window.cancel();
      return filling(...asked);
    });
    await commands.fillAll();
    expect(window.lines).toEqual(['天气很[MASK]。']);
  });
});
