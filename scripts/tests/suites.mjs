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
//   lock     jobs with the same one never run at once
//   env      variables, or a function that gives them once it begins

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { gate } from '../../tests/gate.mjs';
import { findChromium, findFirefox, findWindowless } from '../find-browser.mjs';
import { countJest, countJunit, countPlaywright } from './counting.mjs';
import { freePort } from './queue.mjs';

const node = (file, ...words) => ['node', `node_modules/${file}`, ...words];
const python = (...words) => [
  process.env.GATESCOPE_PYTHON ?? '.venv/bin/python',
  ...words
];
const make = target => [
  'make',
  '--no-print-directory',
  `build/stamps/${target}`
];
const report = (name, extension) =>
  `build/test-results/${name.replaceAll(' ', '-')}.${extension}`;

/** What is installed and built; the queue runs it beside what does not wait for it. */
const setUpOf = isAll =>
  [
    {
      name: 'browser',
      command: [
        'node',
        '--eval',
        "import('./scripts/find-browser.mjs').then(found => found.findWindowless())"
      ]
    },
    { name: 'npm', command: ['node', 'scripts/install-modules.mjs'] },
    { name: 'pip', command: make(isAll ? 'test' : 'gate'), lock: 'pip' },
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
    },
    // Of the night alone.
    {
      name: 'pip of models',
      after: ['pip'],
      command: make('models'),
      lock: 'pip'
    },
    {
      name: 'wheels of others',
      after: ['pip'],
      command: make('wheels'),
      lock: 'pip'
    },
    { name: 'npm of the hub', after: ['npm'], command: make('hub') },
    {
      name: 'built packages',
      after: [...LAB, 'pip'],
      command: make('dist'),
      lock: 'pip'
    },
    {
      name: 'built site',
      after: [...LAB, 'pip'],
      command: make('site'),
      lock: 'pip'
    }
  ].map((job, at) => ({ rank: 0, seconds: -at, ...job, isSetUp: true }));
const LAB = ['linked', 'built kernel', 'built lessons', 'built widget'];

/** Lint and types, of which nothing goes on when one has failed. */
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
].map(job => ({ after: ['compiled'], ...job, rank: 1, isFirst: true }));

const jest = (name, { seconds, words = [], after = ['compiled'] }) => ({
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
  { folder, chosen = {}, files = [''], seconds, after = LAB, words = [], env }
) => ({
  name,
  seconds,
  after,
  env,
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
    ...(chosen.only ?? files).map(each => path.posix.join(folder, each)),
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
  {
    config,
    chosen = {},
    seconds,
    after,
    words = [],
    env,
    browser = findWindowless
  }
) => ({
  name,
  seconds,
  after: [...after, 'browser'],
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
    [browser === findFirefox ? 'FIREFOX_PATH' : 'CHROMIUM_PATH']: browser(),
    GATESCOPE_TEST_PORT: String(await freePort()),
    PLAYWRIGHT_JSON_OUTPUT_FILE: path.resolve(report(name, 'json'))
  }),
  report: report(name, 'json'),
  count: countPlaywright
});

/** So many jobs in place of one: each is given its part and a share of the seconds. */
const inParts = (parts, name, { seconds, ...more }, job) =>
  Array.from({ length: parts }, (_, at) =>
    job(`${name} ${at + 1} of ${parts}`, {
      ...more,
      seconds: seconds / parts,
      part: at,
      parts
    })
  );
/** The tools' own way to run a part. */
const sharded = ({ part, parts, words = [], ...more }) => ({
  ...more,
  words: [...words, `--shard=${part + 1}/${parts}`]
});
/** pytest has none: each part gets the next file in turn. */
const dealt = ({ part, parts, ...more }) => ({
  ...more,
  files: readdirSync(more.folder)
    .filter(file => /^test_.*\.py$/.test(file))
    .sort()
    .filter((_, at) => at % parts === part)
});

