import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import prettier from 'eslint-config-prettier';

// A folder is a layer. Each layer lists what it may import; the rest of src is closed to it.
const layers = {
  trace: [],
  engine: ['trace'],
  node: ['engine', 'trace'],
  exercises: ['engine', 'trace'],
  kernel: ['node', 'engine', 'exercises', 'trace'],
  widgets: ['trace'],
  lab: ['widgets', 'exercises', 'trace']
};

const zones = Object.entries(layers).map(([layer, open]) => ({
  target: `./src/${layer}`,
  from: './src',
  except: [layer, ...open].map(folder => `./${folder}`),
  message: `src/${layer} may import only: ${[layer, ...open].join(', ')}.`
}));

// The lab reads exercise metadata; the checks themselves run in the kernel.
zones.push({
  target: './src/lab',
  from: './src/exercises',
  except: ['./metadata'],
  message: 'src/lab may import only exercises/metadata.'
});
zones.push({
  target: './src/exercises/metadata',
  from: './src',
  except: ['./exercises/metadata', './trace'],
  message: 'src/exercises/metadata may import only trace.'
});

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '**/.venv*/',
      'lessons/',
      'lib/',
      'build/',
      'dist/',
      'gatescope/',
      'wasm/',
      'bench/out/',
      'src/**/generated/',
      'src/kernel/types/',
      'coverage/',
      'test-results/',
      'screenshots/'
    ]
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mjs'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver()]
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      curly: 'error',
      'prefer-const': 'error'
    }
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error'
    }
  },
  {
    // JupyterLab loads the default export of these modules.
    files: ['src/lab/index.ts', 'src/lab/plugins/*.ts'],
    rules: { 'import-x/no-default-export': 'off' }
  },
  {
    files: ['scripts/**', 'bench/**', 'tests/**', '*.mjs', '*.js'],
    rules: { 'no-console': 'off' }
  },
  prettier
);
