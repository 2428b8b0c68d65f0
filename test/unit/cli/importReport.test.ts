import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { ImportReport } from '../../../src/cli/importReport';
import type { ImportProgress } from '../../../src/core/importing/hub/transfer';

const events: ImportProgress[] = [
  { stage: 'finding', endpoint: 'https://hub' },
  { stage: 'waiting', seconds: 2 },
  { stage: 'loading', received: 1e6, total: 4e6 },
  { stage: 'checking' },
];

/** What a report looks like, written to a terminal or to a file. */
function reportTo(isTTY: boolean): string {
  const stream = Object.assign(new PassThrough(), { isTTY });
  const report = new ImportReport(stream);
  for (const event of events) report.show(event);
  report.end();
  return String(stream.read() ?? '');
}

it('shows how an import goes on in one line of a terminal, cut at its end, and takes the line away', () => {
  const lines = [
    'Waiting for the answer of https://hub…',
    'The connection is interrupted; trying again in 2 seconds…',
    '1.0 of 4.0 MB',
    'Checking the model…',
  ];
  const shown = lines.map((line) => `\r\u001b[K\u001b[?7l${line}\u001b[?7h`).join('');
  expect(reportTo(true)).toBe(`${shown}\r\u001b[K`);
});

it('says in a file what an import waits for', () => {
  expect(reportTo(false)).toBe(
    'Waiting for the answer of https://hub…\nThe connection is interrupted; trying again in 2 seconds…\n',
  );
});
