import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Command = readonly [program: string, ...args: string[]];

/** What a program did in one turn. */
export interface Turn {
  /** Of each repetition of its work. */
  seconds: number[];
  /** The part of them that a training step spends on clipping and updating. */
  optimiserSeconds?: number[];
  /** The most memory its process has had resident until now. */
  peakBytes: number;
}

/**
 * A program being measured, in a process of its own. It says a line of JSON when it is ready; from then on it gets
 * lines with a number of repetitions, does its work that often, answers each line with a `Turn`, and is idle between.
 */
export class Contestant {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly answers: AsyncIterator<string>;
  private complaints = '';

  private constructor(private readonly command: Command) {
    const [program, ...args] = command;
    this.process = spawn(program, args, { env: { ...process.env, HF_HUB_OFFLINE: '1' } });
    this.process.stderr.setEncoding('utf8').on('data', (text: string) => (this.complaints += text));
    this.answers = createInterface(this.process.stdout)[Symbol.asyncIterator]();
  }

  /** Resolves when the program is ready. */
  static async start(command: Command): Promise<Contestant> {
    const contestant = new Contestant(command);
    await contestant.answer();
    return contestant;
  }

  async turn(repetitions: number): Promise<Turn> {
    this.process.stdin.write(`${repetitions}\n`);
    // The programs of this folder answer in this form.
    return JSON.parse(await this.answer()) as Turn;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('close', resolve));
    this.process.stdin.end();
    await ended;
  }

  private async answer(): Promise<string> {
    const answer = await this.answers.next();
    if (answer.done) throw new Error(`${this.command.join(' ')} ended early:\n${this.complaints}`);
    return answer.value;
  }
}
