import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { shortened } from '../foreignText';
import { brief, type JsonFields, type JsonObject } from '../json';
import { withBertPrefix } from './bertWeights';
import type { BaseModelPrefix } from './config';

const biases = ['none', 'all', 'lora_only'] as const;

/** What the `adapter_config.json` of PEFT says of a LoRA adapter. */
export interface AdapterConfig {
  /** Name or folder of the base model, as far as known. */
  base: string | null;
  /** The branch, tag or commit of the base model on a hub, where that is not the usual one. */
  revision?: string;
  /** What it was trained for, in PEFT's words, such as `SEQ_CLS`; most adapters for fill-mask do not say it. */
  task?: string;
  rank: number;
  /** The low-rank product counts alpha/rank times, or, rank-stabilized, alpha/√rank times. */
  alpha: number;
  rankStabilized?: boolean;
  /** Other ranks and alphas by layers, whose names are given in full after a “^”, or by their ends. */
  ranks?: Record<string, number>;
  alphas?: Record<string, number>;
  /** Names of the layers that are adapted or the ends of these, or PEFT's pattern for them. */
  targetModules: string[] | string;
  /** Only some of these are adapted, by further settings of PEFT. */
  isNarrowed?: boolean;
  /** Ends of the names of the modules that were trained as they are. */
  modulesToSave: string[];
  bias: (typeof biases)[number];
  /** The share of a layer's inputs that PEFT leaves out at random while it trains. */
  dropout?: number;
}

/** Variants of LoRA that add up to something else than base + B·A·alpha/rank in the layers named. */
const variants = ['use_dora', 'lora_bias', 'fan_in_fan_out', 'use_qalora', 'use_bdlora'];
const variantSettings = [
  'layer_replication',
  'target_parameters',
  'trainable_token_indices',
  'alora_invocation_tokens',
  'arrow_config',
  'kasa_config',
  'velora_config',
  'monteclora_config',
];

/** What takes layers out of `target_modules`. */
const narrowing = ['layers_to_transform', 'exclude_modules'];

/** Initialisations of B·A that leave the base's weights as they are; others, such as PiSSA, change these first. */
const plainInitialisations = [true, false, null, 'gaussian', 'eva', 'orthogonal', 'mica'];

const rankLimits = { min: 1, max: 65_536 };
const alphaLimits = { min: Number.MIN_VALUE, max: 1e9 };
const shareLimits = { min: 0, max: 1 };
/** Names and their ends; PEFT takes any regular expression, but those of strangers may take forever. */
const plainPattern = /^\^?[\w.]+$/;

/** As git and hubs name them; nothing that leads out of a folder. */
const plainRevision = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*(?:\/[\p{L}\p{N}_][\p{L}\p{N}_.-]*)*$/u;

/** @param path for messages. */
export function adapterConfig(json: JsonFields, path: string): AdapterConfig {
  const type = json.string('peft_type');
  if (type !== 'LORA') {
    throw new UserError(
      l10n.t(
        '{0} describes an adapter of the type “{1}”; only LoRA adapters are supported.',
        path,
        shortened(type),
      ),
    );
  }
  const variant = variantOf(json);
  if (variant !== undefined) {
    throw new UserError(
      l10n.t(
        '{0} describes a variant of LoRA, “{1}”, that is not supported; plain LoRA is.',
        path,
        shortened(variant),
      ),
    );
  }
  const ranks = pattern(json, 'rank_pattern', (fields, layer) => fields.integer(layer, rankLimits), path);
  const alphas = pattern(json, 'alpha_pattern', (fields, layer) => fields.number(layer, alphaLimits), path);
  return {
    base: json.has('base_model_name_or_path') ? json.string('base_model_name_or_path') : null,
    ...(json.has('revision') && {
      revision: json.matching('revision', plainRevision, l10n.t('the name of a branch, tag or commit')),
    }),
    ...(json.has('task_type') && { task: json.string('task_type') }),
    rank: json.integer('r', rankLimits),
    alpha: json.number('lora_alpha', alphaLimits),
    ...(json.boolean('use_rslora', false) && { rankStabilized: true }),
    ...(ranks && { ranks }),
    ...(alphas && { alphas }),
    targetModules:
      typeof json.values.target_modules === 'string'
        ? withBertPrefix(json.string('target_modules'))
        : json.strings('target_modules').map(withBertPrefix),
    ...(narrowing.some((name) => !isEmpty(json.values[name])) && { isNarrowed: true }),
    modulesToSave: json.strings('modules_to_save', []).map(withBertPrefix),
    bias: json.oneOf('bias', biases, 'none'),
    ...(json.has('lora_dropout') && { dropout: json.number('lora_dropout', shareLimits) }),
  };
}

