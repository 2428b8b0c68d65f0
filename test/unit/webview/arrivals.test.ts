import { describe, expect, it } from 'vitest';
import type { DashboardState, RunPhase, RunStatus } from '../../../src/protocol/dashboard';
import { bringsRun } from '../../../webview/logic/arrivals';
import { emptyState, runView } from '../dashboardState';

const displaying = (id: string, phase: RunPhase = 'done'): DashboardState => ({
  ...emptyState,
  run: { ...runView, id, phase },
});

const listing = (id: string, status: RunStatus): DashboardState => ({
  ...displaying('shown'),
  runs: [{ id, name: id, corpus: 'notes.md', startedAt: 0, status, hasLog: true, active: false }],
});

describe('a run is brought into view', () => {
  it('when it is the first, or follows another', () => {
    expect(bringsRun(displaying('new', 'checking'), emptyState)).toBe(true);
    expect(bringsRun(displaying('new', 'checking'), displaying('shown'))).toBe(true);
  });

  it('also where it has failed at once', () => {
    expect(bringsRun(displaying('new', 'failed'), displaying('shown'))).toBe(true);
    expect(bringsRun(displaying('new', 'failed'), listing('new', 'queued'))).toBe(true);
  });

  it('when it goes on from the list', () => {
    expect(bringsRun(displaying('paused', 'starting'), listing('paused', 'paused'))).toBe(true);
  });

  it('but not when it takes the place of one that was deleted', () => {
    expect(bringsRun(displaying('old'), listing('old', 'done'))).toBe(false);
  });

  it('but not when it was there already, or the page is new', () => {
    expect(bringsRun(displaying('shown', 'failed'), displaying('shown', 'checking'))).toBe(false);
    expect(bringsRun(displaying('shown', 'training'), undefined)).toBe(false);
    expect(bringsRun(emptyState, displaying('shown'))).toBe(false);
  });
});