const gallery = {
  config: 'tests/browser/playwright.config.ts',
  after: ['built widget'],
  words: ['--project=gallery'],
  env: { GATESCOPE_BROWSER_PART: 'gallery' }
};
const lab = {
  config: 'tests/browser/playwright.config.ts',
  after: LAB,
  words: ['--project=lab'],
  env: { GATESCOPE_BROWSER_PART: 'lab' }
};
const play = {
  config: 'tests/play/playwright.config.ts',
  after: ['built widget']
};
const site = { config: 'tests/site/playwright.config.ts' };

const night = ['unit', 'parity'].flatMap(suite =>
  gate[suite].without.map(file => `/tests/${suite}/${file}\\.test\\.ts$`)
);

/** May this land? Minutes. What of each suite is asked stands in tests/gate.mjs. */
const gateSuites = {
  lint,
  // Every file of jest that is in the gate, in as many jobs as there are lanes.
  unit: inParts(2, 'unit', { seconds: 220 }, (name, part) =>
    jest(
      name,
      sharded({
        ...part,
        words: [`--testPathIgnorePatterns=${night.join('|')}`]
      })
    )
  ),
  ...Object.fromEntries(
    [
      ['kernel', 155],
      ['lessons', 125],
      ['marking', 90, 'tests/lessons'],
      ['python', 80],
      ['models', 145]
    ].map(([name, seconds, folder = `tests/${name}`]) => [
      name,
      [pytest(name, { folder, chosen: gate[name], seconds })]
    ])
  ),
  gallery: [
    playwright('gallery', { ...gallery, chosen: gate.gallery, seconds: 190 })
  ],
  lab: [
    playwright('lab', {
      ...lab,
      chosen: gate.lab,
      seconds: 100,
      env: { ...lab.env, GATESCOPE_ONE_KERNEL: '1' }
    })
  ],
  play: [playwright('play', { ...play, chosen: gate.play, seconds: 15 })],
  site: [
    playwright('page', {
      ...site,
      chosen: gate.site,
      seconds: 20,
      after: ['built page']
    })
  ]
};

const SITE = ['built site'];
const inPage = (name, find, only) =>
  pytest(name, {
    folder: 'tests/kernel',
    chosen: { only },
    seconds: 500,
    after: [...SITE, 'browser'],
    words: [`--host=${find === findFirefox ? 'firefox' : 'chromium'}`],
    env: () => ({
      [find === findFirefox ? 'FIREFOX_PATH' : 'CHROMIUM_PATH']: find()
    })
  });

