/** At most about `limit` of the items, evenly spread, the first and the last among them. */
export function thinned<T>(items: readonly T[], limit: number): readonly T[] {
  const stride = Math.ceil(items.length / limit);
  if (stride <= 1) return items;
  return items.filter((_, index) => index % stride === 0 || index === items.length - 1);
}
