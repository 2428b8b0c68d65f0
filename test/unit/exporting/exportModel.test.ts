import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { merged, readModel } from '../../../src/core/bert/readModel';
import { exportModel } from '../../../src/core/exporting/exportModel';
import { readModelFolder } from '../../../src/core/modelFiles/modelFolder';
import { hashOfCorpus, readCorpusOf } from '../../../src/core/training/lessonText';
import { readSafetensors } from '../../../src/core/modelFiles/safetensors';
import { writeOrigin } from '../../../src/core/modelFiles/origin';
import { writeRunRecord, type RunRecord } from '../../../src/core/modelFiles/runRecord';
import { fixture, tinyModel as tiny } from '../modelFiles/fixtures';
import { temporaryFolder } from '../modelFiles/temporaryFolder';

/** Aborted by the time it is asked for that many times. */
function abortedAt(moment: number): AbortSignal {
  const { signal } = new AbortController();
  let asked = 0;
  vi.spyOn(signal, 'throwIfAborted').mockImplementation(() => {
    if (++asked === moment) throw new Error('cancelled');
  });
  return signal;
}

/** Aborted when it is asked for, but not by that. */
function abortedMeanwhile(): AbortSignal {
  const ending = new AbortController();
  vi.spyOn(ending.signal, 'throwIfAborted').mockImplementation(() => {
    ending.abort();
  });
  return ending.signal;
}

const sentences = ['三丁上万', '七下不与丑', '三七上下不丁'].join('\n');