/** Is everything still true, everywhere? Hours, in shards. */
const nightSuites = {
  lint: [
    ...lint,
    // `make check` asks this of the files that changed.
    {
      name: 'prettier',
      seconds: 65,
      after: ['npm'],
      command: node(
        'prettier/bin/prettier.cjs',
        '--check',
        '--log-level=warn',
        '.'
      )
    },
    {
      name: 'types of Python',
      seconds: 60,
      after: ['pip of models'],
      // These four are typed throughout; of the rest, which they import, not all has types.
      command: python(
        '-m',
        'mypy',
        ...['tracing', 'health', 'sampling', 'grading'].map(
          name => `gatescope/${name}`
        )
      )
    }
  ],
  unit: inParts(
    2,
    'unit',
    // Some compile cells, against declarations that the build joins.
    { seconds: 1000, after: ['compiled', 'built kernel'] },
    (name, part) => jest(name, sharded(part))
  ),
  kernel: inParts(
    2,
    'kernel',
    { folder: 'tests/kernel', seconds: 760 },
    (name, part) => pytest(name, dealt(part))
  ),
  lessons: inParts(
    4,
    'lessons',
    {
      folder: 'tests/lessons',
      seconds: 2400,
      after: [...LAB, 'pip of models']
    },
    (name, part) => pytest(name, dealt(part))
  ),
  python: [
    pytest('python', {
      folder: 'tests/python',
      seconds: 330,
      after: [...LAB, 'built packages', 'wheels of others']
    })
  ],
  models: inParts(
    3,
    'models',
    {
      folder: 'tests/models',
      seconds: 1500,
      after: [...LAB, 'pip of models']
    },
    (name, part) => pytest(name, dealt(part))
  ),
  hub: [
    pytest('hub', {
      folder: 'tests/hub',
      seconds: 220,
      after: [...LAB, 'npm of the hub']
    })
  ],
  gallery: [
    ...inParts(
      2,
      'gallery',
      // The views as an extension of VS Code are opened, too.
      { ...gallery, seconds: 1200, after: [...LAB, 'built packages'] },
      (name, part) => playwright(name, sharded(part))
    ),
    playwright('gallery in Arial', {
      ...gallery,
      seconds: 80,
      after: [...LAB, 'built packages'],
      words: ['--project=gallery in Arial']
    })
  ],
  lab: inParts(
    3,
    'lab',
    {
      ...lab,
      words: ['--project=lab*'],
      seconds: 2200,
      after: [...LAB, 'pip of models']
    },
    (name, part) => playwright(name, sharded(part))
  ),
  play: [
    playwright('play', { ...play, seconds: 150 }),
    playwright('play in Firefox', {
      ...play,
      seconds: 150,
      browser: findFirefox
    })
  ],
  site: [
    ...inParts(
      2,
      'site',
      { ...site, seconds: 1200, after: SITE, browser: findChromium },
      (name, part) => playwright(name, sharded(part))
    ),
    playwright('reading in Firefox', {
      ...site,
      seconds: 600,
      after: SITE,
      browser: findFirefox,
      words: ['reading', 'opening', 'realLesson', 'withoutSight', 'axe'].map(
        name => `/${name}.spec.ts`
      )
    }),
    inPage('page kernel', findChromium),
    inPage('page kernel in Firefox', findFirefox, [
      'test_errors.py',
      'test_lessons_in_pages.py',
      'test_page.py'
    ])
  ]
};

/**
 * The jobs of a run, with the set-up that they wait for.
 *
 * @param options `isAll` for the night; `isBuilt` where all is installed and built; `names` of suites, none
 *   for all; `shard` as `3/8`: of all jobs the third of eight parts that take about as long
 * @throws RangeError on a suite or a shard that is none
 */
export function jobsOf({ isAll, isBuilt, names = [], shard = '1/1' }) {
  const suites = isAll ? nightSuites : gateSuites;
  const unknown = names.filter(name => !Object.hasOwn(suites, name));
  if (unknown.length > 0) {
    throw new RangeError(
      `no suite ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}`
    );
  }
  const asked = shardOf(
    (names.length > 0 ? names : Object.keys(suites)).flatMap(suite =>
      suites[suite].map(job => ({ ...job, suite }))
    ),
    shard
  );
  if (isBuilt) {
    return asked.map(job => ({ ...job, after: [] }));
  }
  const setUp = setUpOf(isAll);
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

/** The longest job goes to the shard that has least to do, and so on. */
function shardOf(jobs, shard) {
  const [number, count] = shard.split('/').map(Number);
  if (!/^\d+\/\d+$/.test(shard) || number < 1 || number > count) {
    throw new RangeError(`SHARD should be as 3/8, got ${shard}`);
  }
  const shards = Array.from({ length: count }, () => ({
    seconds: 0,
    jobs: []
  }));
  for (const job of [...jobs].sort(
    (one, other) => other.seconds - one.seconds
  )) {
    const least = shards.reduce((best, each) =>
      each.seconds < best.seconds ? each : best
    );
    least.seconds += job.seconds;
    least.jobs.push(job);
  }
  return shards[number - 1].jobs;
}

/** The names of all suites of the night. */
export const suiteNames = Object.keys(nightSuites);
