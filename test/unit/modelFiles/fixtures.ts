import { fileURLToPath } from 'node:url';

export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
}

/** A small BERT that PyTorch made, of 96 tokens, 32 wide, with two layers. */
export const tinyModel = fixture('oracle/tiny');
