import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';

// A folder is a layer. Each layer lists what it may import; the rest of src is closed to it.
const layers = {
  trace: [],
  // What views are made of, and the views themselves, without a page: the kernel saves their pictures.
  scene: ['trace'],
  views: ['scene', 'trace'],
  engine: ['trace'],
  node: ['engine', 'trace'],
  exercises: ['engine', 'trace'],
  kernel: ['node', 'engine', 'exercises', 'views', 'scene', 'trace'],
  widgets: ['views', 'scene', 'trace'],
  page: ['engine', 'scene', 'trace', 'widgets/context.ts'],
  lab: ['page', 'widgets', 'scene', 'exercises', 'trace'],
  site: ['kernel', 'lab/translate.ts', 'scene', 'widgets/context.ts', 'trace'],
  play: ['page', 'widgets', 'views', 'scene', 'engine', 'trace'],
  anywhere: [
    'page',
    'widgets',
    'scene',
    'lab/link',
    'lab/version.ts',
    'node/files.ts',
    'engine',
    'trace'
  ],
  read: [
    'anywhere',
    'exercises',
    'kernel/browser',
    'kernel/core',
    'lab/exercises',
    'lab/link',
    'lab/reading',
    'lab/version.ts',
    'page',
    'widgets',
    'scene',
    'trace'
  ]
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

// Floors inside the views: what every view stands on knows none of them.
const viewFloors = {
  base: [],
  scene: ['base', 'describe'],
  // A run as maps and lines over its steps, which the gates, What if and others draw.
  traceMap: ['base', 'scene']
};
for (const [floor, open] of Object.entries(viewFloors)) {
  zones.push({
    target: `./src/widgets/${floor}`,
    from: './src/widgets',
    except: [floor, ...open, 'context.ts'].map(name => `./${name}`),
    message: `src/widgets/${floor} may import of the views only: ${[floor, ...open].join(', ')}.`
  });
}

const jupyterRules = [
  'command-described-by',
  'incorrect-translator-usage',
  'no-dynamic-translation',
  'no-pageconfig-base-url',
  'no-schema-enum',
  'no-translation-concatenation',
  'plugin-description',
  'plugin-id-convention',
  'prefer-signal-this-arg',
  'require-disposable-ownership',
  'require-disposable-transfer',
  'require-signal-cleanup',
  'require-signal-this-arg',
  'token-format'
].map(name => `jupyter/${name}`);

// The kernel's core runs on any machine; each host brings what its machine gives, and none the other's.
for (const [target, except] of Object.entries({
  'kernel/core': [
    'kernel/core',
    'engine',
    'exercises',
    'views',
    'scene',
    'trace'
  ],
  'kernel/node': [
    'kernel/core',
    'kernel/node',
    'node',
    'exercises',
    'engine',
    'trace'
  ],
  'kernel/browser': [
    'kernel/core',
    'kernel/browser',
    'exercises',
    'engine',
    'trace'
  ]
})) {
  zones.push({
    target: `./src/${target}`,
    from: './src',
    except: except.map(folder => `./${folder}`),
    message: `src/${target} may import only: ${except.join(', ')}.`
  });
}

// The floors of the kernel's core. What stands beside them (messages, host) is of all.
const kernelFloors = {
  cells: [],
  dataSets: [],
  library: ['dataSets'],
  picture: [],
  run: ['library'],
  report: ['cells', 'run'],
  check: ['cells', 'report', 'run'],
  live: ['cells', 'library', 'picture', 'run']
};
for (const [floor, open] of Object.entries(kernelFloors)) {
  zones.push({
    target: `./src/kernel/core/${floor}`,
    from: [...Object.keys(kernelFloors), 'session', 'wire']
      .filter(other => other !== floor && !open.includes(other))
      .map(other => `./src/kernel/core/${other}`),
    message: `src/kernel/core/${floor} may import of the core's folders only: ${open.join(', ') || 'none'}.`
  });
}

// The floors of the engine from below: a file may import from its own floor and those under it.
const floors = [
  'base',
  'kernels',
  'tensor',
  'spec',
  'files',
  'data',
  'recurrence',
  'compiler',
  'python',
  'analysis',
  'run',
  'cells',
  'layers',
  'training',
  'fused',
  'models',
  'seq2seq',
  'study'
];
floors.forEach((floor, at) => {
  zones.push({
    target: `./src/engine/${floor}`,
    from: './src/engine',
    except: floors.slice(0, at + 1).map(folder => `./${folder}`),
    message: `src/engine/${floor} may import only from the floors under it: ${floors.slice(0, at).join(', ') || 'none'}.`
  });
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
      'src/kernel/*/types/',
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
      'import-x/no-default-export': 'error'
    }
  },
  {
    // A function of the engine is one concept.
    files: ['src/engine/**/*.ts'],
    rules: {
      'max-lines-per-function': [
        'error',
        { max: 150, skipBlankLines: true, skipComments: true }
      ]
    }
  },
  {
    // JupyterLab's own rules that need no types.
    files: ['src/lab/**/*.ts', 'src/widgets/**/*.ts'],
    plugins: { jupyter },
    rules: Object.fromEntries(jupyterRules.map(rule => [rule, 'error']))
  },
  {
    // The one place where words come from elsewhere: each caller of it names a literal.
    files: ['src/lab/translate.ts'],
    rules: { 'jupyter/no-dynamic-translation': 'off' }
  },
  {
    // What the views call their parts is translated where it is drawn.
    files: ['src/lab/**/*.ts'],
    rules: { 'jupyter/no-untranslated-string': 'error' }
  },
  {
    files: ['src/kernel/core/**/*.ts', 'src/kernel/browser/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: builtinModules.map(name => ({
            name,
            message: 'Only src/kernel/node may import what Node brings.'
          })),
          patterns: [
            {
              group: ['node:*', 'zeromq', 'tslab', 'tslab/*'],
              message: 'Only src/kernel/node may import what Node brings.'
            }
          ]
        }
      ]
    }
  },
  {
    // JupyterLab and anywidget load the default export of these modules.
    files: [
      'src/lab/index.ts',
      'src/lab/plugins/*.ts',
      'src/site/index.ts',
      'src/anywhere/{trace,every}.ts'
    ],
    rules: { 'import-x/no-default-export': 'off' }
  },
  {
    // A view is its data, its marks and its words: what grows longer has more than one of them in it.
    files: ['src/widgets/**/*.ts', 'src/play/**/*.ts'],
    rules: {
      'max-lines-per-function': [
        'error',
        { max: 120, skipBlankLines: true, skipComments: true }
      ]
    }
  },
  {
    // The log of a page is its console.
    files: ['src/kernel/browser/**', 'src/site/**'],
    rules: { 'no-console': ['error', { allow: ['debug', 'error'] }] }
  },
  {
    files: ['scripts/**', 'bench/**', 'tests/**', '*.mjs', '*.js'],
    rules: { 'no-console': 'off' }
  },
  prettier
);
