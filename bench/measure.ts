import { setTimeout as sleep } from 'node:timers/promises';
import { Contestant, type Command, type Turn } from './contestant';
import { median } from './statistics';

/** What was measured of one program, round by round; a round of all programs is measured at about the same time. */
export type Rounds = Turn[];

const firstRepetitions = 3;
const rounds = 7;
const secondsOfTurn = 1;

/**
 * Repetitions in warm processes that take turns of about a second, so that the machine's moods hit all alike. The first
 * turn does not count: what takes milliseconds is compiled anew by the JavaScript engine for hundreds of repetitions.
 */
export async function measureWarm(commands: readonly Command[]): Promise<Rounds[]> {
  const contestants = await inTurn(commands, (command) => Contestant.start(command));
  const first = await inTurn(contestants, (contestant) => contestant.turn(firstRepetitions));
  const slowest = Math.max(...first.map(({ seconds }) => median(seconds)));
  const repetitions = Math.max(1, Math.round(secondsOfTurn / slowest));
  const turn = (contestant: Contestant): Promise<Turn> => contestant.turn(repetitions);
  await inTurn(contestants, turn);
  const measured = await inRounds(contestants, turn);
  await inTurn(contestants, (contestant) => contestant.stop());
  return measured;
}

/** From the start of a process until it is ready, again and again. */
export function measureStart(commands: readonly Command[]): Promise<Rounds[]> {
  return inRounds(commands, async (command) => {
    const start = performance.now();
    const contestant = await Contestant.start(command);
    const seconds = (performance.now() - start) / 1000;
    const { peakBytes } = await contestant.turn(0);
    await contestant.stop();
    return { seconds: [seconds], peakBytes };
  });
}

/** A B A B …; the result is by subject, then by round. */
async function inRounds<T>(subjects: readonly T[], turn: (subject: T) => Promise<Turn>): Promise<Rounds[]> {
  const byRound: Turn[][] = [];
  for (let round = 0; round < rounds; round++) byRound.push(await inTurn(subjects, turn));
  return subjects.map((_, index) => byRound.flatMap((turns) => turns[index] ?? []));
}

/** One after the other, with time for the worker threads of the last to fall asleep. */
async function inTurn<T, Result>(
  subjects: readonly T[],
  act: (subject: T) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const subject of subjects) {
    results.push(await act(subject));
    await sleep(100);
  }
  return results;
}
