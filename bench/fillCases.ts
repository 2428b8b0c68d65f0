import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { exportModel } from '../src/core/exporting/exportModel';
import type { Case } from './case';
import { fillTexts } from './fillTexts';
import { measureWarm } from './measure';
import { ourCommand } from './programs';
import { pythonCommand } from './python';

/** Filling beside other programs that fill masks, by the same weights. */

const embeddedModel = 'model';
const theirFolder = '.cache/bench/web/embedded';
const slotsOfGap = 3;

/** The embedded model as Transformers.js reads it. */
async function onnxFolder(): Promise<string> {
  if (!existsSync(theirFolder)) {
    await exportModel({ model: embeddedModel, format: 'onnx', out: theirFolder });
  }
  return resolve(theirFolder);
}

/**
 * One slot beside one slot of theirs, and a gap of three slots, filled jointly, beside three calls of theirs with one
 * slot each: they fill each slot by itself.
 */
export function fillCases(threads: string): Case[] {
  const theirs = [
    {
      name: 'transformers.js',
      needs: [],
      command: async (calls: string) => ourCommand('transformersJs', await onnxFolder(), threads, calls),
    },
    {
      name: 'pipeline',
      needs: ['torch', 'transformers'],
      command: (calls: string) =>
        Promise.resolve(pythonCommand('pipeline.py', embeddedModel, threads, calls)),
    },
  ];
  return theirs.flatMap(({ name, needs, command }) =>
    fillTexts.flatMap(({ length, oneSlot, gapOfThree }) =>
      [
        { work: 'slot', texts: oneSlot, calls: 1 },
        { work: 'gap', texts: gapOfThree, calls: slotsOfGap },
      ].map(({ work, texts, calls }): Case => ({
        name: `fill ${work} ${length} ${name}`,
        needs,
        measure: measureWarm,
        commands: async () => ({
          ours: ourCommand('fill', embeddedModel, threads, ...texts),
          theirs: [...(await command(`${calls}`)), ...oneSlot],
        }),
      })),
    ),
  );
}
