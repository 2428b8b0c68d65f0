/** A key that goes down, and does so again and again while it is held. */
interface KeyDown {
  readonly key: string;
  readonly repeat: boolean;
}

/**
 * Whether a held key repeats what it is to do only once: it would press a button many times, and then whatever gets the
 * focus after that.
 *
 * @param element name of the one that has the focus
 */
export function isHeldPress({ key, repeat }: KeyDown, element: string): boolean {
  return repeat && (key === 'Enter' || (key === ' ' && /button$/.test(element)));
}
