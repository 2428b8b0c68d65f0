import * as l10n from '@vscode/l10n';
import { exportFormats, exportModel, type ExportRequest } from '../core/exporting/exportModel';
import { parse, requireNoMore } from './arguments';
import { oneOf, required } from './optionValues';
import { untilEnded } from './untilEnded';
import { UsageError } from './usage';

/** Writes a model as a folder for other programs. */
export async function exportCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, {
    format: { type: 'string' },
    out: { type: 'string' },
    corpus: { type: 'string', multiple: true },
  });
  const [model, ...further] = positionals;
  if (model === undefined) throw new UsageError(l10n.t('Name the folder of a model.'));
  const format = oneOf('format', required('format', values.format), exportFormats);
  const out = required('out', values.out);
  if (format === 'python') {
    const [file, ...others] = values.corpus ?? [];
    const files = [required('corpus', file), ...others, ...further];
    await exportUnlessEnded({ model, format, out, corpus: { files } });
  } else {
    if (values.corpus !== undefined) throw new UsageError(l10n.t('--corpus belongs to --format python.'));
    requireNoMore(further);
    await exportUnlessEnded({ model, format, out });
  }
  process.stderr.write(`${l10n.t('Written to {0}.', out)}\n`);
}

/** Ended by Ctrl-C, the system or a terminal that is closed, it leaves nothing behind. @throws UserError then, too */
function exportUnlessEnded(request: ExportRequest): Promise<void> {
  return untilEnded(
    (signal) => exportModel(request, signal),
    l10n.t('Stopped. Nothing was written to {0}.', request.out),
  );
}
