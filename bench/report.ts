import type { Rounds } from './measure';
import { median, spreadOf } from './statistics';

/** The head of a Markdown table whose rows `row` makes. Ratios: theirs over ours, above 1 is in our favour. */
export const head = [
  '| | ours, ms | theirs, ms | times as fast | ours, MB | theirs, MB | memory ratio | optimiser, ours | theirs |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
].join('\n');

/** Each time as a median with the quartiles; the ratio is taken round by round, as the machine's speed varies. */
export function row(name: string, ours: Rounds, theirs: Rounds | undefined): string {
  const cells = [
    name,
    time(ours),
    theirs ? time(theirs) : none,
    theirs ? spread(ratios(ours, theirs), 2) : none,
    megabytes(ours),
    theirs ? megabytes(theirs) : none,
    theirs ? (peak(theirs) / peak(ours)).toFixed(2) : none,
    optimiserShare(ours),
    theirs ? optimiserShare(theirs) : none,
  ];
  return `| ${cells.join(' | ')} |`;
}

const none = '-';

function ratios(ours: Rounds, theirs: Rounds): number[] {
  return ours.map((turn, round) => median(theirs[round]?.seconds ?? []) / median(turn.seconds));
}

export function time(rounds: Rounds): string {
  const milliseconds = rounds.flatMap(({ seconds }) => seconds).map((value) => value * 1000);
  return spread(milliseconds, median(milliseconds) < 100 ? 1 : 0);
}

function spread(sample: readonly number[], digits: number): string {
  const { median, lower, upper } = spreadOf(sample);
  return `${median.toFixed(digits)} (${lower.toFixed(digits)} to ${upper.toFixed(digits)})`;
}

/** What a training step spends on its optimiser. */
function optimiserShare(rounds: Rounds): string {
  const seconds = rounds.flatMap(({ optimiserSeconds }) => optimiserSeconds ?? []);
  if (seconds.length === 0) return none;
  return `${((100 * sum(seconds)) / sum(rounds.flatMap((turn) => turn.seconds))).toFixed(0)} %`;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const peak = (rounds: Rounds): number => Math.max(...rounds.map(({ peakBytes }) => peakBytes));

export const megabytes = (rounds: Rounds): string => (peak(rounds) / 1e6).toFixed(0);
