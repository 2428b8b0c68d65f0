/** Numbers, times and dates as the display language writes them. */
import { percentDone } from '../../src/protocol/progress';

let language = 'en';

/** Sets the display language, a BCP 47 tag, for everything formatted from now on. */
export function useLanguage(tag: string): void {
  language = tag;
}

export function wholeNumber(value: number): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(value);
}

/** A loss or a perplexity: two digits after the point as long as they tell something. */
export function decimal(value: number): string {
  const digits = Math.abs(value) < 100 ? 2 : 0;
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** A share in [0, 1] as a percentage. */
export function percentage(share: number): string {
  return new Intl.NumberFormat(language, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(share);
}

/** How much of a whole is done, without digits after the point; it is 100 % at the end alone. */
export function wholePercentage(part: number, whole: number): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(
    percentDone(part, whole) / 100,
  );
}

export function megabytes(bytes: number): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: 0,
  }).format(bytes / 1e6);
}

/** A span of time as a clock shows it: `0:07`, `12:30`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  const hours = Math.floor(whole / 3600);
  const shown = hours > 0 ? [hours, ...parts] : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** @param time milliseconds since 1970. */
export function dateAndTime(time: number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(time);
}
