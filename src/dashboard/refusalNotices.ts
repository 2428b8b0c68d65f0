/** Tells of an active model that completes nothing: in the editor, nothing would be seen of it. */
import type { MaskFiller } from '../models/maskFiller';
import type { ModelLibrary } from '../models/modelLibrary';
import { describeRefusal } from '../models/modelRefusal';
import { resultId } from '../runs/runResults';
import type { RunStore } from '../runs/runStore';
import type { Notices } from './notices';

/** What was learnt can be learnt again from the same text. */
export function noticeRefusals(
  filler: Pick<MaskFiller, 'refusalOf' | 'onDidChangeRefusals'>,
  library: ModelLibrary,
  store: RunStore,
  notices: Notices,
): { dispose(): void } {
  return filler.onDidChangeRefusals(() => {
    const { active } = library;
    const refusal = filler.refusalOf(active);
    if (refusal === undefined) return;
    const run = store.runs.find(({ id }) => resultId(id) === active.id);
    notices.add({
      message: describeRefusal(active, refusal),
      nextSteps: run ? [{ type: 'retry', run: run.id }] : [],
    });
  });
}
