import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { type JsonFields, type JsonObject } from '../json';

const biases = ['none', 'all', 'lora_only'] as const;

/** What the `adapter_config.json` of PEFT says of a LoRA adapter. */
export interface AdapterConfig {
  /** Name or folder of the base model, as far as known. */
  base: string | null;
  rank: number;
  /** The low-rank product counts alpha/rank times. */
  alpha: number;
  /** Ends of the names of the layers that are adapted, or PEFT's pattern for them. */
  targetModules: string[] | string;
  /** Ends of the names of the modules that were trained as they are. */
  modulesToSave: string[];
  bias: (typeof biases)[number];
}

/** Variants of LoRA that add up to something else than base + B·A·alpha/rank in the layers named. */
const variants = ['use_dora', 'use_rslora', 'lora_bias', 'fan_in_fan_out', 'use_qalora', 'use_bdlora'];
const variantSettings = [
  'rank_pattern',
  'alpha_pattern',
  'layer_replication',
  'target_parameters',
  'trainable_token_indices',
  'alora_invocation_tokens',
  'arrow_config',
  'kasa_config',
  'velora_config',
  'monteclora_config',
];

/** @param path for messages. */
export function adapterConfig(json: JsonFields, path: string): AdapterConfig {
  const type = json.string('peft_type');
  if (type !== 'LORA') {
    throw new UserError(
      l10n.t('{0} describes an adapter of the type “{1}”; only LoRA adapters are supported.', path, type),
    );
  }
  const variant =
    variants.find((name) => json.values[name] === true) ??
    variantSettings.find((name) => !isEmpty(json.values[name]));
  if (variant !== undefined) {
    throw new UserError(
      l10n.t('{0} describes a variant of LoRA, “{1}”, that is not supported; plain LoRA is.', path, variant),
    );
  }
  return {
    base: json.has('base_model_name_or_path') ? json.string('base_model_name_or_path') : null,
    rank: json.integer('r', { min: 1, max: 65_536 }),
    alpha: json.number('lora_alpha', { min: Number.MIN_VALUE, max: 1e9 }),
    targetModules:
      typeof json.values.target_modules === 'string'
        ? json.string('target_modules')
        : json.strings('target_modules'),
    modulesToSave: json.strings('modules_to_save', []),
    bias: json.oneOf('bias', biases, 'none'),
  };
}

/** The fields that every version of PEFT knows; it takes its defaults for the others. */
export function adapterConfigJson(config: AdapterConfig): JsonObject {
  return {
    auto_mapping: {
      base_model_class: 'BertForMaskedLM',
      parent_library: 'transformers.models.bert.modeling_bert',
    },
    base_model_name_or_path: config.base,
    bias: config.bias,
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    lora_alpha: config.alpha,
    lora_dropout: 0,
    modules_to_save: config.modulesToSave,
    peft_type: 'LORA',
    r: config.rank,
    revision: null,
    target_modules: config.targetModules,
    task_type: null,
  };
}

function isEmpty(value: JsonObject[string] | undefined): boolean {
  return (
    value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  );
}
