import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Pace } from '../../../src/core/training/pace';

const pass = (seconds: number): void => {
  vi.advanceTimersByTime(1000 * seconds);
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  pass(3); // since the program began
});
afterEach(() => {
  vi.useRealTimers();
});

it('speed and time left are those of the steps alone, not of the preparations', () => {
  const pace = new Pace();
  pass(10);
  pace.begin(5);
  pass(4);
  pace.count(600);
  expect(pace.tokensPerSecond()).toBe(150);
  expect(pace.secondsLeft(7, 10)).toBe(6);
});

it('the seconds of a run that goes on are those of all its sessions', () => {
  const pace = new Pace();
  pace.goOnFrom(40);
  pass(2);
  expect(pace.seconds()).toBe(42);
});

it('a checkpoint is due after a quarter of a minute, and later where writing one takes long', () => {
  const pace = new Pace();
  pace.begin(0);
  pass(15);
  expect(pace.isTimeToSave()).toBe(false);
  pass(1);
  expect(pace.isTimeToSave()).toBe(true);
  const began = pace.seconds();
  pass(2);
  pace.hasSaved(began);
  pass(40);
  expect(pace.isTimeToSave()).toBe(false);
  pass(1);
  expect(pace.isTimeToSave()).toBe(true);
});

it('a report is due at once, and again a fifth of a second after one was made', () => {
  const pace = new Pace();
  expect(pace.isTimeToTell()).toBe(true);
  expect(pace.isTimeToTell()).toBe(true);
  pace.hasTold();
  pass(0.1);
  expect(pace.isTimeToTell()).toBe(false);
  pass(0.1);
  expect(pace.isTimeToTell()).toBe(true);
});

it('the sleep of the computer is no work: it leaves speed, time left and the next checkpoint as they were', () => {
  const pace = new Pace();
  pace.begin(0);
  pass(4);
  pace.count(600);
  expect(pace.isTimeToTell()).toBe(true);
  pass(8 * 3600);
  expect(pace.tokensPerSecond()).toBe(150);
  expect(pace.secondsLeft(2, 4)).toBe(4);
  expect(pace.seconds()).toBe(4);
  expect(pace.isTimeToSave()).toBe(false);
});
