// Builds the static site into build/site: JupyterLite with the lessons, the extension unchanged, and
// the kernel that runs in a page. Needs the built extension, lessons and kernel.
//
//   node scripts/build-site.mjs [--lessons FOLDER]    the site of a teacher's own lessons
//   SITE_ADDRESS=https://…                            where it will be, where that is not `homepage` of package.json
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { playPage } from './build-play.mjs';
import { bundleStyle } from './bundle-views.mjs';
import { withAddress } from './site-address.mjs';
import { doorPage, playLinks, ways } from './site-lessons.mjs';
import { addOfflineWorker, addPolicies } from './site-pages.mjs';
import { buildReading } from './site-reading.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { lessons: { type: 'string' } } });
const lessons = resolve(root, values.lessons ?? 'gatescope/_lessons');
const site = join(root, 'build/site');
const lite = join(root, 'build/lite');
const extension = join(root, 'build/site-extension');
/** Pages of one document, which stands in their address. */
const DOCUMENT_PAGES = ['notebooks', 'edit', 'consoles'];
/** Where the browser keeps what is changed: the first that it allows. */
const storageDrivers = [
  'asyncStorage',
  'localStorageWrapper',
  'memoryStorageDriver'
];
const { version } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8')
);

function run(command, words, cwd = root) {
  const { status } = spawnSync(command, words, { cwd, stdio: 'inherit' });
  if (status !== 0) {
    throw new Error(
      `${command} ${words.slice(0, 2).join(' ')} … ended with ${status}`
    );
  }
}

/** Leads from each page of documentation to the rest of the site, in the place that its theme has for news. */
function addWays(docs) {
  for (const name of readdirSync(docs, { recursive: true })) {
    if (!name.endsWith('.html')) {
      continue;
    }
    const up = '../'.repeat(name.split(sep).length);
    const links = ways
      .filter(([, href]) => !href.startsWith('docs/'))
      .map(([title, href]) => `<a href="${up}${href}">${title}</a>`)
      .join('');
    const page = join(docs, name);
    writeFileSync(
      page,
      readFileSync(page, 'utf8').replace(
        '<div class="page">',
        `<nav class="announcement gatescope-ways" aria-label="Site"><div class="announcement-content">${links}</div></nav>\n<div class="page">`
      )
    );
  }
}

/** Says in each page that may be linked to where it is. */
function addAddress() {
  for (const page of [
    'index.html',
    ...readdirSync(join(site, 'read'))
      .filter(name => name.endsWith('.html'))
      .map(name => `read/${name}`)
  ]) {
    const file = join(site, page);
    writeFileSync(file, withAddress(readFileSync(file, 'utf8'), page));
  }
}

