/**
 * The engine: a child process of the extension host, or of a test, that alone loads the native runtime. It serves one
 * channel, and ends when its parent goes away, after saving or clearing away what it was at.
 */
import { inspect } from 'node:util';

import * as l10n from '@vscode/l10n';

import { UserError } from '../core/errors';
import { exportModel } from '../core/exporting/exportModel';
import { deviceChoices } from '../core/graph/devices/device';
import { explainingShortOfMemory } from '../core/shortOfMemory';
import { serve } from '../protocol/channel';
import type { EngineContract } from '../protocol/engine';
import { checkCorpus } from './checkService';
import { EndableWork } from './endableWork';
import { estimateRun } from './estimateService';
import { FillService } from './fillService';
import { importModel } from './importService';
import { parentTransport } from './parentTransport';
import { TrainService } from './trainService';

/** How long saving may take once the parent is gone; the last checkpoint is there in any case. */
const graceForSaving = 60_000;

const [wanted, translations] = process.argv.slice(2);
if (translations !== undefined) l10n.config({ fsPath: translations });

const device = deviceChoices.find((choice) => choice === wanted) ?? 'auto';
const filling = new FillService(device);
const training = new TrainService(device);
const writing = new EndableWork();

serve<EngineContract>(
  parentTransport,
  {
    fill: (request) => filling.fill(request),
    check: checkCorpus,
    estimate: (request) => estimateRun(request, device),
    export: async (request, signal) => {
      await writing.do((ended) => exportModel(request, ended), signal);
      return null;
    },
    train: async (request) => {
      await training.train(request);
      return null;
    },
    giveWay: () => {
      training.giveWay();
      return Promise.resolve(null);
    },
    import: (request, signal, report) => writing.do((ended) => importModel(request, ended, report), signal),
  },
  describeError,
);

parentTransport.onClose(leave);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, leave);

function leave(): void {
  setTimeout(() => process.exit(1), graceForSaving).unref();
  void Promise.all([training.stop(), writing.end()]).then(() => process.exit(0));
}

function describeError(reason: unknown) {
  const error = explainingShortOfMemory(reason);
  if (!(error instanceof Error)) return { failure: 'broken' as const, message: String(error) };
  return {
    failure: error instanceof UserError ? ('refused' as const) : ('broken' as const),
    message: error.message,
    details: inspect(error), // with its stack and its causes
  };
}
