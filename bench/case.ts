import type { Command } from './contestant';
import type { Rounds } from './measure';

/** One line of the table: the same work by us and by others. */
export interface Case {
  name: string;
  /** The Python packages that the others need. */
  needs: readonly string[];
  measure: (commands: readonly Command[]) => Promise<Rounds[]>;
  commands: () => Promise<{ ours: Command; theirs: Command }>;
}
