import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../errors';
import { shortened } from '../foreignText';
import { type JsonFields, type JsonObject, readJsonObject } from '../json';

/** Functions by the names that `transformers` has for them. */
export type Activation = 'gelu' | 'gelu_new' | 'relu';

const activationNames = [
  'gelu',
  'gelu_new',
  'relu',
  'gelu_python',
  'gelu_fast',
  'gelu_pytorch_tanh',
  'gelu_python_tanh',
] as const;

/** It has several for the same function, as it has been written in several ways. */
const activations: Readonly<Record<(typeof activationNames)[number], Activation>> = {
  gelu: 'gelu',
  gelu_python: 'gelu',
  gelu_new: 'gelu_new',
  gelu_fast: 'gelu_new',
  gelu_pytorch_tanh: 'gelu_new',
  gelu_python_tanh: 'gelu_new',
  relu: 'relu',
};

/** What `transformers` calls the encoder in a BERT or an ERNIE, see there. */
export type BaseModelPrefix = 'bert' | 'ernie';

/** The shape of a BERT model, from the `config.json` of its folder. */
export interface BertConfig {
  vocabSize: number;
  hiddenSize: number;
  layers: number;
  heads: number;
  intermediateSize: number;
  /** The longest text in tokens, [CLS] and [SEP] included. */
  maxPositions: number;
  typeVocabSize: number;
  /** How many embeddings of tasks ERNIE 2 and 3 choose from, to add to each token's; 0 without. */
  taskTypeVocabSize: number;
  layerNormEps: number;
  activation: Activation;
  /** Whether the output projection is the transposed word embedding, as nearly always. */
  tiedEmbeddings: boolean;
  /** How the names of the encoder's weights begin in the model's own files; of ERNIE, which is a BERT otherwise, too. */
  baseModelPrefix: BaseModelPrefix;
  /** The JSON as it was read, to be written back. */
  raw: JsonObject;
}

/** Families that are taken for BERT now and then, as people know them. */
const familiarNames: Record<string, string> = {
  roberta: 'RoBERTa',
  'xlm-roberta': 'XLM-RoBERTa',
  electra: 'ELECTRA',
  modernbert: 'ModernBERT',
  albert: 'ALBERT',
  distilbert: 'DistilBERT',
  'deberta-v2': 'DeBERTa',
  gpt2: 'GPT-2',
  nezha: 'NEZHA',
};

/** The file that says the shape of a model, as it is called now, or was by the first releases for PyTorch. */
export function configPath(dir: string): string | undefined {
  return ['config.json', 'bert_config.json'].map((name) => join(dir, name)).find((path) => existsSync(path));
}

/** Reads and checks the config of a model folder; a `UserError` says what does not fit. */
export async function readConfig(dir: string): Promise<BertConfig> {
  const path = configPath(dir);
  if (path === undefined) {
    throw new UserError(
      l10n.t('The folder {0} cannot be read as a model: {1} is missing.', dir, 'config.json'),
    );
  }
  return bertConfig(await readJsonObject(path), path);
}

/** @param path for messages. */
export function bertConfig(json: JsonFields, path: string): BertConfig {
  refuseOtherModels(json, path);
  const size = (name: string, max: number): number => json.integer(name, { min: 1, max });
  const config: BertConfig = {
    vocabSize: size('vocab_size', 4_000_000),
    hiddenSize: size('hidden_size', 65_536),
    layers: size('num_hidden_layers', 1_000),
    heads: size('num_attention_heads', 1_000),
    intermediateSize: size('intermediate_size', 1_000_000),
    maxPositions: json.integer('max_position_embeddings', { min: 3, max: 1_000_000 }),
    typeVocabSize: json.integer('type_vocab_size', { min: 1, max: 1_000 }, 2),
    taskTypeVocabSize: json.boolean('use_task_id', false)
      ? json.integer('task_type_vocab_size', { min: 1, max: 1_000 }, 3)
      : 0,
    layerNormEps: json.number('layer_norm_eps', { min: Number.MIN_VALUE, max: 1 }, 1e-12),
    activation: activations[json.oneOf('hidden_act', activationNames, 'gelu')],
    tiedEmbeddings: json.boolean('tie_word_embeddings', true),
    baseModelPrefix: typeOf(json) === 'ernie' ? 'ernie' : 'bert',
    raw: json.values,
  };
  if (config.hiddenSize % config.heads !== 0) {
    throw new UserError(
      l10n.t(
        'In {0} the fields “hidden_size” ({1}) and “num_attention_heads” ({2}) contradict each other.',
        path,
        config.hiddenSize,
        config.heads,
      ),
    );
  }
  return config;
}

