import * as l10n from '@vscode/l10n';

/** What a graph runs on: the processor, or a graphics card through WebGPU. */
export type Device = 'cpu' | 'webgpu';

/** What a person can ask for; `auto` leaves it to the program. */
export const deviceChoices = ['auto', 'cpu', 'webgpu'] as const;
export type DeviceChoice = (typeof deviceChoices)[number];

/** A graphics card cannot compute, or no longer: there is none, it was lost, its memory is full. The processor can. */
export class DeviceFailure extends Error {
  override readonly name = 'DeviceFailure';

  /** @param cause what the runtime said */
  constructor(cause: unknown) {
    super(sentenceFor(cause), { cause });
  }
}

/**
 * A card that was lost, or whose memory is full, may say nothing and give numbers that no step can have.
 *
 * @param losses in nats, of a step or an evaluation.
 * @throws DeviceFailure
 */
export function requireSound(losses: readonly number[] | Float32Array): void {
  const isSound = losses.every(Number.isFinite) && losses.some((loss: number) => loss !== 0);
  if (!isSound) throw new DeviceFailure('it computes wrong numbers');
}

function sentenceFor(cause: unknown): string {
  const said = cause instanceof Error ? cause.message : String(cause);
  if (/adapter|backend not found/i.test(said)) {
    return l10n.t('No suitable graphics card was found. The processor is used instead.');
  }
  const [first = ''] = said.split('\n');
  return l10n.t('The graphics card failed ({0}). The processor computes instead.', first.slice(-longest));
}

/** Letters of the runtime's message that are shown, from its end: it begins with places in its sources. */
const longest = 200;
