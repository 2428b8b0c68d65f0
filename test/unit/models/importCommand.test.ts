import { beforeEach, describe, expect, it, vi } from 'vitest';

import { HubTokens } from '../../../src/models/hubTokens';
import { ImportCommand } from '../../../src/models/importCommand';
import type { ModelImporter } from '../../../src/models/modelImporter';
import { RequestError } from '../../../src/protocol/channel';
import type { ImportRequest } from '../../../src/protocol/engine';
import { secretStorage } from './secretStorage';

/** What the person answers, and what they were told. */
const person = vi.hoisted(() => ({
  picks: [] as string[],
  input: undefined as string | undefined,
  folder: '/models/mine',
  told: [] as string[],
  opened: [] as unknown[],
  /** Whether they press the button of a message. */
  presses: false,
}));

vi.mock('vscode', () => ({
  ProgressLocation: { Notification: 15 },
  QuickPickItemKind: { Separator: -1 },
  l10n: { t: (message: string, ...values: unknown[]) => message.replace('{0}', String(values[0])) },
  commands: { executeCommand: (...command: unknown[]) => Promise.resolve(person.opened.push(command)) },
  window: {
    showQuickPick: (items: { label: string }[]) => {
      const wanted = person.picks.shift();
      return Promise.resolve(wanted && items.find(({ label }) => label.includes(wanted)));
    },
    showInputBox: ({ validateInput }: { validateInput?: (value: string) => string | undefined }) =>
      Promise.resolve(validateInput?.(person.input ?? '') === undefined ? person.input : undefined),
    showOpenDialog: () => Promise.resolve([{ scheme: 'file', fsPath: person.folder }]),
    showInformationMessage: (message: string, button?: string) => {
      person.told.push(message);
      return Promise.resolve(person.presses ? button : undefined);
    },
    showErrorMessage: (message: string, button: string) => {
      person.told.push(message);
      return Promise.resolve(button);
    },
    withProgress: (_: unknown, work: (...args: unknown[]) => unknown) =>
      work({ report: () => undefined }, { onCancellationRequested: () => undefined }),
  },
}));

beforeEach(() => {
  Object.assign(person, {
    picks: [],
    input: undefined,
    folder: '/models/mine',
    told: [],
    opened: [],
    presses: false,
  });
});

const endpoint = 'https://hub.example';

function command({
  address = endpoint,
  failure,
  untrainedHead = false,
}: { address?: string; failure?: Error; untrainedHead?: boolean } = {}) {
  const tokens = new HubTokens(secretStorage());
  const asked: { from: ImportRequest['from']; name: string }[] = [];
  const importer: Pick<ModelImporter, 'import'> = {
    import: (from, name) => {
      asked.push({ from, name });
      if (failure) return Promise.reject(failure);
      return Promise.resolve({
        id: `imported/${name}`,
        name,
        kind: 'imported',
        folder: '',
        version: '',
        untrainedHead,
      });
    },
  };
  /** How many imports there were when nothing more was asked. */
  const answeredAfter: number[] = [];
  const onAnswered = () => Promise.resolve(void answeredAfter.push(asked.length));
  const activated: string[] = [];
  const library = { activate: ({ id }: { id: string }) => Promise.resolve(void activated.push(id)) };
  const run = () => new ImportCommand(importer, tokens, () => address || undefined, library).run(onAnswered);
  return { run, asked, tokens, answeredAfter, activated };
}

