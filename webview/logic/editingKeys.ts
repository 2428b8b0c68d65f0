/** A key that was pressed in a field with text. */
interface PressedKey {
  readonly key: string;
  /** Whether an input method has it, such as one for pinyin. */
  readonly isComposing: boolean;
}

/** What a key that is pressed in a text field asks for. */
export function wishOf({ key, isComposing }: PressedKey): 'save' | 'cancel' | undefined {
  if (isComposing) return undefined;
  if (key === 'Enter') return 'save';
  return key === 'Escape' ? 'cancel' : undefined;
}
