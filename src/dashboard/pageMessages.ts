import { plainActions, runActions } from '../protocol/dashboard';
import type { DashboardAction, PageMessage } from '../protocol/dashboard';

/** More than any honest page sends; beyond it a message is not looked at. The longest ids have the name of a folder in them. */
const limits = { idLength: 300, probes: 20, probeLength: 500 };

/**
 * Reads a message of the page, which is taken for hostile: whatever is not exactly one of the known messages is
 * `undefined`, and nothing but known properties comes through.
 */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  if (!isRecord(value)) return undefined;
  if (value['type'] === 'ready') return { type: 'ready' };
  if (value['type'] !== 'action') return undefined;
  const action = parseAction(value['action']);
  return action && { type: 'action', action };
}

function parseAction(value: unknown): DashboardAction | undefined {
  if (!isRecord(value)) return undefined;
  const plain = plainActions.find((name) => name === value['type']);
  if (plain) return { type: plain };
  const aboutRun = runActions.find((name) => name === value['type']);
  if (aboutRun) return isId(value['run']) ? { type: aboutRun, run: value['run'] } : undefined;
  switch (value['type']) {
    case 'selectModel':
      return isId(value['model']) ? { type: 'selectModel', model: value['model'] } : undefined;
    case 'dismiss':
      return isId(value['notice']) ? { type: 'dismiss', notice: value['notice'] } : undefined;
    case 'editProbes':
      return areProbes(value['probes']) ? { type: 'editProbes', probes: [...value['probes']] } : undefined;
    default:
      return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= limits.idLength;
}

function areProbes(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= limits.probes &&
    value.every((probe) => typeof probe === 'string' && probe.length <= limits.probeLength)
  );
}
