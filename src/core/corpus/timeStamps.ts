const date = String.raw`(?:\d{4}(?:[-/.]\d{1,2}){2}|\d{4}年\d{1,2}月\d{1,2}日)`;
const halfOfDay = String.raw`(?:[上下中]午|凌晨|早上|晚上|[AP]M)`;
const minutes = String.raw`\d{1,2}:\d{2}`;
const seconds = String.raw`:\d{2}(?:[.,]\d{1,3})?`;
/** With a date or with seconds, as hardly anybody writes a time by hand. */
const time = String.raw`(?:${date}[T ,]*${halfOfDay}? ?${minutes}(?:${seconds})?|${minutes}${seconds})(?: ?[AP]M)?(?![\d:])`;
/** In brackets, minutes will do. */
const inBrackets = String.raw`[[(（【](?:${time}|${minutes}(?:\.\d{1,3})?)[\])）】]`;

const atStart = new RegExp(String.raw`^\s*(?:(?:${inBrackets}|${time}(?![,，]))[\s\-–—|:：]*)+`, 'iu');
/** Of what stands between, no more than people write: a long line is not looked through from each of its spaces. */
const atEnd = new RegExp(String.raw`(?:[\s\-–—|,，]{0,4}${inBrackets}|\s{1,4}${time})$`, 'iu');

/**
 * A line without the times that programs write at its beginning or end: when it was said in a chat, when it is sung or
 * spoken.
 */
export function withoutTimes(line: string): string {
  return line.replace(atStart, '').trimEnd().replace(atEnd, '');
}
