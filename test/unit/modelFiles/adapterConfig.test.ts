import { expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { parseJsonObject } from '../../../src/core/json';
import {
  adapterConfig,
  adapterConfigJson,
  type AdapterConfig,
} from '../../../src/core/modelFiles/adapterConfig';

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

it('what is written of an adapter means the same when it is read', () => {
  const config: AdapterConfig = {
    base: 'base',
    rank: 8,
    alpha: 16,
    rankStabilized: true,
    ranks: { query: 4 },
    alphas: { value: 2 },
    targetModules: ['query', 'value'],
    modulesToSave: ['transform'],
    bias: 'all',
    dropout: 0.1,
    task: 'TOKEN_CLS',
  };
  const written = JSON.stringify(adapterConfigJson(config));
  expect(adapterConfig(parseJsonObject(written, 'a.json'), 'a.json')).toEqual(config);
});
