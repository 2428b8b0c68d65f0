import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Throttle } from '../../../src/dashboard/throttle';

describe('a throttle', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('works at once the first time', () => {
    const work = vi.fn();
    new Throttle(100, work).request();
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('makes one of many requests, and does not lose the last', () => {
    const work = vi.fn();
    const throttle = new Throttle(100, work);
    for (let i = 0; i < 10; i++) throttle.request();
    vi.advanceTimersByTime(99);
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1000);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('works at once again after a pause', () => {
    const work = vi.fn();
    const throttle = new Throttle(100, work);
    throttle.request();
    vi.advanceTimersByTime(100);
    throttle.request();
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('works when what it was put off for is over', () => {
    const work = vi.fn();
    const throttle = new Throttle(100, work, 1000);
    throttle.request();
    throttle.request();
    throttle.putOff(300);
    vi.advanceTimersByTime(200);
    throttle.putOff(300);
    vi.advanceTimersByTime(299);
    expect(work).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('is not put off for longer than its patience', () => {
    const work = vi.fn();
    const throttle = new Throttle(100, work, 1000);
    throttle.request();
    throttle.request();
    for (let time = 0; time < 1000; time += 100) {
      expect(work).toHaveBeenCalledTimes(1);
      throttle.putOff(300);
      vi.advanceTimersByTime(100);
    }
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('is silent once disposed', () => {
    const work = vi.fn();
    const throttle = new Throttle(100, work);
    throttle.request();
    throttle.request();
    throttle.dispose();
    vi.advanceTimersByTime(1000);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
