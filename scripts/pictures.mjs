// Takes the pictures of the READMEs out of the screenshots that the tests in a real VS Code have left.
import { copyFile, mkdir } from 'node:fs/promises';

const from = 'artifacts/screenshots/current';
const to = 'media/readme';

const pictures = {
  'completion.png': 'completion.png',
  'figures.png': 'light-figures.png',
  'hover.png': 'hover.png',
  'completion.zh-cn.png': 'chinese-completion.png',
  'figures.zh-cn.png': 'chinese-figures.png',
  'hover.zh-cn.png': 'chinese-hover.png',
};

await mkdir(to, { recursive: true });
for (const [picture, screenshot] of Object.entries(pictures)) {
  await copyFile(`${from}/${screenshot}`, `${to}/${picture}`);
}