/** What makes an adapter another variant of LoRA, as its config names it. */
function variantOf({ values }: JsonFields): string | undefined {
  return (
    variants.find((name) => values[name] === true) ??
    variantSettings.find((name) => !isEmpty(values[name])) ??
    unusualInitialisation(values.init_lora_weights)
  );
}

/** How B·A is initialised, if that is not one of the plain ways. */
function unusualInitialisation(value: JsonObject[string] | undefined): string | undefined {
  if (value === undefined || plainInitialisations.some((plain) => plain === value)) return undefined;
  return `init_lora_weights: ${typeof value === 'string' ? value : brief(value)}`;
}

/** The rank of a layer's low-rank product. @param layer such as `bert.encoder.layer.0.output.dense` */
export function rankOf({ rank, ranks = {} }: AdapterConfig, layer: string): number {
  return valueFor(layer, ranks) ?? rank;
}

/** What a layer's low-rank product B·A is multiplied by (for rank-stabilized ones, Kalajdzievski 2023). */
export function scaleOf(config: AdapterConfig, layer: string): number {
  const rank = rankOf(config, layer);
  const alpha = valueFor(layer, config.alphas ?? {}) ?? config.alpha;
  return alpha / (config.rankStabilized ? Math.sqrt(rank) : rank);
}

/** Of `transformers`. */
const classNames = { bert: 'BertForMaskedLM', ernie: 'ErnieForMaskedLM' };

/** The fields that every version of PEFT knows; it takes its defaults for the others. */
export function adapterConfigJson(
  config: AdapterConfig,
  baseModelPrefix: BaseModelPrefix = 'bert',
): JsonObject {
  return {
    auto_mapping: {
      base_model_class: classNames[baseModelPrefix],
      parent_library: `transformers.models.${baseModelPrefix}.modeling_${baseModelPrefix}`,
    },
    base_model_name_or_path: config.base,
    bias: config.bias,
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    lora_alpha: config.alpha,
    ...(config.alphas && { alpha_pattern: config.alphas }),
    ...(config.ranks && { rank_pattern: config.ranks }),
    ...(config.rankStabilized && { use_rslora: true }),
    lora_dropout: config.dropout ?? 0,
    modules_to_save: config.modulesToSave,
    peft_type: 'LORA',
    r: config.rank,
    revision: null,
    target_modules: config.targetModules,
    task_type: config.task ?? null,
  };
}

/** The value of the first pattern that matches, as PEFT finds it. */
function valueFor(layer: string, values: Record<string, number>): number | undefined {
  const isMatch = (key: string): boolean =>
    key.startsWith('^') ? layer === key.slice(1) : `.${layer}`.endsWith(`.${key}`);
  return Object.entries(values).find(([key]) => isMatch(key))?.[1];
}

function pattern(
  json: JsonFields,
  name: string,
  read: (fields: JsonFields, layer: string) => number,
  path: string,
): Record<string, number> | undefined {
  const fields = json.object(name, {});
  const layers = Object.keys(fields.values);
  const odd = layers.find((layer) => !plainPattern.test(layer));
  if (odd !== undefined) {
    throw new UserError(
      l10n.t(
        'In {0} the field “{1}” should name layers or the ends of their names, but “{2}” is another pattern.',
        path,
        name,
        shortened(odd),
      ),
    );
  }
  return layers.length > 0
    ? Object.fromEntries(layers.map((layer) => [withBertPrefix(layer), read(fields, layer)]))
    : undefined;
}

function isEmpty(value: JsonObject[string] | undefined): boolean {
  return (
    value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  );
}
