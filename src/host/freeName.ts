/** The name; where that is taken, the name with the first number, from 2 on, that makes it a free one. */
export function freeName(
  name: string,
  isTaken: (candidate: string) => boolean,
  numbered: (number: number) => string = (number) => `${name} (${number})`,
): string {
  let candidate = name;
  for (let number = 2; isTaken(candidate); number++) candidate = numbered(number);
  return candidate;
}
