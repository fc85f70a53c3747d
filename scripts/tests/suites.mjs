// The gate and the night as data: jobs for the queue of run-tests.mjs. A job has
//
//   name     what it is called in the report
//   command  the words that run it
//   after    the names of jobs that it waits for
//   seconds  about how long it takes: of those that can begin, the longest does, of the lowest rank
//   report   where its tool writes what it found, and `count`, how that is read
//   rank     0 what is installed and built, 1 what is quick and often red, 2 without it
//   isFirst  nothing goes on once it has failed
//   isSetUp  it tests nothing
//   env      variables, or a function that gives them once it begins

import path from 'node:path';
import { gate } from '../../tests/gate.mjs';
import { findChromium, findFirefox, findWindowless } from '../find-browser.mjs';
import { countJest, countJunit, countPlaywright } from './counting.mjs';
import { freePort } from './queue.mjs';

const node = (file, ...words) => ['node', `node_modules/${file}`, ...words];
const python = (...words) => ['.venv/bin/python', ...words];
const make = target => [
  'make',
  '--no-print-directory',
  `build/stamps/${target}`
];
const report = (name, extension) => `build/test-results/${name}.${extension}`;

/** What is installed and built; the queue runs it beside what does not wait for it. */
const setUp = [
  {
    name: 'browser',
    command: [
      'node',
      '--eval',
      "import('./scripts/find-browser.mjs').then(found => found.findWindowless())"
    ]
  },
  { name: 'npm', command: ['node', 'scripts/install-modules.mjs'] },
  { name: 'pip', command: make('gate') },
  {
    name: 'prepared',
    after: ['npm'],
    command: ['make', '--no-print-directory', 'prepared']
  },
  { name: 'compiled', after: ['npm'], command: make('lib') },
  { name: 'extension', after: ['compiled'], command: make('labextension') },
  { name: 'built kernel', after: ['compiled'], command: make('kernel') },
  { name: 'built lessons', after: ['extension'], command: make('lessons') },
  { name: 'linked', after: ['pip', 'extension'], command: make('develop') },
  // Long, and needed late: lint and types go first.
  {
    name: 'built widget',
    after: ['extension'],
    command: make('widget'),
    rank: 2,
    seconds: 1000
  },
  {
    name: 'built page',
    rank: 2,
    seconds: 300,
    after: ['linked', 'built kernel', 'built lessons', 'built widget'],
    command: ['node', 'scripts/build-pages.mjs']
  }
].map((job, at) => ({ rank: 0, seconds: -at, ...job, isSetUp: true }));
const LAB = ['linked', 'built kernel', 'built lessons', 'built widget'];

const lint = [
  {
    name: 'types of tests',
    seconds: 25,
    command: node('typescript-native/bin/tsc', '-p', 'tests/tsconfig.json')
  },
  {
    name: 'types without DOM and Node',
    seconds: 6,
    command: node('typescript-native/bin/tsc', '-p', 'tsconfig.pure.json')
  },
  {
    name: 'eslint',
    seconds: 60,
    command: node(
      'eslint/bin/eslint.js',
      '--cache',
      '--cache-location=build/lint/eslint',
      '--cache-strategy=content',
      '.'
    )
  },
  {
    name: 'stylelint',
    seconds: 3,
    command: node('stylelint/bin/stylelint.mjs', 'style/**/*.css')
  },
  {
    name: 'ruff check',
    seconds: 1,
    after: ['pip'],
    command: ['.venv/bin/ruff', 'check', '.']
  },
  {
    name: 'ruff format',
    seconds: 1,
    after: ['pip'],
    command: ['.venv/bin/ruff', 'format', '--check', '.']
  }
].map(job => ({
  after: ['compiled'],
  ...job,
  rank: 1,
  isFirst: true
}));

const jest = (name, { seconds, words, after = ['compiled'] }) => ({
  name,
  seconds,
  after,
  command: node(
    'jest/bin/jest.js',
    '--maxWorkers=1',
    '--workerIdleMemoryLimit=2GB',
    '--json',
    `--outputFile=${report(name, 'json')}`,
    ...words
  ),
  report: report(name, 'json'),
  count: countJest
});

const pytest = (
  name,
  { folder, chosen, seconds, after = LAB, words = [] }
) => ({
  name,
  seconds,
  after,
  command: python(
    ...[
      '-m',
      'pytest',
      '-q',
      '-p',
      'no:cacheprovider',
      '-o',
      'junit_family=xunit1'
    ],
    `--junitxml=${report(name, 'xml')}`,
    ...words,
    ...(chosen.only ?? ['']).map(each => path.posix.join(folder, each)),
    ...(chosen.without ?? []).map(each => `--deselect=${folder}/${each}`)
  ),
  report: report(name, 'xml'),
  count: countJunit
});

/** What Playwright takes for these tests: their files, and a pattern of their titles. */
const asPattern = text =>
  text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
