import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { ModelEntry } from '../../../src/models/modelLibrary';
import { StatusBar } from '../../../src/runs/statusBar';
import { libraryOf } from '../models/libraryOf';
import { log, makeStore, progressEvent, settings, startEvent, state, takeLease } from './support';

const item = vi.hoisted(() => ({
  text: '',
  tooltip: '',
  accessibilityInformation: { label: '' },
  show: () => undefined,
  dispose: () => undefined,
}));

vi.mock('vscode', () => ({
  StatusBarAlignment: { Right: 2 },
  Disposable: { from: () => ({ dispose: () => undefined }) },
  l10n: {
    t: (message: string, ...values: unknown[]) =>
      message.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)])),
  },
  window: { createStatusBarItem: () => item },
}));

const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'embedded', version: '' };

const story: ModelEntry = { ...embedded, id: 'run/1', name: 'story', kind: 'result' };

const whenOn = { text: '$(symbol-text) E', tooltip: '“E” completes [MASK]. Click for the dashboard.' };
const whenOff = {
  text: '$(circle-slash) E',
  tooltip:
    'Completions in the editor are off; the command “Toggle Completions” switches them on. Click for the dashboard.',
};

beforeEach(() => {
  Object.assign(item, { text: '', tooltip: '' });
});

async function setUp({
  name = 'E',
  completionsEnabled = true,
  languages = ['plaintext'],
  mayChoose = true,
  refusal,
}: Partial<{
  name: string;
  completionsEnabled: boolean;
  languages: string[];
  mayChoose: boolean;
  refusal: string;
}> = {}) {
  const { store } = await makeStore();
  const library = libraryOf({ ...embedded, name }, story);
  if (!mayChoose) {
    await library.activate(story);
    vi.spyOn(library, 'mayChoose').mockReturnValue(false);
  }
  const filler = { refusalOf: () => refusal, onDidChangeRefusals: () => ({ dispose: () => undefined }) };
  const queue = { isAtWork: () => false, onDidChange: () => ({ dispose: () => undefined }) };
  const completions = { completionsEnabled, languages };
  return { store, completions, statusBar: new StatusBar(library, store, queue, completions, filler) };
}

describe('the status bar', () => {
  it('names the model that completes', async () => {
    await setUp();
    expect(item).toMatchObject(whenOn);
  });

  it('shortens a long name, which the tooltip has in full', async () => {
    const name = 'name'.repeat(9);
    await setUp({ name });
    expect(item).toMatchObject({
      text: '$(symbol-text) namenamenamena…ename',
      tooltip: `“${name}” completes [MASK]. Click for the dashboard.`,
    });
  });

  it('says that completions are off, from the start', async () => {
    await setUp({ completionsEnabled: false });
    expect(item).toMatchObject(whenOff);
  });

  it('says that there is no kind of file that they are offered in', async () => {
    await setUp({ languages: [] });
    expect(item.text).toBe('$(circle-slash) E');
    expect(item.tooltip).toContain('not offered in any file');
  });

  it('says why the model completes nothing', async () => {
    await setUp({ refusal: 'It is damaged.' });
    expect(item).toMatchObject({
      text: '$(warning) E',
      tooltip: '“E” cannot complete [MASK]. It is damaged.',
    });
  });

  it('says which model completes once the workspace is trusted', async () => {
    await setUp({ mayChoose: false });
    expect(item).toMatchObject({
      text: '$(symbol-text) E',
      tooltip: '“E” completes [MASK], and “story” once you trust this workspace. Click for the dashboard.',
    });
  });

  it('is read aloud without the name of its icon', async () => {
    await setUp();
    expect(item.accessibilityInformation.label).toBe(whenOn.tooltip);
    await setUp({ completionsEnabled: false });
    expect(item.accessibilityInformation.label).toBe(whenOff.tooltip);
  });

  it('says so as soon as they are switched off, and no longer when they are on again', async () => {
    const { completions, statusBar } = await setUp();
    completions.completionsEnabled = false;
    statusBar.update();
    expect(item).toMatchObject(whenOff);
    completions.completionsEnabled = true;
    statusBar.update();
    expect(item).toMatchObject(whenOn);
  });

  it('shows how far a run is, whether completions are on or off', async () => {
    const { store } = await setUp({ completionsEnabled: false });
    const run = await store.create(settings, state, {});
    await takeLease(run.folder);
    await log(run.folder, startEvent(), progressEvent(4));
    await store.refresh();
    expect(item.text).toBe('$(pulse) 40%');
    expect(item.accessibilityInformation.label).toBe(
      `Fine-tuning “${state.name}”: 40% done. Click to watch.`,
    );
  });
});
