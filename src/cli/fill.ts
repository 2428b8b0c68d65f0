import * as l10n from '@vscode/l10n';
import { percent } from '../core/amounts';
import { loadModel } from '../core/bert/loadModel';
import { fill, type FillResult } from '../core/filling/fill';
import { deviceChoices } from '../core/graph/devices/device';
import { embeddedName } from '../core/modelFiles/embeddedModel';
import { parse, requireNoMore } from './arguments';
import { oneOf, wholeNumber } from './optionValues';
import { UsageError } from './usage';

const defaultTop = 5;
/** Of candidates; completions of several slots have a limit of their own. */
const mostTop = 1000;

export async function fillCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, {
    model: { type: 'string', default: embeddedName },
    top: { type: 'string' },
    device: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [text, ...more] = positionals;
  if (text === undefined) throw new UsageError(l10n.t('Write a text with [MASK] in it.'));
  requireNoMore(more);
  const top = wholeNumber('top', values.top, 1, mostTop) ?? defaultTop;
  const device = oneOf('device', values.device, deviceChoices) ?? 'auto';
  const loaded = await loadModel(values.model, device);
  const result = await fill(text, { ...loaded, top });
  await loaded.release();
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : asText(result));
}

/** Completions, best first; of a single slot with their probabilities. */
function asText({ slots, completions }: FillResult): string {
  const share = (score: number): string => `${percent(Math.exp(score))}%`.padStart(7);
  const lines = completions.map(({ text, score }) =>
    slots.length === 1 ? `${share(score)}  ${text}` : text,
  );
  return `${lines.join('\n')}\n`;
}
