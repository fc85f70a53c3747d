// What runs when a file of the repository runs: itself and all that it imports, in TypeScript, JavaScript
// and Python. What it opens by a path is declared beside the suites, by folders; what comes from packages
// is told by the lock files. Both say too much rather than too little.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path, { posix } from 'node:path';
import ts from 'typescript';

/** What a build makes and git ignores, read by its content. */
const BUILT = [
  'gatescope/_kernel',
  'gatescope/_lessons',
  'gatescope/_solutions',
  'gatescope/_widget',
  'gatescope/labextension',
  'gatescope/locale',
  'lib'
];
/**
 * Of that: what has the checkout's own path in its name, and pages whose code was run, with the names and
 * times of that. What is built beside them tells when they change; of the pages, docs.
 */
const OF_EACH_BUILD =
  /^gatescope\/labextension\/(package\.json$|static\/(remoteEntry\.|docs\/))/;
/** Sources that are made of others, wherever they lie. */
const GENERATED = /^src\/(.*\/)?generated\//;
const TYPESCRIPT = /\.(ts|mjs|cjs|js)$/;
/** Bundles, which import nothing that is not in their folder. */
const BUNDLED = /^gatescope\/(_|labextension)/;
const ENDINGS = [
  '',
  '.ts',
  '.mjs',
  '.js',
  '.cjs',
  '.json',
  '/index.ts',
  '/index.mjs',
  '/index.js'
];
/** Where Python looks for a module besides the file's own folder: the root, and pytest's `pythonpath`. */
const PYTHON_PATH = ['', 'tests/lessons'];

/**
 * The files of a repository as they stand, and what each reads.
 *
 * @param root its folder
 * @param changed texts that stand in for those of files, by their paths: for tests
 */
export function repository(root, changed = {}) {
  const files = new Set([...listed(root), ...Object.keys(changed)]);
  const hashes = new Map();
  const edges = new Map();

  const text = file =>
    changed[file] ?? readFileSync(path.join(root, file), 'utf8');

  /** The hash of a file's content. */
  function hash(file) {
    if (!hashes.has(file)) {
      const content = changed[file] ?? readFileSync(path.join(root, file));
      hashes.set(file, createHash('sha256').update(content).digest('hex'));
    }
    return hashes.get(file);
  }

  /**
   * The files at a path from the root: it, all in it, with `/*` at its end those right in it, and with `.`
   * all that git knows; or those whose paths a pattern matches.
   *
   * @throws Error where nothing is: what is declared must be there
   */
  function at(place) {
    if (place instanceof RegExp || place === '.') {
      const pattern = place === '.' ? /^/ : place;
      return [...files].filter(file => pattern.test(file) && !isBuilt(file));
    }
    const found = place.endsWith('/*')
      ? [...files].filter(file => posix.dirname(file) === place.slice(0, -2))
      : files.has(place)
        ? [place]
        : [...files].filter(file => file.startsWith(`${place}/`));
    if (found.length === 0) {
      throw new Error(`reads: expected a file or folder, got ${place}`);
    }
    return found;
  }

  /** The files that a file imports. */
  function imports(file) {
    if (!edges.has(file)) {
      const places =
        BUNDLED.test(file) || !(TYPESCRIPT.test(file) || file.endsWith('.py'))
          ? []
          : file.endsWith('.py')
            ? modulesOfPython(file, text(file)).flatMap(place => [
                [`${place}.py`],
                [`${place}/__init__.py`]
              ])
            : importsOfTypeScript(file, text(file)).map(place =>
                ENDINGS.map(ending => place + ending)
              );
      edges.set(file, [
        ...places
          .map(names => names.find(name => files.has(name)))
          .filter(name => name !== undefined),
        ...dataBeside(file)
      ]);
    }
    return edges.get(file);
  }

  /** What a module of the package may open that lies beside it. */
  function dataBeside(file) {
    const folder = posix.dirname(file);
    return file.startsWith('gatescope/') && file.endsWith('.py')
      ? at(`${folder}/*`).filter(name => !name.endsWith('.py'))
      : [];
  }

  /** All that is read when these files or folders run, themselves included, in order. */
  function closure(places) {
    const open = places.flatMap(at);
    const known = new Set(open);
    while (open.length > 0) {
      for (const next of imports(open.pop())) {
        if (!known.has(next)) {
          known.add(next);
          open.push(next);
        }
      }
    }
    return [...known].sort();
  }

  return { files, at, closure, hash, text };
}

function isBuilt(file) {
  return (
    GENERATED.test(file) || BUILT.some(folder => file.startsWith(`${folder}/`))
  );
}

/** The paths of what git knows or would add, and of what builds have made. */
function listed(root) {
  const { stdout, status } = spawnSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '-z'],
    { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 }
  );
  if (status !== 0) {
    throw new Error(`reads: expected a git checkout, got ${root}`);
  }
  const inside = folder =>
    existsSync(path.join(root, folder))
      ? readdirSync(path.join(root, folder), { recursive: true })
          .map(name => posix.join(folder, name.split(path.sep).join('/')))
          .filter(
            name =>
              !OF_EACH_BUILD.test(name) &&
              statSync(path.join(root, name)).isFile()
          )
      : [];
  return [
    ...stdout
      .split('\0')
      .filter(name => name !== '' && existsSync(path.join(root, name))),
    ...BUILT.flatMap(inside),
    ...inside('src').filter(name => GENERATED.test(name))
  ];
}

/** Where the relative imports of a file point, without endings. Types are erased before a file runs. */
function importsOfTypeScript(file, text) {
  const running = text.replaceAll(
    /\b(?:import|export)\s+type\s+(?!from\b)[^;'"]*?\bfrom\s*(['"])[^'"]+\1/g,
    ''
  );
  return ts
    .preProcessFile(running, true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => posix.join(posix.dirname(file), fileName));
}

/** Where the modules that a Python file imports, or names with dots, may be, without endings. */
function modulesOfPython(file, everything) {
  // What is imported for types alone stands in a block of its own.
  const text = everything.replaceAll(
    /^if TYPE_CHECKING:\n(?:(?:[ \t]+.*)?\n)+/gm,
    ''
  );
  const own = posix.dirname(file);
  const found = new Set();
  /** A module and the packages around it; its last names may be no modules. */
  const add = (from, names) => {
    for (let count = 1; count <= names.length; count += 1) {
      found.add(posix.join(from, ...names.slice(0, count)));
    }
  };
  const anywhere = names =>
    [own, ...PYTHON_PATH].forEach(folder => add(folder, names));
  for (const [, dots, module, list] of text.matchAll(
    /^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)/gm
  )) {
    const names = module === '' ? [] : module.split('.');
    const members = [
      '',
      ...(list.replaceAll(/#.*$/gm, '').match(/\w+/g) ?? [])
    ];
    for (const member of members) {
      const all = member === '' ? names : [...names, member];
      if (dots === '') {
        anywhere(all);
      } else {
        const up = Array.from({ length: dots.length - 1 }, () => '..');
        const from = posix.join(own, ...up);
        found.add(from);
        add(from, all);
      }
    }
  }
  for (const [, list] of text.matchAll(/^[ \t]*import[ \t]+([\w., \t]+)/gm)) {
    list
      .split(',')
      .map(name => name.trim().split(/\s/)[0].split('.'))
      .forEach(anywhere);
  }
  // Programs that a test starts: `python -m gatescope.kernel`.
  for (const [, name] of text.matchAll(/["'](gatescope(?:\.\w+)+)["']/g)) {
    add('', name.split('.'));
  }
  return [...found];
}
