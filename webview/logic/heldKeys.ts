/** A key that goes down, and does so again and again while it is held. */
interface KeyDown {
  readonly key: string;
  readonly repeat: boolean;
}

/**
 * Whether a key that is held asks for something again that it is to ask for once: it would press a button many times,
 * and whatever has the focus after that.
 *
 * @param element name of the one that has the focus
 */
export function isHeldPress({ key, repeat }: KeyDown, element: string): boolean {
  return repeat && (key === 'Enter' || (key === ' ' && /button$/.test(element)));
}