/** The site's own extension: it registers the kernel with JupyterLite. */
async function buildExtension() {
  rmSync(extension, { recursive: true, force: true });
  mkdirSync(join(extension, 'lib'), { recursive: true });
  await build({
    entryPoints: [join(root, 'src/site/index.ts')],
    outfile: join(extension, 'lib/index.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    external: ['@jupyterlab/*', '@jupyterlite/*', '@lumino/*'],
    logLevel: 'warning'
  });
  writeFileSync(
    join(extension, 'package.json'),
    JSON.stringify({
      name: 'gatescope-site',
      version,
      license: 'BSD-3-Clause',
      main: 'lib/index.js',
      dependencies: {
        '@jupyterlab/application': '^4.6.0',
        '@jupyterlab/apputils': '^4.7.0',
        '@jupyterlab/coreutils': '^6.6.0',
        '@jupyterlab/notebook': '^4.6.0',
        '@jupyterlab/translation': '^4.6.0',
        '@jupyterlite/apputils': '^0.8.0',
        '@jupyterlite/services': '^0.8.0',
        '@lumino/signaling': '^2.1.0'
      },
      jupyterlab: {
        extension: true,
        outputDir: 'labextension',
        schemaDir: 'schema',
        sharedPackages: {
          '@jupyterlite/apputils': { bundled: false, singleton: true },
          '@jupyterlite/services': { bundled: false, singleton: true }
        }
      }
    })
  );
  // Menus are settings in JupyterLab.
  cpSync(join(root, 'src/site/schema'), join(extension, 'schema'), {
    recursive: true
  });
  run(process.execPath, [
    join(root, 'node_modules/@jupyter/builder/lib/build-labextension.js'),
    '--core-package-file',
    join(root, 'node_modules/@jupyterlab/core-meta/core.package.json'),
    extension
  ]);
}

/** JupyterLite shows a comma between the lines of a saved stream: each text becomes one string. */
function joinLines(notebook) {
  for (const cell of notebook.cells) {
    for (const output of cell.outputs ?? []) {
      if (Array.isArray(output.text)) {
        output.text = output.text.join('');
      }
    }
  }
  return notebook;
}

/** Says in a notebook which edition of it this is: a reader's copy may be of an earlier one. */
function withEdition(notebook) {
  const told = notebook.cells.map(({ id, source, metadata }) => [
    id,
    source,
    metadata
  ]);
  notebook.metadata.gatescope_edition = createHash('sha256')
    .update(JSON.stringify(told))
    .digest('hex')
    .slice(0, 12);
  return notebook;
}

function copyLessons() {
  const contents = join(lite, 'contents');
  mkdirSync(contents, { recursive: true });
  // The table that the documentation reads, where its code runs.
  cpSync(join(root, 'gatescope/data/births.csv'), join(contents, 'births.csv'));
  for (const name of readdirSync(lessons)) {
    if (name.endsWith('.ipynb')) {
      const notebook = JSON.parse(readFileSync(join(lessons, name), 'utf8'));
      writeFileSync(
        join(contents, name),
        JSON.stringify(withEdition(joinLines(notebook)), null, 1)
      );
    }
  }
}

rmSync(site, { recursive: true, force: true });
rmSync(lite, { recursive: true, force: true });
copyLessons();
await buildExtension();
run(process.execPath, [
  join(root, 'scripts/build-page-kernel.mjs'),
  'build/page-kernel'
]);
writeFileSync(
  join(lite, 'jupyter_lite_config.json'),
  JSON.stringify({
    LiteBuildConfig: {
      apps: ['lab', 'notebooks', 'repl', 'tree', 'edit', 'consoles'],
      contents: [join(lite, 'contents')],
      federated_extensions: [
        join(root, 'gatescope/labextension'),
        join(extension, 'labextension')
      ],
      ignore_sys_prefix: ['federated_extensions'],
      no_sourcemaps: true,
      no_unused_shared_packages: true,
      output_dir: site
    }
  })
);
writeFileSync(
  join(lite, 'jupyter-lite.json'),
  JSON.stringify({
    'jupyter-lite-schema-version': 0,
    'jupyter-config-data': {
      appName: 'gatescope',
      defaultKernelName: 'gatescope',
      gatescopeLessonsFirst: 'true',
      enableMemoryStorage: true,
      // Without the list, JupyterLite never comes to the memory that it was told to allow.
      contentsStorageDrivers: storageDrivers,
      settingsStorageDrivers: storageDrivers,
      workspacesStorageDrivers: storageDrivers
    }
  })
);
for (const page of DOCUMENT_PAGES) {
  mkdirSync(join(lite, page), { recursive: true });
  writeFileSync(
    join(lite, page, 'jupyter-lite.json'),
    JSON.stringify({
      'jupyter-lite-schema-version': 0,
      'jupyter-config-data': {
        // No workspace, as in Jupyter Notebook: JupyterLab saves its state twice, each time after half a
        // second, before it opens the document of the address.
        disabledExtensions: ['@jupyterlite/application-extension:resolver']
      }
    })
  );
}
mkdirSync(join(lite, 'repl'), { recursive: true });
writeFileSync(
  join(lite, 'repl/jupyter-lite.json'),
  JSON.stringify({
    'jupyter-lite-schema-version': 0,
    'jupyter-config-data': {
      // What is about notebooks, which this page has none of.
      disabledExtensions: [
        '@jupyterlab/codemirror-extension:commands',
        'gatescope-site:cut-off',
        'gatescope-site:saving'
      ]
    }
  })
);
const labSettings = join(
  root,
  'gatescope/lab/labconfig/default_setting_overrides.json'
);
writeFileSync(
  join(lite, 'overrides.json'),
  JSON.stringify({
    ...JSON.parse(readFileSync(labSettings, 'utf8')),
    '@jupyterlab/apputils-extension:notification': {
      fetchNews: 'false',
      checkForUpdates: false
    },
    // In seconds: a browser may end a page at any time, and saving here asks no server.
    '@jupyterlab/docmanager-extension:plugin': { autosaveInterval: 3 }
  })
);
run(
  join(root, '.venv/bin/jupyter'),
  ['lite', 'build', '--lite-dir', lite],
  lite
);
cpSync(join(root, 'build/page-kernel'), join(site, 'gatescope-kernel'), {
  recursive: true
});
// The pages of documentation lie at an address of their own here, not beside the extension.
rmSync(join(site, 'extensions/gatescope/static/docs'), {
  recursive: true,
  force: true
});
cpSync(join(root, 'build/docs'), join(site, 'docs'), { recursive: true });
addWays(join(site, 'docs'));
writeFileSync(
  join(site, 'llms.txt'),
  readFileSync(join(site, 'docs/llms.txt'), 'utf8').replace(
    /\]\((?=[\w-]+(?:\/|\.html))/g,
    '](docs/'
  )
);
await buildReading(site, join(lite, 'contents'));
const play = 'extensions/gatescope/static/play/';
writeFileSync(join(site, 'index.html'), doorPage(play));
writeFileSync(join(site, 'read/door.css'), await bundleStyle('style/door.css'));
cpSync(join(root, 'docs/images/preview.png'), join(site, 'read/preview.png'));
// The playground of the lab leads to the lessons that lie beside it there, and here to their map.
writeFileSync(
  join(site, play, 'index.html'),
  playPage(playLinks('../../../../read/'))
);
cpSync(
  join(root, 'gatescope/kernelspec/logo-svg.svg'),
  join(site, 'favicon.svg')
);
addAddress();
addPolicies(site);
await addOfflineWorker(site, root);
console.log(`The site is in ${site}`);
