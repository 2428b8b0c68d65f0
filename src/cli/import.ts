import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../core/errors';
import { importFolder, type ImportedModel } from '../core/importing/importFolder';
import { untrainedHeadWarning } from '../core/training/headCheck';
import { hubEndpoint, hubModel, type HubModel } from '../protocol/hub';
import { parse, requireNoMore } from './arguments';
import { ImportReport } from './importReport';
import { required } from './optionValues';
import { untilEnded } from './untilEnded';
import { UsageError } from './usage';

/** Imports a base model from a hub or, where there is a folder of that name, from there. */
export async function importCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, {
    out: { type: 'string' },
    revision: { type: 'string' },
    endpoint: { type: 'string' },
  });
  const [from, ...more] = positionals;
  if (from === undefined) throw new UsageError(l10n.t('Name a model of a hub, or the folder of one.'));
  requireNoMore(more);
  const out = required('out', values.out);
  const named = hubModel(from);
  const isFolder = existsSync(from);
  if (!isFolder && !named) throw neitherFolderNorId(from);
  const model = named && !isFolder ? await fromHub(named, out, values) : await fromFolder(from, out, values);
  if (!model.hasTrainedHead) process.stderr.write(`${untrainedHeadWarning()}\n`);
  process.stderr.write(`${l10n.t('Written to {0}.', out)}\n`);
}

function neitherFolderNorId(from: string): UserError {
  return new UserError(
    l10n.t(
      'The folder {0} does not exist. To import a model of a hub, write its id with the owner’s name, such as google-bert/bert-base-chinese.',
      from,
    ),
  );
}

interface HubOptions {
  revision?: string | undefined;
  endpoint?: string | undefined;
}

async function fromFolder(folder: string, out: string, options: HubOptions): Promise<ImportedModel> {
  if (options.revision !== undefined || options.endpoint !== undefined) {
    throw new UsageError(
      l10n.t('--revision and --endpoint belong to a model of a hub, owner/name; “{0}” is a folder.', folder),
    );
  }
  if (resolve(folder) === resolve(out)) {
    throw new UsageError(l10n.t('--out is the folder of the model. Choose another one.'));
  }
  return untilEnded(
    (signal) => importFolder(folder, out, signal),
    l10n.t('Stopped. Nothing was written to {0}.', out),
  );
}

async function fromHub(named: HubModel, out: string, options: HubOptions): Promise<ImportedModel> {
  const endpoint = hubEndpoint(options.endpoint);
  if (endpoint === undefined) {
    throw new UsageError(
      l10n.t('The endpoint of the hub should be an address such as https://huggingface.co.'),
    );
  }
  const token = process.env['HF_TOKEN'];
  const revision = options.revision ?? named.revision;
  const source = { id: named.id, endpoint, revision, ...(token && { token }) };
  const report = new ImportReport(process.stderr);
  try {
    return await untilEnded(async (signal) => {
      // Loaded only here: it would slow down every command's start.
      const { importFromHub } = await import('../core/importing/hub/importFromHub');
      return importFromHub(source, out, { signal, report: report.show });
    }, l10n.t('Stopped. What was downloaded is kept; run the same command again to continue.'));
  } finally {
    report.end();
  }
}
