import { createInterface } from 'node:readline';
import type { Turn } from './contestant';

/** The measured side of `Contestant`: says that it is ready, then answers each number of repetitions with a turn. */
export async function takeTurns(
  turn: (repetitions: number) => Promise<Omit<Turn, 'peakBytes'>>,
): Promise<void> {
  answer({ ready: true });
  for await (const line of createInterface(process.stdin)) {
    const done = await turn(Number(line));
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    answer({ ...done, peakBytes } satisfies Turn);
  }
}

function answer(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** A turn that works on one text after the other, a text a repetition. */
export function timed(
  texts: readonly string[],
  work: (text: string) => Promise<unknown>,
): (repetitions: number) => Promise<{ seconds: number[] }> {
  let done = 0;
  return async (repetitions) => {
    const seconds: number[] = [];
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const text = texts[done++ % texts.length] ?? '';
      const start = performance.now();
      await work(text);
      seconds.push((performance.now() - start) / 1000);
    }
    return { seconds };
  };
}
