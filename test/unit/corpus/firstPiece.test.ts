import { describe, expect, it } from 'vitest';
import { withFirstPiece } from '../../../src/core/corpus/firstPiece';

/** Pieces of a text, and whether what they come from has been closed. */
function text(...pieces: string[]) {
  const source = { isClosed: false };
  async function* read(): AsyncGenerator<string> {
    try {
      for (const piece of pieces) yield await Promise.resolve(piece);
    } finally {
      source.isClosed = true;
    }
  }
  return { source, read: read() };
}

describe('a text whose first piece is known', () => {
  it('is whole, but for white space before it', async () => {
    const { read } = text('\n', ' ', '春天', '来了。');
    const { first, whole } = await withFirstPiece(read);
    const pieces: string[] = [];
    for await (const piece of whole) pieces.push(piece);
    expect(first).toBe('春天');
    expect(pieces).toEqual(['春天', '来了。']);
  });

  it('has as much of it known as is enough', async () => {
    const { read } = text('春天', '来了。', '花开了。');
    const { first, whole } = await withFirstPiece(read, (beginning) => beginning.includes('。'));
    const pieces: string[] = [];
    for await (const piece of whole) pieces.push(piece);
    expect(first).toBe('春天来了。');
    expect(pieces).toEqual(['春天来了。', '花开了。']);
  });

  it.each([1, 2])('is closed when it is read no further than to piece %i', async (last) => {
    const { source, read } = text('春天', '来了。', '花开了。');
    const { whole } = await withFirstPiece(read);
    const pieces: string[] = [];
    for await (const piece of whole) if (pieces.push(piece) === last) break;
    expect(source.isClosed).toBe(true);
  });
});
