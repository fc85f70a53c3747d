// What `make check` tries of what a change touches. Every changed file is linted, TypeScript is compiled,
// and the tests run that import it, directly or not. What only a table can say stands here: which tests
// try a file by other ways than an import, and what must be built for them. The whole is `make test`.

const GALLERY = 'tests/browser/gallery';

/** The tests in the gallery of a view, by its folder; of one that is not here, the gallery's own. */
const GALLERY_TESTS = {
  attention: 'attention',
  cell: 'cell',
  check: 'reports',
  compare: 'compare',
  equations: 'equations',
  gates: 'gates',
  gradientFlow: 'flow',
  predict: 'predict',
  predictions: 'predictions',
  questions: 'questions',
  summary: 'reports',
  trace: 'traceViews',
  training: 'training',
  unrolled: 'unrolled',
  weights: 'weights',
  whatIf: 'whatIf'
};

const pytests = (...names) => names.map(name => `tests/${name}.py`);

/**
 * Rows of which the first that matches a path holds for it:
 *
 *   what     what such a file is
 *   path     which files
 *   related  the parts whose tests run when they import it
 *   tries    test files besides, by their part; `match` is what the pattern found
 *   needs    targets of make that those wait for
 */
export const rows = [
  {
    what: 'a view',
    path: /^src\/widgets\/(\w+)\//,
    related: ['unit', 'parity'],
    tries: match => ({
      gallery: [`${GALLERY}/${GALLERY_TESTS[match[1]] ?? 'page'}.spec.ts`]
    })
  },
  {
    what: 'the engine, the trace, exercises, files and threads',
    path: /^src\/(engine|trace|exercises|node|widgets)\//,
    related: ['unit', 'parity']
  },
  {
    what: 'sources of the fused path',
    path: /^wasm\//,
    related: [],
    tries: () => ({ unit: [/^tests\/unit\/engine\/fused\//] })
  },
  {
    what: 'the kernel',
    path: /^src\/kernel\//,
    related: ['unit'],
    tries: () => ({
      kernel: pytests(
        'kernel/test_execute',
        'kernel/test_cells',
        'kernel/test_errors'
      )
    }),
    needs: ['build/stamps/test', 'build/stamps/kernel']
  },
  {
    what: 'the lab, the site, a page, the views anywhere',
    path: /^src\/(lab|site|page|read|anywhere)\//,
    related: ['unit']
  },
  {
    what: 'the playground',
    path: /^(src\/play\/|style\/play\.css$)/,
    related: ['unit'],
    tries: () => ({ play: ['tests/play/play.spec.ts'] })
  },
  {
    what: 'the hues of gates and states',
    path: /^gatescope\/tracing\/hues\.json$/,
    related: ['unit'],
    tries: () => ({
      unit: [/^tests\/unit\/trace\/channelHue\./],
      python: pytests('python/test_hues'),
      gallery: [`${GALLERY}/page.spec.ts`]
    }),
    needs: ['build/stamps/test']
  },
  {
    what: 'looking into Python models',
    path: /^gatescope\/tracing\/(\w+?)(?:_\w+)?\.py$/,
    related: ['models', 'python'],
    // Most load it by a name of the package: those that are named after it, and what it draws.
    tries: match => ({
      models: [
        new RegExp(`/test_${match[1]}(_\\w+)?\\.py$`),
        ...pytests('models/test_bundles')
      ],
      'types of Python': []
    }),
    needs: ['build/stamps/models']
  },
  {
    what: 'the Python package',
    path: /^gatescope\/(?!data\/)/,
    related: ['python'],
    needs: ['build/stamps/test', 'setup']
  },
  {
    what: 'data',
    path: /^gatescope\/data\//,
    related: [],
    tries: () => ({ unit: [/^tests\/unit\/engine\/data\//] })
  },
  {
    what: 'a lesson',
    path: /^notebooks\/(\d\d)-[^/]*$/,
    related: [],
    tries: match => ({
      lessons: [
        `tests/lessons/test_lesson_${match[1]}.py`,
        ...pytests('lessons/test_rules', 'lessons/test_claims')
      ],
      python: pytests('python/test_docs')
    }),
    needs: ['build/stamps/test', 'setup']
  },
  {
    what: 'what a lesson claims',
    path: /^notebooks\/claims\//,
    related: [],
    tries: () => ({ lessons: pytests('lessons/test_claims') }),
    needs: ['build/stamps/test']
  },
  {
    what: 'a notebook',
    path: /^notebooks\//,
    related: [],
    tries: () => ({ python: pytests('python/test_docs') }),
    needs: ['build/stamps/test', 'setup']
  },
  {
    what: 'style',
    path: /^style\//,
    related: [],
    tries: () => ({
      gallery: [`${GALLERY}/page.spec.ts`, `${GALLERY}/fonts.spec.ts`]
    })
  },
  {
    what: 'a page of words',
    path: /^(docs\/|[^/]+\.md$)/,
    related: [],
    tries: () => ({
      python: pytests('python/test_docs', 'python/test_trace_format_page')
    }),
    needs: ['build/stamps/test', 'setup']
  },
  {
    what: 'a program of the house',
    path: /^(scripts|bench)\//,
    related: ['unit', 'gallery'],
    tries: () => ({ unit: [/^tests\/unit\/scripts\//] })
  },
  {
    what: 'what the parity and models tests compare with',
    path: /^tests\/fixtures\//,
    related: [],
    tries: () => ({ parity: [/./] })
  },
  {
    what: 'a test, or what tests share',
    path: /^tests\//,
    related: [
      'unit',
      'parity',
      'python',
      'models',
      'kernel',
      'lessons',
      'marking',
      'nbgrader',
      'hub',
      'gallery'
    ],
    needs: ['prepared']
  },
  {
    what: 'how the house is set up',
    path: /^(schema|binder|requirements|\.ci|\.github)\/|^[^/]+$/,
    related: [],
    tries: () => ({ unit: [/^tests\/unit\/scripts\//] })
  }
];

/** The row that holds for a path, and what its pattern found; undefined where none does. */
export function rowOf(file) {
  for (const row of rows) {
    const match = row.path.exec(file);
    if (match !== null) {
      return { row, match };
    }
  }
  return undefined;
}

/**
 * The parts that try a change, each with those test files alone; of checks of a whole folder only those
 * that a row names.
 *
 * @param changed the paths that changed, also of files that are gone
 * @param repository what reads.mjs says of the files
 * @param suites all parts, as in suites.mjs
 * @throws Error where no row holds for a path
 */
export function touchedParts(changed, repository, suites) {
  const chosen = new Map();
  const choose = (name, file, needs) => {
    const entry = chosen.get(name) ?? { files: new Set(), needs: new Set() };
    entry.files.add(file);
    needs.forEach(target => entry.needs.add(target));
    chosen.set(name, entry);
  };
  const parts = Object.values(suites).flat();
  const all = [...repository.files];
  const testFiles = new Map(parts.map(part => [part.name, part.files?.(all)]));
  const closures = new Map();
  const reads = file => {
    if (!closures.has(file)) {
      closures.set(file, new Set(repository.closure([file])));
    }
    return closures.get(file);
  };
  for (const file of changed) {
    const found = rowOf(file);
    if (found === undefined) {
      throw new Error(`touched: expected a row of the table, got ${file}`);
    }
    const { related, tries, needs = [] } = found.row;
    for (const name of related) {
      testFiles
        .get(name)
        .filter(test => reads(test).has(file))
        .forEach(test => choose(name, test, needs));
    }
    for (const [name, wanted] of Object.entries(tries?.(found.match) ?? {})) {
      const files = testFiles.get(name);
      if (files === undefined) {
        choose(name, name, needs);
      }
      files
        ?.filter(test =>
          wanted.some(each =>
            each instanceof RegExp ? each.test(test) : each === test
          )
        )
        .forEach(test => choose(name, test, needs));
    }
  }
  return parts
    .filter(({ name }) => chosen.has(name))
    .map(part => {
      const { files, needs } = chosen.get(part.name);
      return {
        ...part,
        needs: needs.size === 0 ? undefined : [...needs],
        files: part.files && (() => [...files].sort())
      };
    });
}
