import * as l10n from '@vscode/l10n';
import { exportFormats, exportModel } from '../core/exporting/exportModel';
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
    await exportModel({ model, format, out, corpus: { files } });
  } else {
    if (values.corpus !== undefined || further.length > 0) throw new UsageError();
    await exportModel({ model, format, out });
  }
  process.stderr.write(`${l10n.t('Written to {0}.', out)}\n`);
}
