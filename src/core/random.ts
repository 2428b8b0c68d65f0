/**
 * Random numbers that a seed and a name fix for ever.
 *
 * A stream is derived from the run's seed and what it is for (`randomFor(seed, 'masks', epoch)`), so that nothing of
 * a generator's state has to be saved to resume a run: the same name gives the same numbers.
 *
 * Generator: sfc32 by Chris Doty-Humphrey (PractRand), passes BigCrush; seeded by a 32-bit FNV-1a hash of the names.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, limit). */
  below(limit: number): number;
  /** One of the items, all as likely as each other; nothing of none. */
  pick<T>(items: readonly T[]): T | undefined;
  /** Shuffles in place (Fisher-Yates) and returns its argument. */
  shuffle<T>(items: T[]): T[];
}

export function randomFor(seed: number, ...names: (string | number)[]): Random {
  const next = sfc32(seed >>> 0, hash(names.join('\u0000')));
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (items) => items[below(items.length)],
    shuffle: (items) => {
      for (let last = items.length - 1; last > 0; last--) {
        const other = below(last + 1);
        // Both places are within the list, so that there is an item at each.
        [items[last], items[other]] = [items[other] as never, items[last] as never];
      }
      return items;
    },
  };
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

function sfc32(seed: number, stream: number): () => number {
  let a = seed;
  let b = stream;
  let c = 0x9e3779b9;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) next();
  return next;
}
