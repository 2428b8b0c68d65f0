import { unlessUserError } from '../errors';
import { fill, type FillOptions } from '../filling/fill';
import type { EvaluationEvent } from './events';

/**
 * Fills each text by its best completion. One that cannot be filled is left out: learning does not depend on it, and
 * whoever shows the texts says what is wrong with it.
 */
export async function fillProbes(
  texts: readonly string[],
  options: Omit<FillOptions, 'top'>,
): Promise<NonNullable<EvaluationEvent['probes']>> {
  const probes: { text: string; fillings: string[] }[] = [];
  for (const text of texts) {
    const filled = await unlessUserError(fill(text, { ...options, top: 1 }));
    if (filled) probes.push({ text, fillings: filled.completions[0]?.fillings ?? [] });
  }
  return probes;
}
