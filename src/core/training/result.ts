import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { version } from '../../../package.json';
import { adapterWeights, loraModules } from '../bert/lora';
import { runtime } from '../graph/devices/runtimes';
import { writeAdapterFiles } from '../modelFiles/adapterFolder';
import { requireWritableFolder, writeFolderAtomic } from '../modelFiles/atomicFolder';
import { writeModelFiles } from '../modelFiles/modelFolder';
import { otherFilesIn } from '../modelFiles/newFolder';
import { isLeftover } from '../modelFiles/ownFiles';
import { readRunRecord, writeRunRecord, type RunRecord } from '../modelFiles/runRecord';
import type { Weights } from '../modelFiles/weights';
import { writeTokenizer } from '../tokenizer/tokenizer';
import { checkpointDir, hasCheckpoint, shareCheckpoint } from './checkpoint';
import type { Metrics } from './events';
import type { Preparation } from './preparation';
import type { FineTuneRequest } from './request';

/**
 * What a person has put beside an earlier result stays there.
 *
 * @throws UserError when `out` cannot be written, or has something in it, but no run or result of this program.
 */
export async function requireUsableFolder(out: string): Promise<void> {
  await requireWritableFolder(out);
  if (!existsSync(out)) return;
  await requireWritableFolder(checkpointDir(out));
  const entries = await readdir(out);
  if (entries.every(isLeftover) || hasCheckpoint(out) || (await isResult(out))) return;
  throw otherFilesIn(out);
}

/** Other programs have files of that name, too. */
function isResult(dir: string): Promise<boolean> {
  return readRunRecord(dir).then(
    () => true,
    () => false,
  );
}

/**
 * Writes what was learnt in place of what an earlier run has left in the folder, all at once: a PEFT adapter for LoRA,
 * a Hugging Face model folder for full fine-tuning; and where it comes from (run.json).
 */
export async function writeResult(
  request: FineTuneRequest,
  preparation: Preparation,
  learnt: Weights,
  { before, after, keepCheckpoint }: { before: Metrics; after: Metrics; keepCheckpoint: boolean },
): Promise<void> {
  const { settings, model, ownIds } = preparation;
  const record = await recordOf(preparation, { before: { ...before }, after: { ...after } });
  await writeFolderAtomic(request.out, async (dir) => {
    if (settings.method.kind === 'full') {
      await writeModelFiles(dir, { ...model, weights: learnt }, { dtype: 'F32' });
    } else {
      const { rank, alpha } = settings.method;
      const adapter = {
        config: { base: record.base.path, rank, alpha, ...loraModules },
        weights: adapterWeights(model.weights, learnt, ownIds),
      };
      await writeAdapterFiles(dir, adapter, { baseModelPrefix: model.config.baseModelPrefix });
      await writeTokenizer(dir, model.tokenizer);
    }
    await writeRunRecord(dir, record);
    if (keepCheckpoint) await shareCheckpoint(request.out, dir);
  });
}

async function recordOf(
  {
    base,
    baseTerms,
    settings,
    report,
    corpusCapacity,
    corpusHash,
    checkedOnItself,
    terms,
    newCharacters,
  }: Preparation,
  metrics: RunRecord['metrics'],
): Promise<RunRecord> {
  const { method, ...others } = settings;
  const { package: runtimePackage, version: runtimeVersion } = await runtime();
  return {
    base,
    method: method.kind,
    corpus: {
      sha256: corpusHash,
      files: report.sources.map(({ path }) => path),
      sentences: report.sentences,
      ...(report.sampledFrom !== undefined && {
        sample: { of: report.sampledFrom, capacity: corpusCapacity },
      }),
      ...(checkedOnItself && { checkedOnItself }),
    },
    settings: { ...others, method: { ...method } },
    seed: settings.seed,
    metrics,
    terms: [...terms],
    ...(baseTerms.length > 0 && { baseTerms: [...baseTerms] }),
    newCharacters: [...newCharacters],
    versions: { 'cloze-tuner': version, [runtimePackage]: runtimeVersion },
    created: new Date().toISOString(),
  };
}
