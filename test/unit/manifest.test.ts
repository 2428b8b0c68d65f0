import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import manifest from '../../package.json';
import words from '../../package.nls.json';
import { textFileEndings } from '../../src/protocol/textFiles';

describe('the entry in the menu of the Explorer', () => {
  const when = manifest.contributes.menus['explorer/context'].map((entry) => entry.when).join();
  const [, endings = '', flags] = /resourceExtname =~ \/(.*)\/(\w*)/.exec(when) ?? [];

  it.each(['.txt', '.TXT', '.Md', '.json'])('is there for a text that ends in %s', (ending) => {
    expect(ending).toMatch(new RegExp(endings, flags));
  });

  it('is there for all files that are read, and for no others', () => {
    expect(endings).toBe(String.raw`^\.(${textFileEndings.join('|')})$`);
  });

  it.each(['', '.png', '.txt.zip'])('is not there for a file that ends in %j', (ending) => {
    expect(ending).not.toMatch(new RegExp(endings, flags));
  });
});

describe('the menus', () => {
  const { menus, commands } = manifest.contributes;
  const declared = commands.map(({ command }) => command);
  const entries = Object.values(menus)
    .flat()
    .map((entry) => ('command' in entry ? entry.command : undefined))
    .filter((command) => command !== undefined);

  it('hold commands of the extension alone', () => {
    expect(declared).toEqual(expect.arrayContaining(entries));
  });

  it('offer nothing that writes where a text is read-only', () => {
    const writing = ['maskSelection', 'fillNext', 'fillAll'].map((name) => `clozeTuner.${name}`);
    const whens = [...menus['clozeTuner.editor'], ...menus.commandPalette]
      .filter(({ command }) => writing.includes(command))
      .map((entry) => ('when' in entry ? entry.when : ''));
    expect(whens).toHaveLength(2 * writing.length);
    for (const when of whens) expect(when).toContain('!editorReadonly');
  });

  it('of an editor is there in the languages of the settings, and wherever something is selected', () => {
    expect(menus['editor/context'].map(({ when }) => when)).toEqual([
      'editorLangId == plaintext || editorLangId == markdown || editorLangId in clozeTuner.languages || editorHasSelection',
    ]);
  });

  it('of the explorer is there for files on a disk, folders too', () => {
    const [{ when } = { when: '' }] = menus['explorer/context'];
    expect(when).toMatch(/^resourceScheme == file && \(explorerResourceIsFolder \|\| resourceExtname =~ /);
  });

  it('of the sidebar holds every command but those for an editor and those that it is itself', () => {
    const inSidebar = menus['view/title'].map(({ command, when }) => [command, when]);
    const elsewhere = ['openExercise', 'maskSelection', 'fillNext', 'fillAll', 'showDashboard'];
    const expected = declared.filter((command) => !elsewhere.includes(command.replace('clozeTuner.', '')));
    expect(inSidebar.toSorted()).toEqual(
      expected.map((command) => [command, 'view == clozeTuner.dashboard']).toSorted(),
    );
  });
});

describe('the settings', () => {
  // Whose text is where, what computes and which hub is asked is up to the person, not to a folder that they open.
  it.each(['device', 'engine.idleMinutes', 'hub.endpoint'] as const)(
    'of the machine are not changed by a folder: %s',
    (name) => {
      expect(manifest.contributes.configuration.properties[`clozeTuner.${name}`].scope).toBe('machine');
    },
  );

  // Their titles are made of their names, which are English; VS Code looks for its keywords, too.
  it.each(Object.entries(manifest.contributes.configuration.properties))(
    'are found by what the extension is called in the language of VS Code: %s',
    (_, { keywords }) => {
      expect(keywords).toContain(manifest.contributes.configuration.title);
    },
  );
});

describe('the walkthrough', () => {
  const declared = manifest.contributes.commands.map(({ command }) => command);

  it('is completed by commands that there are', () => {
    const own = manifest.contributes.walkthroughs
      .flatMap(({ steps }) => steps.flatMap(({ completionEvents }) => completionEvents))
      .map((event) => event.replace('onCommand:', ''))
      .filter((command) => command.startsWith('clozeTuner.'));
    expect(own.length).toBeGreaterThan(0);
    expect(declared).toEqual(expect.arrayContaining(own));
  });

  it('leads to commands that there are', () => {
    const own = Object.values(words).flatMap((text) =>
      [...text.matchAll(/\(command:(clozeTuner\.\w+)\)/g)].map(([, command]) => command),
    );
    expect(own.length).toBeGreaterThan(0);
    expect(declared).toEqual(expect.arrayContaining(own));
  });

  const pictures = manifest.contributes.walkthroughs.flatMap(({ steps }) =>
    steps.map(({ media }) => media.svg),
  );

  // VS Code shows a picture in a page that takes no other styles than its own; without its colours all is black.
  it.each(pictures)('has the colours of %s in attributes, not in styles', async (picture) => {
    const svg = await readFile(picture, 'utf8');
    expect(svg).toContain('fill="var(--vscode-');
    expect(svg).not.toMatch(/<style|\s(style|class)=/);
  });

  // In high contrast themes a border has the colour of what it surrounds: an area of it would pass for a full bar.
  it.each(pictures)('draws borders in %s as lines, not as areas', async (picture) => {
    expect(await readFile(picture, 'utf8')).not.toContain('fill="var(--vscode-widget-border');
  });
});
