import { beforeEach, describe, expect, it, vi } from 'vitest';

import { pickWords } from '../../../src/runs/wordPick';
import { FakeQuickPick } from './fakeQuickPick';

const shown = vi.hoisted((): { pick: FakeQuickPick | undefined } => ({ pick: undefined }));

vi.mock('vscode', () => ({
  l10n: { t: (message: string) => message },
  window: { createQuickPick: () => shown.pick },
}));

let pick: FakeQuickPick;

beforeEach(() => {
  pick = new FakeQuickPick();
  shown.pick = pick;
});

describe('the question for the person’s own words', () => {
  it('has those ticked that were found, and takes them as they are', async () => {
    const words = pickWords(['诸葛涛', '江防策']);
    pick.enter();
    expect(await words).toEqual(['诸葛涛', '江防策']);
    expect(pick.isDisposed).toBe(true);
  });

  it('takes words that are written, in front of those that are left ticked', async () => {
    const words = pickWords(['诸葛涛', '江防策']);
    pick.untick('江防策');
    pick.write(' 追云号 ');
    pick.write('月牙屿');
    expect(pick.items.map(({ label }) => label)).toEqual(['月牙屿', '追云号', '诸葛涛', '江防策']);
    expect(pick.value).toBe('');
    pick.enter();
    expect(await words).toEqual(['月牙屿', '追云号', '诸葛涛']);
  });

  it('ticks a word that is written and there already', async () => {
    const words = pickWords(['诸葛涛', '江防策']);
    pick.untick('诸葛涛');
    pick.write('诸葛涛');
    pick.enter();
    expect(await words).toEqual(['诸葛涛', '江防策']);
    expect(pick.items).toHaveLength(2);
  });

  it('is asked where no word was found, too, and may be left without any', async () => {
    const words = pickWords([]);
    pick.enter();
    expect(await words).toEqual([]);
  });

  it('is left without an answer', async () => {
    const words = pickWords(['诸葛涛']);
    pick.escape();
    expect(await words).toBeUndefined();
  });

  it('does not end with a click elsewhere', () => {
    void pickWords([]);
    expect(pick.ignoreFocusOut).toBe(true);
  });
});
