import { describe, expect, it } from 'vitest';
import { isHeldPress } from '../../../webview/logic/heldKeys';

describe('a key that is held', () => {
  it.each([
    ['Enter', 'button'],
    ['Enter', 'vscode-button'],
    [' ', 'vscode-button'],
    ['Enter', 'input'],
  ])('%j presses a %s once', (key, element) => {
    expect(isHeldPress({ key, repeat: false }, element)).toBe(false);
    expect(isHeldPress({ key, repeat: true }, element)).toBe(true);
  });

  it.each([
    [' ', 'input'],
    [' ', 'body'],
    ['a', 'input'],
    ['ArrowDown', 'button'],
  ])('%j goes on in a %s', (key, element) => {
    expect(isHeldPress({ key, repeat: true }, element)).toBe(false);
  });
});
