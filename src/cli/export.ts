import * as l10n from '@vscode/l10n';
import { UserError } from '../core/errors';
import { exportFormats, exportModel, type ExportRequest } from '../core/exporting/exportModel';
import { oneOf, parse, required, UsageError } from './usage';

/** Writes a model as a folder for other programs. */
export async function exportCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, {
    format: { type: 'string' },
    out: { type: 'string' },
    corpus: { type: 'string' },
  });
  const [model, ...further] = positionals;
  if (model === undefined) throw new UsageError();
  const format = oneOf('format', required('format', values.format), exportFormats);
  const out = required('out', values.out);
  if (format === 'python') {
    const files = [required('corpus', values.corpus), ...further];
    await exportUnlessEnded({ model, format, out, corpus: { files } });
  } else {
    if (values.corpus !== undefined || further.length > 0) throw new UsageError();
    await exportUnlessEnded({ model, format, out });
  }
  process.stderr.write(`${l10n.t('Written to {0}.', out)}\n`);
}

/** @throws UserError also when the program is to end: then nothing is left behind. */
async function exportUnlessEnded(request: ExportRequest): Promise<void> {
  const signal = abortedAtEnd();
  try {
    await exportModel(request, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new UserError(l10n.t('Stopped. Nothing was written to {0}.', request.out));
  }
}

/** Ctrl-C, a wish of the system and a terminal that is closed are obeyed in order the first time, at once the second. */
function abortedAtEnd(): AbortSignal {
  const ending = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      ending.abort();
    });
  }
  return ending.signal;
}
