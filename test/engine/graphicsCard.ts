/**
 * A graphics card for the tests: SwiftShader, which the processor computes, as Debian's package `chromium` brings it
 * (it needs `libvulkan1`); where that is not installed, whatever card there is.
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

import { input } from '../../src/core/graph/operators';
import { Program } from '../../src/core/graph/runtime';

const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Whether the card is one in name only. */
export const isSoftwareCard = existsSync(swiftShader);

/** The environment of a process that is to find the card. */
export const cardEnvironment = {
  ...(isSoftwareCard && { VK_ICD_FILENAMES: swiftShader }),
  XDG_RUNTIME_DIR: process.env['XDG_RUNTIME_DIR'] ?? tmpdir(),
};
/** The environment of a process that is to find none, on Linux. */
export const noCardEnvironment = { VK_ICD_FILENAMES: '/nowhere', VK_DRIVER_FILES: '/nowhere' };

/** Whether there is a card; where there is none, its tests are skipped, and in CI they fail. */
export async function findCard(): Promise<boolean> {
  Object.assign(process.env, cardEnvironment);
  try {
    const program = await Program.load({ y: input('x', 'float32', [1]) }, { device: 'webgpu' });
    await program.release();
    return true;
  } catch (error) {
    const message = `No graphics card for the tests, not even a software one in ${swiftShader}: ${String(error)}`;
    if (process.env['CI'] === 'true') throw new Error(message, { cause: error });
    console.warn(`\n${'!'.repeat(80)}\n${message}\nThey are SKIPPED.\n${'!'.repeat(80)}\n`);
    return false;
  }
}
