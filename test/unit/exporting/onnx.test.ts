import { InferenceSession, Tensor } from 'onnxruntime-node';
import protobuf from 'protobufjs/light';
import { describe, expect, test } from 'vitest';
import { constantWeights } from '../../../src/core/bert/layers';
import { quantised } from '../../../src/core/exporting/onnx/quantised';
import { taskGraph } from '../../../src/core/exporting/onnx/taskGraph';
import { encodeModel, type OnnxGraph } from '../../../src/core/graph/onnx/model';
import schema from '../../../src/core/graph/onnx/schema.json';
import { embeddedModel } from '../../../src/core/modelFiles/embeddedModel';
import { readModelFolder, type Model } from '../../../src/core/modelFiles/modelFolder';
import { scoresOf } from '../../support/scores';
import { tinyModel } from '../modelFiles/fixtures';

const modelProto = protobuf.Root.fromJSON(schema).lookupType('onnx.ModelProto');

const graphOf = ({ config, weights }: Model): OnnxGraph => taskGraph(config, constantWeights(weights));

const inIntegers = (graph: OnnxGraph): Promise<OnnxGraph> => quantised(graph, new AbortController().signal);

/** The logits [sentence, token, word] of two sentences, the second of which is padded to the length of the first. */
async function run(graph: OnnxGraph, sentences: readonly (readonly number[])[]) {
  const length = Math.max(...sentences.map((ids) => ids.length));
  const batch = (valueAt: (ids: readonly number[], place: number) => number): Tensor => {
    const values = sentences.flatMap((ids) =>
      Array.from({ length }, (_, place) => BigInt(valueAt(ids, place))),
    );
    return new Tensor('int64', BigInt64Array.from(values), [sentences.length, length]);
  };
  const session = await InferenceSession.create(Buffer.concat(encodeModel(graph)), { logSeverityLevel: 3 });
  const { logits } = await session.run({
    input_ids: batch((ids, place) => ids[place] ?? 0),
    attention_mask: batch((ids, place) => Number(place < ids.length)),
    token_type_ids: batch(() => 0),
  });
  await session.release();
  if (!(logits?.data instanceof Float32Array)) throw new Error('no logits');
  return { data: logits.data, shape: logits.dims };
}

/** What we predict at each token ourselves. */
function predicted(model: Model, sentences: readonly (readonly number[])[]): Promise<Float32Array[]> {
  const rows = sentences.map((ids) => ({
    ids: Int32Array.from(ids),
    positions: Int32Array.from(ids.keys()),
  }));
  return scoresOf(model, rows);
}

describe('a model as ONNX', () => {
  const sentences = [
    [2, 10, 11, 4, 12, 3],
    [2, 20, 4, 3],
  ];

  test.each(['gelu', 'gelu_new', 'relu'] as const)(
    'gives our own scores at all tokens (%s)',
    async (activation) => {
      const model = await readModelFolder(tinyModel);
      const changed = { ...model, config: { ...model.config, activation } };
      const { data, shape } = await run(graphOf(changed), sentences);
      expect(shape).toEqual([2, 6, model.config.vocabSize]);
      const expected = await predicted(changed, sentences);
      expected.forEach((scores, sentence) => {
        const start = sentence * 6 * model.config.vocabSize;
        scores.forEach((score, index) => {
          expect(Math.abs((data[start + index] ?? NaN) - score)).toBeLessThan(1e-4);
        });
      });
    },
  );

  test('has no operator that only ONNX Runtime knows', async () => {
    const graph = graphOf(await readModelFolder(tinyModel));
    for (const each of [graph, await inIntegers(graph)]) {
      expect(each.nodes.filter(({ domain }) => domain !== '')).toEqual([]);
      const file = modelProto.decode(Buffer.concat(encodeModel(each)));
      expect(file.toJSON()).toMatchObject({ opsetImport: [{ version: '18' }] });
    }
  });

  test('is written from where its weights are, not from a copy', async () => {
    const graph = graphOf(await readModelFolder(tinyModel));
    const memory = new Set(encodeModel(graph).map(({ buffer }) => buffer));
    for (const { data } of graph.constants) expect(memory).toContain(data.buffer);
  });
});

describe('a model in 8-bit integers', () => {
  test('takes about a quarter of the room', async () => {
    const graph = graphOf(await readModelFolder(embeddedModel()));
    const bytes = (file: readonly Uint8Array[]): number => file.reduce((sum, { length }) => sum + length, 0);
    expect(bytes(encodeModel(await inIntegers(graph)))).toBeLessThan(0.27 * bytes(encodeModel(graph)));
  });

  test('says nearly the same', async () => {
    const model = await readModelFolder(embeddedModel());
    const ids = model.tokenizer.encode('今天天气很[MASK]。').ids;
    const { cls, sep } = model.tokenizer.special;
    const sentence = [cls, ...ids, sep];
    const graph = graphOf(model);
    const [full, small] = [await run(graph, [sentence]), await run(await inIntegers(graph), [sentence])];
    const worst = full.data.reduce(
      (most, score, index) => Math.max(most, Math.abs(score - (small.data[index] ?? NaN))),
      0,
    );
    expect(worst).toBeLessThan(1);
  });

  test('rounds to 7 bits, whose products no processor overflows', async () => {
    const { constants } = await inIntegers(graphOf(await readModelFolder(tinyModel)));
    const integers = constants.flatMap(({ data }) => (data instanceof Int8Array ? [...data] : []));
    expect(integers.length).toBeGreaterThan(0);
    expect(Math.max(...integers)).toBe(64);
    expect(Math.min(...integers)).toBeGreaterThanOrEqual(-64);
  });

  test('is given up in the middle', async () => {
    const graph = graphOf(await readModelFolder(tinyModel));
    const stopping = new AbortController();
    setImmediate(() => {
      stopping.abort();
    });
    await expect(quantised(graph, stopping.signal)).rejects.toThrow(/abort/);
  });
});
