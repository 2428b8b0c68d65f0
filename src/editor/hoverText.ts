/** The words of the hover on a gap, as Markdown. */
import { shortName } from '../host/shortName';
import type { Suggestion } from './suggestions';

export interface Column {
  readonly model: string;
  readonly suggestions: readonly Suggestion[];
}

const rows = 5;
const barLength = 8;
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * A table with words, bars and probabilities for each model. However narrow it is, a bar and its probability stay on one
 * line.
 *
 * @param linkFor where a click on the words leads
 */
export function hoverTable(columns: readonly Column[], linkFor: (filling: string) => string): string {
  const cellsOf = (row: number): string[] =>
    columns.flatMap(({ suggestions }) => {
      const suggestion = suggestions[row];
      if (!suggestion) return ['', ''];
      const { filling, probability } = suggestion;
      return [
        `[${escapeMarkdown(filling)}](${linkFor(filling)})`,
        `${probabilityBar(probability)}&nbsp;${percent(probability)}&emsp;`,
      ];
    });
  const length = Math.min(rows, Math.max(...columns.map(({ suggestions }) => suggestions.length)));
  return [
    columns.flatMap(({ model }) => [escapeMarkdown(shortName(model)), '']),
    columns.flatMap(() => [':--', ':--']),
    ...Array.from({ length }, (_, row) => cellsOf(row)),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** A bar of block characters, at least a sliver. */
export function probabilityBar(probability: number): string {
  const length = Math.max(1, Math.round(probability * barLength * 8));
  return '█'.repeat(Math.floor(length / 8)) + (eighths[length % 8] ?? '');
}

function percent(probability: number): string {
  if (probability < 0.001) return '<0.1%';
  return `${(probability * 100).toFixed(probability < 0.1 ? 1 : 0)}%`;
}

/** On one line, and shown as it is written. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&').replace(/\s+/g, ' ');
}