describe('Import Base Model', () => {
  it('asks nobody anything until a model is chosen', async () => {
    const { run, asked } = command();
    await run();
    expect(asked).toEqual([]);
  });

  it('imports a recommended model', async () => {
    person.picks = ['google-bert/bert-base-chinese'];
    const { run, asked } = command();
    await run();
    const from = { id: 'google-bert/bert-base-chinese', revision: 'main', endpoint };
    expect(asked).toEqual([{ from, name: 'bert-base-chinese' }]);
    expect(person.told).toEqual(['“bert-base-chinese” is ready to use and to fine-tune.']);
  });

  it.each([
    [true, ['imported/bert-base-chinese']],
    [false, []],
  ])('has an imported model complete [MASK] if the person wants that: %s', async (presses, ids) => {
    Object.assign(person, { picks: ['google-bert/bert-base-chinese'], presses });
    const { run, activated } = command();
    await run();
    expect(activated).toEqual(ids);
  });

  it('promises nothing of a model that guesses no better than chance', async () => {
    person.picks = ['google-bert/bert-base-chinese'];
    await command({ untrainedHead: true }).run();
    expect(person.told).toEqual(['“bert-base-chinese” was imported.']);
  });

  it.each([
    ['someone/model', 'main'],
    ['someone/model@v1.0', 'v1.0'],
  ])('imports another model by its id, %s', async (input, revision) => {
    Object.assign(person, { picks: ['Another Model'], input });
    const { run, asked } = command();
    await run();
    expect(asked).toEqual([{ from: { id: 'someone/model', revision, endpoint }, name: 'model' }]);
  });

  it.each(['model', 'someone/model@', '../model'])('does not take %s for an id', async (input) => {
    Object.assign(person, { picks: ['Another Model'], input });
    const { run, asked } = command();
    await run();
    expect(asked).toEqual([]);
  });

  it('imports a folder, for which it needs no hub', async () => {
    person.picks = ['A Folder on This Computer'];
    const { run, asked } = command();
    await run();
    expect(asked).toEqual([{ from: { folder: '/models/mine' }, name: 'mine' }]);
  });

  it.each([
    '/hub/models--google-bert--bert-base-chinese',
    '/hub/models--google-bert--bert-base-chinese/snapshots/8f23c25b06e129b6c986331a13d8d025a92cf0ea',
    'D:\\hub\\models--bert-base-chinese\\',
  ])('calls a model of the Hugging Face cache by its name on the hub: %s', async (folder) => {
    Object.assign(person, { picks: ['A Folder on This Computer'], folder });
    const { run, asked } = command();
    await run();
    expect(asked).toEqual([{ from: { folder }, name: 'bert-base-chinese' }]);
  });

  it('keeps a token for the hub, and sends it with the model that is chosen then', async () => {
    Object.assign(person, { picks: ['Access Token', 'google-bert/bert-base-chinese'], input: ' hf_x ' });
    const { run, asked, tokens } = command();
    await run();
    expect(await tokens.get(endpoint)).toBe('hf_x');
    expect(asked).toMatchObject([{ from: { token: 'hf_x' } }]);
  });

  it('leads to the setting of the mirror, also where what it says is no address', async () => {
    const opened = [['workbench.action.openSettings', 'clozeTuner.hub.endpoint']];
    person.picks = ['Choose a Mirror'];
    await command().run();
    expect(person.opened).toEqual(opened);
    await command({ address: '' }).run();
    expect(person.opened).toEqual([...opened, ...opened]);
  });

  it.each([
    ['a model is chosen, before it is imported', ['google-bert/bert-base-chinese']],
    ['nothing is chosen', []],
    ['no token is entered after all', ['Access Token']],
  ])('tells that nothing more is asked when %s', async (_, picks) => {
    person.picks = picks;
    const { run, answeredAfter } = command();
    await run();
    expect(answeredAfter).toEqual([0]);
  });

  it('leaves the focus to a setting that it opens', async () => {
    person.picks = ['Choose a Mirror'];
    const { run, answeredAfter } = command();
    await run();
    expect(answeredAfter).toEqual([]);
  });

  it('says what remains of a download that was cancelled', async () => {
    person.picks = ['google-bert/bert-base-chinese'];
    await command({ failure: new RequestError('cancelled', 'import: cancelled') }).run();
    expect(person.told).toEqual([expect.stringContaining('What was downloaded is kept')]);
  });

  it('leaves any other failure to who tells it', async () => {
    person.picks = ['google-bert/bert-base-chinese'];
    const { run } = command({ failure: new RequestError('refused', 'There is no such model.') });
    await expect(run()).rejects.toThrow('There is no such model.');
  });
});
