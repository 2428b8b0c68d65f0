import { beforeEach, describe, expect, it, vi } from 'vitest';

import manifest from '../../package.json';
import { proxyEnvironment, settings, toggleCompletions } from '../../src/settings';

/** What the settings files say: those of the workspace before the person's own. */
const said = vi.hoisted(() => ({
  values: new Map<string, unknown>(),
  workspace: new Map<string, unknown>(),
  messages: [] as string[],
  /** Why nothing can be written to them. */
  refusal: '',
}));

vi.mock('vscode', () => ({
  ConfigurationTarget: { Global: 1, Workspace: 2 },
  l10n: { t: (message: string) => message },
  window: { setStatusBarMessage: (message: string) => said.messages.push(message) },
  workspace: {
    getConfiguration: (section?: string) => {
      const whole = (name: string) => (section === undefined ? name : `${section}.${name}`);
      return {
        get: (name: string) => said.workspace.get(whole(name)) ?? said.values.get(whole(name)),
        inspect: (name: string) => ({
          globalValue: said.values.get(whole(name)),
          workspaceValue: said.workspace.get(whole(name)),
        }),
        update: (name: string, value: unknown, target: number) =>
          said.refusal === ''
            ? Promise.resolve((target === 2 ? said.workspace : said.values).set(whole(name), value))
            : Promise.reject(new Error(said.refusal)),
      };
    },
  },
}));

const { properties } = manifest.contributes.configuration;

/** What the settings are where somebody wrote this into one of them. */
function settingsWith(name: keyof typeof properties, value: unknown) {
  said.values.set(name, value);
  return { ...settings };
}

/** What they are where nobody wrote anything, as the manifest has it. */
const defaults = {
  completionsEnabled: properties['clozeTuner.completions.enabled'].default,
  languages: properties['clozeTuner.completions.languages'].default,
  device: properties['clozeTuner.device'].default,
  idleMinutes: properties['clozeTuner.engine.idleMinutes'].default,
  hubEndpoint: properties['clozeTuner.hub.endpoint'].default,
};

beforeEach(() => {
  said.values.clear();
  said.workspace.clear();
  said.messages.length = 0;
  said.refusal = '';
});

describe('a setting', () => {
  it.each([
    ['clozeTuner.completions.enabled', false, { completionsEnabled: false }],
    ['clozeTuner.completions.languages', ['latex'], { languages: ['latex'] }],
    ['clozeTuner.completions.languages', [], { languages: [] }],
    ['clozeTuner.engine.idleMinutes', 30, { idleMinutes: 30 }],
    ['clozeTuner.hub.endpoint', 'https://hub', { hubEndpoint: 'https://hub' }],
  ] as const)('%s may be %j', (name, value, expected) => {
    expect(settingsWith(name, value)).toEqual({ ...defaults, ...expected });
  });

  it.each(properties['clozeTuner.device'].enum)('clozeTuner.device may be %s', (device) => {
    expect(settingsWith('clozeTuner.device', device)).toEqual({ ...defaults, device });
  });

  it.each([
    ['clozeTuner.completions.enabled', 'yes'],
    ['clozeTuner.completions.languages', 'markdown'],
    ['clozeTuner.completions.languages', null],
    ['clozeTuner.completions.languages', ['markdown', 1]],
    ['clozeTuner.device', 'gpu'],
    ['clozeTuner.device', null],
    ['clozeTuner.engine.idleMinutes', '30'],
    ['clozeTuner.engine.idleMinutes', null],
    ['clozeTuner.hub.endpoint', null],
  ] as const)('%s is its default where it says %j', (name, value) => {
    expect(settingsWith(name, value)).toEqual(defaults);
  });

  it.each([
    [99_999, 'maximum'],
    [0, 'minimum'],
  ] as const)('clozeTuner.engine.idleMinutes is never %i, but its %s', (minutes, bound) => {
    const { idleMinutes } = settingsWith('clozeTuner.engine.idleMinutes', minutes);
    expect(idleMinutes).toBe(properties['clozeTuner.engine.idleMinutes'][bound]);
    expect(idleMinutes * 60_000).toBeLessThan(2 ** 31); // what a timer can wait for
  });
});

describe('Toggle Completions', () => {
  const name = 'clozeTuner.completions.enabled';

  it('turns them off and on again for the person', async () => {
    await toggleCompletions();
    expect(settings.completionsEnabled).toBe(false);
    await toggleCompletions();
    expect(settings.completionsEnabled).toBe(true);
    expect(said.workspace.size).toBe(0);
  });

  it('says what came of it', async () => {
    await toggleCompletions();
    await toggleCompletions();
    expect(said.messages).toEqual([
      'Completions in the editor are off.',
      'Completions in the editor are on.',
    ]);
  });

  it('passes on what VS Code says where it cannot write to the settings', async () => {
    said.refusal = 'Unable to write into user settings. Please correct errors in it.';
    await expect(toggleCompletions()).rejects.toMatchObject({ failure: 'refused', message: said.refusal });
  });

  it.each([true, false])(
    'changes the setting of a workspace that says %s, which is what counts',
    async (value) => {
      said.values.set(name, true);
      said.workspace.set(name, value);
      await toggleCompletions();
      expect(settings.completionsEnabled).toBe(!value);
      expect(said.values.get(name)).toBe(true);
    },
  );
});

describe('the proxy of VS Code', () => {
  it('is told to the engine, with the hosts that need none', () => {
    said.values.set('http.proxy', 'http://proxy').set('http.noProxy', ['a', 'b']);
    expect(proxyEnvironment()).toEqual({
      http_proxy: 'http://proxy',
      https_proxy: 'http://proxy',
      no_proxy: 'a,b',
    });
  });

  it.each([
    ['', 'override'],
    [null, 'override'],
    ['http://proxy', 'off'],
  ])('is none where the settings say %j and %s', (proxy, support) => {
    said.values.set('http.proxy', proxy).set('http.proxySupport', support);
    expect(proxyEnvironment()).toEqual({});
  });

  it('is used for all hosts where the exceptions are no list', () => {
    said.values.set('http.proxy', 'http://proxy').set('http.noProxy', 'a');
    expect(proxyEnvironment()).toEqual({ http_proxy: 'http://proxy', https_proxy: 'http://proxy' });
  });
});
