/**
 * A text that comes in pieces, with its beginning known, which is more than white space; `whole` is the text from there
 * on, to be read once.
 *
 * @param isEnough whether more of the text need not be known; it is asked after each piece.
 */
export async function withFirstPiece(
  text: AsyncIterable<string>,
  isEnough: (first: string) => boolean = () => true,
): Promise<{ first: string; whole: AsyncIterable<string> }> {
  const pieces = text[Symbol.asyncIterator]();
  let next = await pieces.next();
  while (next.done !== true && next.value.trim() === '') next = await pieces.next();
  let first = '';
  while (next.done !== true) {
    first += next.value;
    if (isEnough(first)) break;
    next = await pieces.next();
  }
  return { first, whole: startingWith(first, pieces) };
}

async function* startingWith(first: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    yield first;
    yield* { [Symbol.asyncIterator]: () => rest };
  } finally {
    // A file is closed, even if no more than its first piece is read.
    await rest.return?.();
  }
}