describe('exportModel', () => {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder.path, name);

  /** A full result on a corpus of three sentences. */
  async function makeResult(change: Partial<RunRecord> = {}): Promise<string> {
    await writeFile(at('corpus.txt'), sentences);
    const hash = hashOfCorpus(await readCorpusOf({ files: [at('corpus.txt')] }));
    await cp(tiny, at('result'), { recursive: true });
    await writeRunRecord(at('result'), {
      base: { name: 'tiny', path: '/home/someone/tiny', sha256: 'a' },
      method: 'full',
      corpus: { sha256: hash, files: ['/home/someone/secret.txt'], sentences: 3 },
      settings: { totalSteps: 40, learningRate: 0.00193086176445234, batchTokens: 400 },
      seed: 0,
      metrics: {
        before: { top1: 0.25, top5: 0.5, loss: 4, retention: 0.28 },
        after: { top1: 0.75, top5: 0.9, loss: 1, retention: 0.27 },
      },
      terms: ['三丁', 'a|b'],
      newCharacters: ['丑'],
      versions: { 'cloze-tuner': '1.2.3' },
      created: '2026-01-02T03:04:05Z',
      ...change,
    });
    return at('result');
  }

  test('writes a card with figures, words and settings, and no path of this computer', async () => {
    await exportModel({ model: await makeResult(), format: 'hf', out: at('my-model') });
    const card = await readFile(at('my-model/README.md'), 'utf8');
    expect(card).toMatch(/^---\nlanguage: zh\nlibrary_name: transformers\npipeline_tag: fill-mask\n/);
    expect(card).toContain('| First guess right | 25.0% | 75.0% |');
    expect(card).toContain('| General knowledge | 28.0% | 27.0% |');
    expect(card).toContain('On sentences of the text that were kept back, ');
    expect(card).toContain('三丁、a\\|b');
    expect(card).toContain('丑');
    expect(card).toContain('40 steps, learning rate 0.00193, 400 tokens in a batch, seed 0');
    expect(card).toContain('pipeline("fill-mask", "my-model")');
    expect(card).not.toContain('someone');
    expect(await readdir(at('my-model'))).not.toContain('run.json');
  });

  test('says in the card where the figures are of what was learnt', async () => {
    const corpus = { sha256: 'a', files: [], sentences: 3, checkedOnItself: true };
    await exportModel({ model: await makeResult({ corpus }), format: 'hf', out: at('my-model') });
    expect(await readFile(at('my-model/README.md'), 'utf8')).toContain('On the sentences that it learnt, ');
  });

  test('names the base model on the Hub where the config does', async () => {
    const model = await makeResult();
    const path = join(model, 'config.json');
    const config = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    await writeFile(path, JSON.stringify({ ...config, _name_or_path: 'google-bert/bert-base-chinese' }));
    await exportModel({ model, format: 'onnx', out: at('web') });
    expect(await readFile(at('web/README.md'), 'utf8')).toContain(
      '\nbase_model: google-bert/bert-base-chinese\n',
    );
    expect((await readdir(at('web/onnx'))).sort()).toEqual(['model.onnx', 'model_quantized.onnx']);
  });

  test('names the base model that was imported from a hub, whatever its config says', async () => {
    await cp(tiny, at('imported'), { recursive: true });
    const model = await makeResult({ base: { name: 'imported', path: at('imported'), sha256: 'a' } });
    const origin = {
      id: 'hfl/chinese-macbert-base',
      revision: 'main',
      commit: 'a',
      endpoint: 'b',
      imported: 'c',
    };
    await writeOrigin(at('imported'), origin);
    await exportModel({ model, format: 'hf', out: at('my-model') });
    expect(await readFile(at('my-model/README.md'), 'utf8')).toContain(
      '\nbase_model: hfl/chinese-macbert-base\n',
    );
  });

  test.each([
    ['/home/someone/extension/model', 'the one that ships with Cloze Tuner'],
    ['C:\\Users\\someone\\extension\\model', 'the one that ships with Cloze Tuner'],
    ['/home/someone/embedded', 'embedded'],
    ['C:\\Users\\someone\\embedded', 'embedded'],
  ])('calls what was learnt on in %s: %s', async (path, name) => {
    const model = await makeResult({ base: { name: 'embedded', path, sha256: 'a' } });
    await exportModel({ model, format: 'hf', out: at('my-model') });
    expect(await readFile(at('my-model/README.md'), 'utf8')).toContain(`| Base model | ${name}: `);
  });

  test('takes a whole model as it is, whoever wrote a run.json into its folder', async () => {
    const model = await makeResult();
    await writeFile(join(model, 'run.json'), '{ "command": "of another program" }');
    await exportModel({ model, format: 'hf', out: at('copy') });
    expect(await readFile(at('copy/README.md'), 'utf8')).not.toContain('40 steps');
  });

  test('gives a whole model no adapter', async () => {
    const model = await makeResult();
    await expect(exportModel({ model, format: 'peft', out: at('adapter') })).rejects.toThrow(
      'has no adapter',
    );
    expect(await readdir(folder.path)).not.toContain('adapter');
  });

  test('puts an adapter’s words into its base, as peft leaves them out of what it saves later', async () => {
    const model = fixture('modelFiles/peft');
    const { adapter } = await readModel(model);
    await exportModel({ model, format: 'peft', out: at('adapter') });
    const { weights } = await readModelFolder(at('adapter/base'));
    for (const name of ['bert.embeddings.word_embeddings.weight', 'cls.predictions.bias']) {
      expect(weights.get(name)).toEqual(adapter?.weights.get(name));
    }
  });

  test('says how an adapter is loaded from a hub, on which the base model in its folder has no id', async () => {
    await exportModel({ model: fixture('modelFiles/peft'), format: 'peft', out: at('adapter') });
    expect(await readFile(at('adapter/README.md'), 'utf8')).toContain(
      'folder = "adapter"  # from a hub: huggingface_hub.snapshot_download("owner/name")\n',
    );
  });

  test('writes everything to go on in Python', async () => {
    const corpus = { files: [at('corpus.txt')] };
    await exportModel({ model: await makeResult(), format: 'python', out: at('further'), corpus });
    expect((await readdir(at('further'))).sort()).toEqual([
      'README.md',
      'README.zh-cn.md',
      'data',
      'model',
      'requirements.txt',
      'settings.json',
      'terms.txt',
      'train.py',
    ]);
    expect(await readFile(at('further/terms.txt'), 'utf8')).toBe('三丁\na|b\n');
    const lines = await readFile(at('further/data/train.jsonl'), 'utf8');
    expect(lines.trim().split('\n')).toHaveLength(3);
  });

  test('goes on with no other text than the one that was learnt from', async () => {
    const model = await makeResult();
    await writeFile(at('corpus.txt'), `${sentences}\n久之乎乐万`);
    const corpus = { files: [at('corpus.txt')] };
    await expect(exportModel({ model, format: 'python', out: at('further'), corpus })).rejects.toThrow(
      'This is not the text',
    );
  });

  test('says of a text that has gone that it is not there, not that the new folder is no place to write to', async () => {
    const model = await makeResult();
    await rm(at('corpus.txt'));
    const corpus = { files: [at('corpus.txt')] };
    await expect(exportModel({ model, format: 'python', out: at('further'), corpus })).rejects.toThrow(
      `There is no file “${at('corpus.txt')}”.`,
    );
    expect(await readdir(folder.path)).toEqual(['result']);
  });

  test('goes on with no model that was not learnt', async () => {
    const request = { model: tiny, format: 'python', out: at('further'), corpus: { files: [] } } as const;
    await expect(exportModel(request)).rejects.toThrow('not the result of a fine-tuning');
  });

  test.each([
    ['hf', 3],
    ['onnx', 2],
    ['python', 4],
  ] as const)(
    'leaves nothing of %s behind when it is cancelled, at any of %i moments',
    async (format, moments) => {
      const model = await makeResult();
      const request = { model, format, out: at('new/model'), corpus: { files: [at('corpus.txt')] } };
      const before = await readdir(folder.path);
      for (let moment = 1; moment <= moments; moment++) {
        await expect(exportModel(request, abortedAt(moment))).rejects.toThrow('cancelled');
        expect(await readdir(folder.path)).toEqual(before);
      }
      await exportModel(request, abortedAt(moments + 1));
      expect(await readdir(at('new'))).toEqual(['model']);
    },
  );

  test.each(['hf', 'python'] as const)('as %s is ended while weights are written', async (format) => {
    const model = await makeResult();
    const request = { model, format, out: at('new'), corpus: { files: [at('corpus.txt')] } };
    const before = await readdir(folder.path);
    await expect(exportModel(request, abortedMeanwhile())).rejects.toThrow(/abort/);
    expect(await readdir(folder.path)).toEqual(before);
  });

  test('as peft is ended while weights are written', async () => {
    const model = fixture('variants/adapters/savedHead');
    const exporting = exportModel({ model, format: 'peft', out: at('new') }, abortedMeanwhile());
    await expect(exporting).rejects.toThrow(/abort/);
    expect(await readdir(folder.path)).toEqual([]);
  });

  test('as peft has the ERNIE that an adapter is for as a BERT, and the adapter fits that', async () => {
    const model = fixture('variants/adapters/ernie');
    await exportModel({ model, format: 'peft', out: at('new') });
    expect(JSON.parse(await readFile(at('new/base/config.json'), 'utf8'))).not.toHaveProperty('use_task_id');
    expect(JSON.parse(await readFile(at('new/adapter_config.json'), 'utf8'))).toMatchObject({
      auto_mapping: { base_model_class: 'BertForMaskedLM' },
      target_modules: 'bert\\.encoder\\..*\\.(query|dense)',
      rank_pattern: { '^bert.encoder.layer.1.output.dense': 2 },
    });
    const { weights } = await readSafetensors(at('new/adapter_model.safetensors'));
    expect([...weights.keys()].filter((name) => name.includes('ernie'))).toEqual([]);
    expect((await merged(await readModel(at('new')))).weights).toEqual(
      (await merged(await readModel(model))).weights,
    );
  });

  test('as peft says which layers an adapter of some of them changes', async () => {
    await exportModel({ model: fixture('variants/adapters/someLayers'), format: 'peft', out: at('new') });
    expect(JSON.parse(await readFile(at('new/adapter_config.json'), 'utf8'))).toMatchObject({
      target_modules: ['attention.output', 'attention.self', 'intermediate', 'output'].map(
        (part): unknown => `bert.encoder.layer.1.${part}.${part === 'attention.self' ? 'query' : 'dense'}`,
      ),
      lora_dropout: 0.1,
      bias: 'all',
    });
  });

  test('takes the place of no other folder', async () => {
    await mkdir(at('taken'));
    await writeFile(at('taken/notes.txt'), 'mine');
    await expect(exportModel({ model: tiny, format: 'hf', out: at('taken') })).rejects.toThrow(
      'other files in it',
    );
  });
});
