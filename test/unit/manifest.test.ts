import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import manifest from '../../package.json';
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

describe('the settings', () => {
  // Their titles are made of their names, which are English; VS Code looks for its keywords, too.
  it.each(Object.entries(manifest.contributes.configuration.properties))(
    'are found by what the extension is called in the language of VS Code: %s',
    (_, { keywords }) => {
      expect(keywords).toContain(manifest.contributes.configuration.title);
    },
  );
});

describe('the walkthrough', () => {
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
