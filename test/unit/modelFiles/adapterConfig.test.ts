import { expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { parseJsonObject } from '../../../src/core/json';
import { adapterConfig } from '../../../src/core/modelFiles/adapterConfig';

const nested = `${'['.repeat(90)}${']'.repeat(90)}`;

it.each([
  ['pissa', '"pissa"'],
  ['1', '1'],
  ['{"a":1}', '{"a": 1}'],
  ['[[…]]', nested],
])('names a beginning that trains something else: %s', (said, beginning) => {
  const json = parseJsonObject(`{"peft_type": "LORA", "init_lora_weights": ${beginning}}`, 'a.json');
  expect(() => adapterConfig(json, 'a.json')).toThrow(
    new UserError(
      `a.json describes a variant of LoRA, “init_lora_weights: ${said}”, that is not supported; plain LoRA is.`,
    ),
  );
});
