import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadModel } from '../bert/readModel';
import { unlessUserError } from '../errors';
import { hubName } from '../modelFiles/config';
import { isHubId } from '../modelFiles/hubCache';
import { originFile, readOrigin } from '../modelFiles/origin';
import { leadsToOtherHost } from '../modelFiles/otherHosts';

/**
 * The id on a hub of the model that another was learnt on: as it was imported from there, or else as its config says. What
 * is on a stranger's host is not looked at.
 */
export async function hubIdOfBase({ folders, record, config }: ReadModel): Promise<string | undefined> {
  const [own = ''] = folders;
  const base = record?.base.path;
  const local = base === undefined || leadsToOtherHost(base, own) ? [] : [base];
  const imported = [...folders, ...local].find((folder) => existsSync(join(folder, originFile)));
  return (imported === undefined ? undefined : await originIn(imported)) ?? idIn(hubName(config));
}

/** A name without an owner may be that of a folder that a model was saved in; one is that of a model. */
function idIn(name: string | undefined): string | undefined {
  return name?.includes('/') || name === 'bert-base-chinese' ? name : undefined;
}

/** Another program may have written a file of that name. */
async function originIn(folder: string): Promise<string | undefined> {
  const origin = await unlessUserError(readOrigin(folder));
  return origin && isHubId(origin.id) ? origin.id : undefined;
}
