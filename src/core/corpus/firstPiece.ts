/**
 * A text that comes in pieces, with the first one known that is more than white space; `whole` is the text from there
 * on, to be read once.
 */
export async function withFirstPiece(
  text: AsyncIterable<string>,
): Promise<{ first: string; whole: AsyncIterable<string> }> {
  const pieces = text[Symbol.asyncIterator]();
  let next = await pieces.next();
  while (next.done !== true && next.value.trim() === '') next = await pieces.next();
  const first = next.done === true ? '' : next.value;
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
