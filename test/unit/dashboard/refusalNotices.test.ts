import { expect, it, vi } from 'vitest';

import { Notices } from '../../../src/dashboard/notices';
import { noticeRefusals } from '../../../src/dashboard/refusalNotices';
import { MaskFiller } from '../../../src/models/maskFiller';
import { ModelLibrary, type ModelEntry } from '../../../src/models/modelLibrary';
import { RequestError } from '../../../src/protocol/channel';
import { RunResults } from '../../../src/runs/runResults';
import { memory } from '../host/memory';
import { doneEvent, log, makeStore, settings, startEvent, state } from '../runs/support';

const embedded: ModelEntry = { id: 'embedded', name: 'E', kind: 'embedded', folder: 'embedded', version: '' };

it('a result in use that completes nothing is told of once, with a way to learn it again', async () => {
  const { store } = await makeStore();
  const run = await store.create(settings, state, {});
  await log(run.folder, startEvent(), doneEvent(false));
  await store.refresh();
  const library = new ModelLibrary(embedded, [new RunResults(store)], memory(), () => true);
  const request = vi.fn(() => Promise.reject(new RequestError('refused', 'Please train it again.')));
  const filler = new MaskFiller({ request });
  const notices = new Notices();
  noticeRefusals(filler, library, store, notices);

  const ask = (text: string) => filler.fill(text, library.active).catch(() => undefined);
  await library.activate({ id: `run/${run.id}` });
  await ask('一[MASK]');
  const [notice] = notices.all;
  expect(notice).toMatchObject({
    message: expect.stringContaining('Please train it again.') as string,
    nextSteps: [{ type: 'retry', run: run.id }],
  });
  notices.dismiss(notice?.id ?? '');
  await ask('二[MASK]');
  expect(notices.all).toEqual([]);
});

it('another model that completes nothing is left to whoever asks it', async () => {
  const { store } = await makeStore();
  const library = new ModelLibrary(embedded, [], memory(), () => true);
  const filler = new MaskFiller({ request: () => Promise.reject(new RequestError('refused', 'Damaged.')) });
  const notices = new Notices();
  noticeRefusals(filler, library, store, notices);
  await filler.fill('一[MASK]', { folder: 'other', version: '' }).catch(() => undefined);
  expect(notices.all).toEqual([]);
});
