/** Failures of what is tried again until it succeeds. */
import { codeOf } from '../protocol/system';

/** Milliseconds before the second try, which double with each further try, up to the longest. */
const pause = { first: 1_000, longest: 30_000 };

export class Setbacks {
  private last: string | undefined;
  private count = 0;

  /** @param tell told of a failure, once for as long as it is the same */
  constructor(private readonly tell: (error: unknown) => void) {}

  /** @returns how many milliseconds to wait before the next try */
  add(error: unknown): number {
    const failure = codeOf(error) ?? String(error); // messages of the system name files that are called otherwise each time
    if (failure !== this.last) this.tell(error);
    this.last = failure;
    return Math.min(pause.first * 2 ** this.count++, pause.longest);
  }

  /** It has succeeded. */
  forget(): void {
    this.last = undefined;
    this.count = 0;
  }
}
