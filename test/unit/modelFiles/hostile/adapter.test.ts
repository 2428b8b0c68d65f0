import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { fixture } from '../fixtures';
import { pickle, torchZip } from './hostileFiles';
import { goodModel, hostileFolders } from './hostileFolders';

const { parent, folderWith, expectRefusal } = hostileFolders();

const goodAdapter = fixture('variants/adapters/queryValue');

describe('an adapter is refused', () => {
  const config = 'adapter_config.json';
  const configOn = async (base: string): Promise<object> => ({
    ...(JSON.parse(await readFile(join(goodAdapter, config), 'utf8')) as object),
    base_model_name_or_path: base,
  });
  /** A folder that is an adapter and looks like a model, too. */
  const adapterOn = async (base: string): Promise<string> =>
    folderWith(
      { 'config.json': await readFile(join(goodModel, 'config.json')), [config]: await configOn(base) },
      goodAdapter,
    );

  it('that would run a command', async () => {
    const value = pickle.make(pickle.call(pickle.global('os', 'system'), pickle.text('touch harm')));
    const dir = await folderWith(
      { 'adapter_model.safetensors': undefined, 'adapter_model.bin': torchZip(value) },
      goodAdapter,
    );
    await expectRefusal(dir, /“os\.system”/);
  });

  it('with more tokens than its model', async () => {
    const dir = await folderWith(
      {
        [config]: await configOn(goodModel),
        'vocab.txt': await readFile(join(goodModel, 'vocab.txt')),
        'tokenizer_config.json': { added_tokens_decoder: { 3_999_999: { content: 'x' } } },
      },
      goodAdapter,
    );
    await expectRefusal(dir, /has 4000000 tokens, but the model only 100 rows/);
  });

  it('on a base model whose path is that of another host by the rules of Windows, though it is there', async () => {
    await expectRefusal(await adapterOn(`/${goodModel}`), /which is not there/);
  });

  const isItself = /which leads back to the adapter itself/;
  it('that is its own base model', async () => {
    await expectRefusal(await adapterOn('.'), isItself);
  });
  it('that is its own base model by way of another', async () => {
    const dir = await adapterOn('../other');
    await cp(dir, join(parent.path, 'other'), { recursive: true });
    await writeFile(join(parent.path, 'other', config), JSON.stringify(await configOn('../model')));
    await expectRefusal(dir, isItself);
  });
  it('that is its own base model by way of a link', async () => {
    const dir = await adapterOn('link');
    await symlink(dir, join(dir, 'link'));
    await expectRefusal(dir, isItself);
  });
});
