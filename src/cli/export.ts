import * as l10n from '@vscode/l10n';
import { merged, readModel } from '../core/bert/readModel';
import { requireNewFolder } from '../core/modelFiles/atomic';
import { writeModelFolder } from '../core/modelFiles/modelFolder';
import { oneOf, parse, required, UsageError } from './usage';

/** Writes a model as a Hugging Face folder, what was learnt merged into its weights. */
export async function exportCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, { format: { type: 'string' }, out: { type: 'string' } });
  const [dir] = positionals;
  if (dir === undefined || positionals.length > 1) throw new UsageError();
  oneOf('format', required('format', values.format), ['hf']);
  const out = required('out', values.out);
  await requireNewFolder(out);
  await writeModelFolder(out, await merged(await readModel(dir)), { dtype: 'F32' });
  process.stderr.write(`${l10n.t('Written to {0}.', out)}\n`);
}
