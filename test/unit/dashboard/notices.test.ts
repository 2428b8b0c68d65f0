import { describe, expect, it } from 'vitest';

import { Notices } from '../../../src/dashboard/notices';

describe('notices', () => {
  it('stay until they are dismissed, newest first', () => {
    const notices = new Notices();
    notices.add({ message: '甲', nextSteps: [] });
    notices.add({ message: '乙', nextSteps: [] });
    expect(notices.all.map(({ message }) => message)).toEqual(['乙', '甲']);
    notices.dismiss(notices.all[0]?.id ?? '');
    expect(notices.all.map(({ message }) => message)).toEqual(['甲']);
  });

  it('are shown and taken away at once', () => {
    const notices = new Notices();
    const seen: number[] = [];
    notices.onDidChange(() => seen.push(notices.all.length));
    notices.add({ message: '甲', nextSteps: [] });
    notices.dismiss(notices.all[0]?.id ?? '');
    expect(seen).toEqual([1, 0]);
  });

  it('say the same thing once', () => {
    const notices = new Notices();
    notices.add({ message: '甲', nextSteps: [] });
    notices.add({ message: '乙', nextSteps: [] });
    notices.add({ message: '甲', nextSteps: [] });
    expect(notices.all.map(({ message }) => message)).toEqual(['甲', '乙']);
  });
});