function chosenWords({ only }) {
  if (only === undefined) {
    return [];
  }
  const parted = only.map(each => each.split(' › '));
  const titles = parted.map(([, ...title]) => asPattern(title.join(' ')));
  const files = new Set(parted.map(([file]) => asPattern(`/${file}`)));
  return [...files, `--grep=${titles.join('|')}`];
}
const playwright = (
  name,
  { config, chosen, seconds, after, words = [], env }
) => ({
  name,
  seconds,
  after,
  command: node(
    '@playwright/test/cli.js',
    ...[
      'test',
      `--config=${config}`,
      '--workers=1',
      '--reporter=list,json',
      ...words
    ],
    ...chosenWords(chosen)
  ),
  least: chosen.only?.length,
  env: async () => ({
    ...env,
    CHROMIUM_PATH: findWindowless(),
    GATESCOPE_TEST_PORT: String(await freePort()),
    PLAYWRIGHT_JSON_OUTPUT_FILE: path.resolve(report(name, 'json'))
  }),
  report: report(name, 'json'),
  count: countPlaywright
});

/** Every file of jest that is in the gate, in as many jobs as there are lanes. */
const night = ['unit', 'parity'].flatMap(suite =>
  gate[suite].without.map(file => `/tests/${suite}/${file}\\.test\\.ts$`)
);
const units = [1, 2].map(part =>
  jest(`unit ${part} of 2`, {
    seconds: 110,
    words: [`--shard=${part}/2`, `--testPathIgnorePatterns=${night.join('|')}`]
  })
);

const browsers = 'tests/browser/playwright.config.ts';

/** What may this land asks: minutes. */
export const gateSuites = {
  lint,
  unit: units,
  kernel: [
    pytest('kernel', {
      folder: 'tests/kernel',
      chosen: gate.kernel,
      seconds: 155
    })
  ],
  lessons: [
    pytest('lessons', {
      folder: 'tests/lessons',
      chosen: gate.lessons,
      seconds: 125
    })
  ],
  marking: [
    pytest('marking', {
      folder: 'tests/lessons',
      chosen: gate.marking,
      seconds: 90
    })
  ],
  python: [
    pytest('python', {
      folder: 'tests/python',
      chosen: gate.python,
      seconds: 80
    })
  ],
  models: [
    pytest('models', {
      folder: 'tests/models',
      chosen: gate.models,
      seconds: 145
    })
  ],
  browser: [
    playwright('gallery', {
      config: browsers,
      chosen: gate.gallery,
      seconds: 190,
      after: ['built widget', 'browser'],
      words: ['--project=gallery'],
      env: { GATESCOPE_BROWSER_PART: 'gallery' }
    }),
    playwright('play', {
      config: 'tests/play/playwright.config.ts',
      chosen: gate.play,
      seconds: 15,
      after: ['built widget', 'browser']
    }),
    playwright('page', {
      config: 'tests/site/playwright.config.ts',
      chosen: gate.site,
      seconds: 20,
      after: ['built page', 'browser']
    }),
    playwright('lab', {
      config: browsers,
      chosen: gate.lab,
      seconds: 100,
      after: [...LAB, 'browser'],
      words: ['--project=lab'],
      env: { GATESCOPE_BROWSER_PART: 'lab', GATESCOPE_ONE_KERNEL: '1' }
    })
  ]
};

const all = { chosen: {}, seconds: 1000, after: ['prepared', 'browser'] };
const inPage = (name, browser, find) => ({
  ...pytest(name, {
    ...all,
    folder: 'tests/kernel',
    words: [`--host=${browser}`]
  }),
  env: () => ({ [`${browser.toUpperCase()}_PATH`]: find() })
});

/** Every test there is, one suite a shard of the night. */
export const allSuites = {
  // `make check` asks this of the files that changed.
  prettier: [
    {
      name: 'prettier',
      seconds: 60,
      after: ['npm'],
      command: node(
        'prettier/bin/prettier.cjs',
        '--check',
        '--log-level=warn',
        '.'
      )
    }
  ],
  unit: [
    jest('unit and parity', { seconds: 1000, words: [], after: ['prepared'] })
  ],
  ...Object.fromEntries(
    ['kernel', 'lessons', 'python', 'models', 'hub'].map(name => [
      name,
      [pytest(name, { ...all, folder: `tests/${name}` })]
    ])
  ),
  browser: [
    playwright('gallery and lab', { ...all, config: browsers }),
    playwright('play', { ...all, config: 'tests/play/playwright.config.ts' })
  ],
  site: [
    playwright('site', { ...all, config: 'tests/site/playwright.config.ts' }),
    inPage('page kernel', 'chromium', findChromium),
    inPage('in Firefox', 'firefox', findFirefox)
  ]
};

/** The jobs of these suites, or of all, with the set-up that they wait for. */
export function jobsOf(suites, names) {
  const asked = (names.length > 0 ? names : Object.keys(suites)).flatMap(
    name => suites[name]
  );
  const wanted = new Set();
  const add = name => {
    const job = setUp.find(each => each.name === name);
    if (job && !wanted.has(job)) {
      wanted.add(job);
      (job.after ?? []).forEach(add);
    }
  };
  asked.flatMap(({ after }) => after).forEach(add);
  return [...setUp.filter(job => wanted.has(job)), ...asked];
}
