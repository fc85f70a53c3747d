// The suites as data, the quickest answers first. A part of a suite has
//
//   command  the words that run it, given its test files (or none, of a check)
//   files    its test files, by the repository's: each is kept, chosen and counted for itself
//   base     what each of them reads besides what it imports: configuration, helpers
//   opens    what it opens by a path: folders and files of the repository, as reads.mjs takes them, or a
//            function that gives them for a test file
//   needs    targets of make that it waits for
//   hasPython, browser  what else decides: Python's version, and that of the browser
//   lanes    how many lanes it takes, of two; both without
//   minutes  about how long it takes beside another
//   count    how its report is read

import path from 'node:path';
import { findChromium, findFirefox, findWindowless } from '../find-browser.mjs';
import {
  beside,
  check,
  jest,
  namedIn,
  playwright,
  PYTHON,
  pytest,
  venv
} from './kinds.mjs';

const tsc = ['node', 'node_modules/typescript-native/bin/tsc'];

/** The Python package as Jupyter loads it: launcher, server extension, exporter, marking. */
const LAUNCHER = [
  'gatescope/*',
  'gatescope/exporting',
  'gatescope/grading',
  'gatescope/kernelspec'
];
/** The pages of the docs: an edit of one asks only those tests anew that open pages. */
const pages = namedIn('docs');
/** What the kernel's tests open besides the kernel: code that readers copy, and the lessons in pages. */
const OF_KERNEL = [
  pages,
  'scripts/build_docs.py',
  'gatescope/exporting',
  beside('tests/lessons'),
  'scripts/exercise-metadata.mjs',
  'src/widgets/whatIf/operations.ts'
];
const KERNEL = ['gatescope/_kernel', 'gatescope/data'];
const LESSONS = ['gatescope/_lessons', 'gatescope/_solutions', 'notebooks'];
const LAB = ['gatescope/labextension', 'install.json', 'schema'];
/** What the site is made of, in place of build/site: its pages have the time of day in them. */
const SITE = [
  ...KERNEL,
  ...LESSONS,
  ...LAB,
  'gatescope/lab',
  'scripts/build-networks.mjs',
  'scripts/build-site.mjs',
  'scripts/site-lessons.mjs',
  'scripts/site-pages.mjs',
  'scripts/site-reading.mjs',
  'scripts/build-page-kernel.mjs',
  'gatescope/exporting',
  'src/read',
  'src/site',
  'style',
  'src/kernel/browser',
  'docs',
  'scripts/build_docs.py'
];

/** The kernel's tests, run against the one in a page. */
const inPage = ({ browser, only, ...part }) => ({
  ...pytest({
    ...part,
    folder: 'tests/kernel',
    only,
    words: [`--host=${browser === findFirefox ? 'firefox' : 'chromium'}`],
    opens: [...SITE, ...LAUNCHER, ...OF_KERNEL, 'bench/pageDriver.ts']
  }),
  browser,
  env: async () => ({
    [browser === findFirefox ? 'FIREFOX_PATH' : 'CHROMIUM_PATH']: browser()
  })
});

/** What another host or program has tried already: last, and where the time allows. */
const repeated = part => ({ ...part, isRepeated: true });

/** Whole classes marked; in a part of its own, since each part has its limit of time. */
const marking = [
  'fault_cases_checked',
  'gradebook',
  'mark',
  'mark_dask',
  'marking',
  'nbgrader_exchange',
  'value_faults'
];

/** The same judge called by nbgrader, of every case that `mark` has marked. */
const underNbgrader = ['nbgrader_course', 'nbgrader_values'];

/**
 * What pages say of the lessons, beside what Node said of them: after the lessons' own, which begin
 * when the lab has run the lessons. Each of them would run a lesson that has not yet run.
 */
const IN_PAGES = 'lessons_in_pages';

