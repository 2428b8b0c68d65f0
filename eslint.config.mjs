import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import ts from 'typescript-eslint';

/** From top to bottom: a folder may import from those after it, never from those before it. */
const layers = ['editor', 'dashboard', 'runs', 'models', 'host', 'engine', 'protocol', 'core'];

/** Inside `core`, the same, each folder building on those after it. */
const coreLayers = [
  'importing',
  'exporting',
  'training',
  'filling',
  'bert',
  'graph',
  'masking',
  'corpus',
  'modelFiles',
  'tokenizer',
  'lease',
];

/** One zone per folder: what it may not import. */
const zonesOf = (root, folders) =>
  folders.slice(1).map((folder, index) => ({
    target: `${root}/${folder}`,
    from: folders.slice(0, index + 1).map((above) => `${root}/${above}`),
    message: `Imports go one way: ${folders.join(' → ')}.`,
  }));

/** Stands above the layers and puts them together. */
const compositionRoot = ['extension', 'parts', 'commands', 'trust', 'settings', 'problems'].map(
  (name) => `./src/${name}.ts`,
);

const rootStaysOnTop = {
  target: layers.map((layer) => `./src/${layer}`),
  from: compositionRoot,
  message: 'Imports go one way: the composition root hands the layers what they need.',
};

const commandLine = ['./src/cli.ts', './src/cli'];
const host = [
  ...compositionRoot,
  './src/editor',
  './src/dashboard',
  './src/runs',
  './src/models',
  './src/host',
];

/** The command line is the core in one process: it knows neither host nor engine, and neither of them knows it. */
const commandLineStaysApart = [
  { target: commandLine, from: [...host, './src/engine'] },
  { target: [...host, './src/engine', './src/protocol', './src/core'], from: commandLine },
].map((zone) => ({
  ...zone,
  message: 'The command line stands beside the extension, on core/ and protocol/.',
}));

/** The extension host loads no native module and computes nothing, so it knows the engine by its messages only. */
const hostStaysLight = {
  target: host,
  from: ['./src/core', './src/engine'],
  message: 'The extension host never loads core or engine code; talk to the engine through protocol/.',
};

/** The page knows the host by their messages only. */
const pageStaysApart = {
  target: './webview',
  from: './src',
  except: ['./protocol'],
  message: 'The webview shares protocol/ with the host and nothing else.',
};

const plainNodeOnly = {
  files: ['src/core/**', 'src/engine/**', 'src/protocol/**', 'src/cli.ts', 'src/cli/**'],
  rules: { 'no-restricted-imports': ['error', { paths: ['vscode'] }] },
};

/** In messages VS Code makes links of what may come from anybody's files. */
const messagesWithoutLinks = {
  files: ['src/**'],
  ignores: ['src/host/messages.ts', 'src/host/confirmation.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: 'MemberExpression[property.name=/^show(Information|Warning|Error)Message$/]',
        message: 'Show messages through host/messages.ts.',
      },
    ],
  },
};

export default ts.config(
  {
    ignores: ['dist/', 'artifacts/', '.cache/', 'node_modules/', 'test/fixtures/', '**/.venv/', '**/*.as.ts'],
  },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.mjs', 'scripts/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({ project: ['tsconfig.json', 'webview/tsconfig.json'] }),
      ],
    },
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            ...zonesOf('./src', layers),
            ...zonesOf('./src/core', coreLayers),
            rootStaysOnTop,
            ...commandLineStaysApart,
            hostStaysLight,
            pageStaysApart,
          ],
        },
      ],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  plainNodeOnly,
  messagesWithoutLinks,
  {
    files: ['**/*.mjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
);
