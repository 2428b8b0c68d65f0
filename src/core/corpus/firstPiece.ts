/** A text that comes in pieces, with its first piece known; `whole` is the text from its beginning, to be read once. */
export async function withFirstPiece(
  text: AsyncIterable<string>,
): Promise<{ first: string; whole: AsyncIterable<string> }> {
  const pieces = text[Symbol.asyncIterator]();
  let next = await pieces.next();
  while (next.done !== true && next.value.trim() === '') next = await pieces.next();
  const first = next.done === true ? '' : next.value;
  return { first, whole: startingWith(first, { [Symbol.asyncIterator]: () => pieces }) };
}

async function* startingWith(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