/** The suite of public models runs without a network: they are typed again in its folder. */
const PUBLIC_MODELS = 'compatibility';
const OF_MODELS = [
  'docs/compatibility.md',
  'gatescope/__init__.py',
  'gatescope/health',
  'gatescope/sampling',
  'gatescope/tracing',
  'gatescope/data',
  'gatescope/_widget',
  'docs/learn',
  'notebooks/python',
  'scripts/compatibility.py',
  'scripts/health_zoo.py',
  'scripts/pytorch-picture.mjs',
  'src/trace/index.ts',
  'tests/fixtures'
];

const OF_LESSONS = [
  ...LAUNCHER,
  ...KERNEL,
  ...LESSONS,
  pages,
  'gatescope/_widget',
  'lib/lab/authoring',
  'scripts/claims',
  'scripts/claims.mjs',
  'scripts/exercise-metadata.mjs',
  'scripts/lesson',
  'scripts/new-lesson.mjs',
  'src/exercises/answers',
  'src/exercises/metadata',
  'src/lab/authoring',
  'src/trace/schema',
  // One training of each sweep of the ledger runs from the sources.
  'src/engine',
  'src/exercises',
  'src/kernel/core',
  'src/node',
  'tests/lessons'
];

/** Every suite, the quickest answers first. */
export const suites = {
  lint: [
    check(
      'eslint',
      [/\.(ts|mjs|cjs|js)$/, /^[^/]+\.json$/, 'tests/tsconfig.json'],
      [
        'node',
        'node_modules/eslint/bin/eslint.js',
        '--cache',
        '--cache-location=build/lint/eslint',
        '--cache-strategy=content',
        '.'
      ]
    ),
    check(
      'prettier',
      // All but what .prettierignore names and what it has no parser for.
      [/^(?!gatescope\/|wasm\/|tests\/fixtures\/).*(?<!\.(py|ipynb))$/],
      [
        'node',
        'node_modules/prettier/bin/prettier.cjs',
        '--check',
        '--log-level=warn',
        '--cache',
        '--cache-location=build/lint/prettier',
        '--cache-strategy=content',
        '.'
      ]
    ),
    check(
      'stylelint',
      ['style', 'stylelint.config.mjs'],
      [
        'node',
        'node_modules/stylelint/bin/stylelint.mjs',
        '--cache',
        '--cache-location=build/lint/stylelint',
        '--cache-strategy=content',
        'style/**/*.css'
      ]
    ),
    check(
      'ruff check',
      [/\.pyi?$/, ...PYTHON],
      [path.join(venv, 'ruff'), 'check', '.'],
      { needs: ['build/stamps/test'], hasPython: true }
    ),
    check(
      'ruff format',
      [/\.pyi?$/, ...PYTHON],
      [path.join(venv, 'ruff'), 'format', '--check', '.'],
      { needs: ['build/stamps/test'], hasPython: true }
    )
  ],
  types: [
    check(
      'types of src',
      ['src', 'tsconfig.json'],
      [...tsc, '--noEmit', '-p', 'tsconfig.json']
    ),
    check(
      'types without DOM and Node',
      ['src', /^tsconfig\..*json$/],
      [...tsc, '-p', 'tsconfig.pure.json']
    ),
    check(
      'types of tests',
      [
        'tsconfig.json',
        'tests/tsconfig.json',
        /^(tests|bench|scripts|src)\/.*\.(ts|json)$/
      ],
      [...tsc, '-p', 'tests/tsconfig.json']
    )
  ],
  unit: [jest('unit', 'tests/unit', ['.'])],
  parity: [
    jest('parity', 'tests/parity', [
      'tests/fixtures',
      'tests/parity',
      'src',
      'gatescope/data'
    ])
  ],
  python: [
    pytest({
      name: 'python',
      minutes: 2,
      folder: 'tests/python',
      // Documents, distributions, lessons: of all of it something is said.
      opens: ['.', ...KERNEL, ...LESSONS, ...LAB, 'gatescope/_widget']
    })
  ],
  models: [
    pytest({
      name: 'models',
      minutes: 5,
      folder: 'tests/models',
      only: name => name !== PUBLIC_MODELS,
      opens: OF_MODELS
    }),
    pytest({
      name: 'public models',
      minutes: 2,
      folder: 'tests/models',
      only: name => name === PUBLIC_MODELS,
      opens: OF_MODELS
    }),
    check(
      'types of Python',
      [
        'gatescope/grading',
        'gatescope/health',
        'gatescope/sampling',
        'gatescope/tracing',
        ...PYTHON
      ],
      [
        path.join(venv, 'mypy'),
        '--strict',
        'gatescope/tracing',
        'gatescope/health',
        'gatescope/sampling',
        'gatescope/grading'
      ],
      { needs: ['build/stamps/models'], hasPython: true }
    )
  ],
  kernel: [
    pytest({
      name: 'kernel',
      minutes: 5,
      folder: 'tests/kernel',
      opens: [...KERNEL, ...OF_KERNEL]
    })
  ],
  lessons: [
    pytest({
      name: 'lessons',
      minutes: 8,
      folder: 'tests/lessons',
      only: name => ![...marking, ...underNbgrader].includes(name),
      opens: OF_LESSONS
    }),
    pytest({
      name: 'marking',
      minutes: 11,
      folder: 'tests/lessons',
      only: name => marking.includes(name),
      opens: OF_LESSONS
    }),
    repeated(
      pytest({
        name: 'nbgrader',
        minutes: 7,
        folder: 'tests/lessons',
        only: name => underNbgrader.includes(name),
        opens: OF_LESSONS
      })
    ),
    pytest({
      name: 'hub',
      minutes: 1,
      folder: 'tests/hub',
      opens: [
        ...LAUNCHER,
        ...KERNEL,
        ...LESSONS,
        ...LAB,
        'scripts/install-modules.mjs',
        'docs/classroom.md',
        'requirements/test.txt'
      ]
    })
  ],
  browser: [
    playwright({
      name: 'gallery',
      // With two workers of its own.
      lanes: 2,
      config: 'tests/browser/playwright.config.ts',
      folder: 'tests/browser/gallery',
      browser: findWindowless,
      env: { GATESCOPE_BROWSER_PART: 'gallery' },
      opens: [
        'LICENSE',
        pages,
        'gatescope/_widget',
        'gatescope/data',
        'scripts/build-vsix.mjs',
        'scripts/build-widget.mjs',
        'scripts/gallery',
        'scripts/gallery.mjs',
        'scripts/vscode',
        'src/trace/mime.ts',
        'style',
        'tests/browser/fonts.ts'
      ]
    }),
    playwright({
      name: 'play',
      minutes: 2,
      config: 'tests/play/playwright.config.ts',
      folder: 'tests/play',
      browser: findWindowless,
      opens: [
        'scripts/build-play.mjs',
        'scripts/bundle-views.mjs',
        'src/anywhere',
        'src/play',
        'style'
      ]
    }),
    playwright({
      name: 'lab',
      hasPython: true,
      minutes: 16,
      config: 'tests/browser/playwright.config.ts',
      folder: 'tests/browser/lab',
      browser: findWindowless,
      env: { GATESCOPE_BROWSER_PART: 'lab' },
      opens: [
        ...LAUNCHER,
        ...KERNEL,
        ...LESSONS,
        ...LAB,
        'gatescope/_widget',
        'gatescope/tracing',
        'requirements',
        'tests/browser/fonts.ts'
      ]
    })
  ],
  site: [
    playwright({
      name: 'site',
      hasPython: true,
      minutes: 4,
      config: 'tests/site/playwright.config.ts',
      folder: 'tests/site',
      browser: findChromium,
      opens: [...SITE, 'bench/pageDriver.ts', 'requirements']
    }),
    repeated(
      inPage({
        name: 'page kernel',
        minutes: 3,
        browser: findChromium,
        only: name => name !== IN_PAGES
      })
    ),
    repeated(
      inPage({
        name: 'lessons in a page',
        minutes: 5,
        browser: findChromium,
        only: name => name === IN_PAGES
      })
    ),
    repeated(
      inPage({
        name: 'in Firefox',
        minutes: 0.5,
        browser: findFirefox,
        only: name => ['errors', IN_PAGES, 'page'].includes(name)
      })
    )
  ]
};
