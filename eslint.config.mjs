import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import ts from 'typescript-eslint';

/** From top to bottom: a folder may import from those after it, never from those before it. */
const layers = ['editor', 'dashboard', 'runs', 'models', 'engine', 'protocol', 'core'];

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
];

/** One zone per folder: what it may not import. */
const zonesOf = (root, folders) =>
  folders.slice(1).map((folder, index) => ({
    target: `${root}/${folder}`,
    from: folders.slice(0, index + 1).map((above) => `${root}/${above}`),
    message: `Imports go one way: ${folders.join(' → ')}.`,
  }));

/** The extension host loads no native module and computes nothing, so it knows the engine by its messages only. */
const hostStaysLight = {
  target: ['./src/editor', './src/dashboard', './src/runs', './src/models', './src/extension.ts'],
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
  files: ['src/core/**', 'src/engine/**', 'src/protocol/**', 'src/cli.ts'],
  rules: { 'no-restricted-imports': ['error', { paths: ['vscode'] }] },
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