/** The model's name on the Hugging Face Hub, where its config tells it, and not a folder of someone's computer. */
export function hubName({ raw }: BertConfig): string | undefined {
  const name = raw['_name_or_path'];
  return typeof name === 'string' && /^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/.test(name) ? name : undefined;
}

/** Fields that BERT does not have. */
const ofErnie = ['use_task_id', 'task_type_vocab_size'];

/**
 * The JSON of `config.json`: as it was read, with the sizes and the type of numbers as they are now, and without the
 * folder that it was read from. An ERNIE becomes the BERT that `readBertWeights` makes of it.
 */
export function configJson(config: BertConfig, dtype: 'float16' | 'float32'): JsonObject {
  const olderNameOfDtype = 'torch_dtype';
  const unwritten = [
    olderNameOfDtype,
    ...ofErnie,
    ...(hubName(config) === undefined ? ['_name_or_path'] : []),
  ];
  return {
    ...Object.fromEntries(Object.entries(config.raw).filter(([name]) => !unwritten.includes(name))),
    dtype,
    model_type: 'bert',
    architectures: ['BertForMaskedLM'],
    vocab_size: config.vocabSize,
    hidden_size: config.hiddenSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    intermediate_size: config.intermediateSize,
    max_position_embeddings: config.maxPositions,
    type_vocab_size: config.typeVocabSize,
    layer_norm_eps: config.layerNormEps,
    hidden_act: config.activation,
    tie_word_embeddings: config.tiedEmbeddings,
  };
}

function refuseOtherModels(json: JsonFields, path: string): void {
  const type = typeOf(json);
  if (type !== 'bert' && type !== 'ernie') {
    throw new UserError(
      l10n.t(
        '{0} describes a model of the type {1}; only BERT models that complete [MASK] are supported, such as bert-base-chinese, Chinese BERT-wwm, RoBERTa-wwm, MacBERT and ERNIE.',
        path,
        Object.hasOwn(familiarNames, type) ? (familiarNames[type] ?? type) : `“${shortened(type)}”`,
      ),
    );
  }
  const positions = json.string('position_embedding_type', 'absolute');
  if (positions !== 'absolute') {
    throw new UserError(
      l10n.t(
        '{0} describes a variant of BERT that is not supported; its positions should be “absolute”.',
        path,
      ),
    );
  }
  if (json.boolean('is_decoder', false)) {
    throw new UserError(
      l10n.t(
        '{0} describes a BERT that reads from left to right to continue texts (“is_decoder”), and sees nothing behind a [MASK]. Please use a model for fill-mask.',
        path,
      ),
    );
  }
  if (json.has('quantization_config')) {
    throw new UserError(
      l10n.t(
        '{0} describes a model whose weights are quantized (“quantization_config”). Please use the version with weights in 16 or 32 bits.',
        path,
      ),
    );
  }
}

/** The first releases of some models do not say their type, or say that they are BERT, which they were read as then. */
function typeOf(json: JsonFields): string {
  const type = json.string('model_type', json.has('num_hidden_groups') ? 'albert' : 'bert');
  return type === 'bert' && json.boolean('use_relative_position', false) ? 'nezha' : type;
}
