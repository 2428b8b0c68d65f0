/** The extension host's end of an engine: a forked child process and the channel to it. */
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

import { Client, type Transport } from './channel';
import type { DeviceChoice, EngineContract } from './engine';

/** How an engine ended. */
export interface EngineExit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface Engine {
  readonly client: Client<EngineContract>;
  readonly exited: Promise<EngineExit>;
  /** Lets go of the engine, which saves what it has and ends. */
  release(): void;
  /** Ends it now, whatever it does. */
  kill(): void;
}

export type StartEngine = () => Engine;

export interface EngineOptions {
  /** What it computes on. */
  readonly device: DeviceChoice;
  /** Path of the messages in the display language; absent for English. */
  readonly translations?: string | undefined;
  /** Variables that the engine has besides those of this process, or in place of them. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * @param entry the engine's program
 * @param onOutput gets each line that the engine prints
 */
export function forkEngine(
  entry: string,
  { device, translations, environment = {} }: EngineOptions,
  onOutput: (line: string) => void,
): Engine {
  const child = fork(entry, translations === undefined ? [device] : [device, translations], {
    execArgv: [], // not the host's: its debugger's port is taken
    env: overridden(process.env, { ...environment, ELECTRON_RUN_AS_NODE: '1' }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', onOutput);
  }
  const exited = new Promise<EngineExit>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
    child.once('error', () => {
      resolve({ code: child.exitCode, signal: child.signalCode });
    });
  });
  return {
    client: new Client(childTransport(child)),
    exited,
    release: () => {
      if (child.connected) child.disconnect();
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

/** `http_proxy` and `HTTP_PROXY` count as one variable: Windows keeps only one of them, and programs read either. */
function overridden(inherited: NodeJS.ProcessEnv, own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const names = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const kept = Object.entries(inherited).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...own };
}

function childTransport(child: ChildProcess): Transport {
  return {
    send: (message) => {
      // A failure to send means that the child is gone, which `onClose` tells.
      if (child.connected && typeof message === 'object' && message !== null)
        child.send(message, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onClose: (listener) => {
      child.once('disconnect', listener);
      child.once('error', listener);
    },
  };
}
