import { stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { openPromise } from 'yauzl';
import { damaged } from '../storedTensor';
import { bytesAt, type Contents, type Place } from './contents';
import { PickleError } from './pickle';
import { unpickleTorch } from './tensors';

/** There is one for each storage, and a handful more. */
const mostEntries = 2_000;

/** A zip archive of one folder: a pickle, `data.pkl`, and `data/<key>` for each storage. */
export async function readZip(path: string): Promise<Contents> {
  const entries = await entriesOf(path);
  const [pickleName, pickle] = [...entries].find(([name]) => name.endsWith('/data.pkl')) ?? [];
  if (pickleName === undefined || !pickle) throw new PickleError('there is no pickle');
  const folder = pickleName.slice(0, -'data.pkl'.length);
  const byteOrder = entries.get(`${folder}byteorder`);
  if (byteOrder && (await bytesAt(path, byteOrder)).toString() !== 'little') {
    throw new PickleError('another byte order');
  }
  const { value, storages } = unpickleTorch(await bytesAt(path, pickle));
  const places = [...storages.keys()].flatMap((key) => {
    const place = entries.get(`${folder}data/${key}`);
    return place ? [[key, place] as const] : [];
  });
  return { value, places: new Map(places) };
}

/** @throws UserError when the archive is damaged, or compressed, as PyTorch never does. */
async function entriesOf(path: string): Promise<Map<string, Place>> {
  const { size } = await stat(path);
  const entries = new Map<string, Place>();
  try {
    const zip = await openPromise(path, { autoClose: false });
    try {
      for await (const entry of zip.eachEntry()) {
        const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
        const { fileName, compressionMethod, compressedSize: length } = entry;
        const isPlain = compressionMethod === 0 && !entry.isEncrypted();
        if (!isPlain || start + length > size || entries.size === mostEntries)
          throw new Error(`bad entry ${fileName}`);
        entries.set(fileName, { start, length });
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    throw damaged(path, l10n.t('it is not an intact archive'), error);
  }
  return entries;
}
