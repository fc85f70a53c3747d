// Takes a picture of every view of every lesson where readers see it: inside JupyterLab, with the
// panels open as the lab has them, at several widths and in every theme. Nothing of it is committed.
//
//   node scripts/lab-pictures.mjs [--only WORD]     (make pictures; writes screenshots/lessons)
//
// `--only` takes the pictures whose name (`03-inside-the-lstm-light-07`) holds the word; a number of a
// lesson, or the name of a look. `index.html` beside the pictures shows all on one page.

import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from './find-browser.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'screenshots', 'lessons');
const only = process.argv.includes('--only')
  ? process.argv[process.argv.indexOf('--only') + 1]
  : '';
const port = process.env.GATESCOPE_TEST_PORT ?? '18763';
const base = `http://127.0.0.1:${port}`;
/** A lesson trains several networks; how long that takes is the machine's affair. */
const MINUTES = 10 * 60_000;
/** How long the lab may take to open or to draw, on a machine that does much else. */
const PATIENCE = 120_000;
/** Of the browser's window. */
const HEIGHT = 900;

const light = 'JupyterLab Light';
const dark = 'JupyterLab Dark';

/** How a lesson is looked at. Panels open is what the lab opens with; phones have them closed. */
const looks = {
  light: { width: 1440, theme: light, panels: true },
  dark: { width: 1440, theme: dark, panels: true },
  contrast: {
    width: 1440,
    theme: 'JupyterLab Dark High Contrast',
    panels: true
  },
  'forced-dark': {
    width: 1440,
    theme: light,
    panels: true,
    media: { forcedColors: 'active', colorScheme: 'dark' }
  },
  1280: { width: 1280, theme: light, panels: true },
  960: { width: 960, theme: light, panels: false },
  400: { width: 400, theme: light, panels: false },
  320: { width: 320, theme: light, panels: false }
};

/** The lessons, then the examples and the notebooks of Python, by the place in `notebooks`. */
const lessons = ['', 'examples', 'python'].flatMap(part =>
  readdirSync(path.join(root, 'notebooks', part))
    .filter(name => name.endsWith('.ipynb'))
    .map(name => path.join(part, name))
);
const server = spawn(
  process.execPath,
  [path.join(root, 'tests', 'browser', 'lab', 'server.mjs')],
  {
    stdio: 'inherit',
    env: { KERAS_BACKEND: 'jax', ...process.env, GATESCOPE_TEST_PORT: port }
  }
);
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run']
});
const taken = [];
const faults = [];

async function started() {
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await fetch(`${base}/api`).catch(() => null);
    if (answer?.ok) {
      return;
    }
    await wait(300);
  }
  throw new Error(`no server at ${base}`);
}

/** Opens a notebook of the server in a lab of its own. */
async function open(file, { width, panels, media = {} }) {
  const page = await browser.newPage({
    viewport: { width, height: HEIGHT },
    ...media
  });
  page.setDefaultTimeout(PATIENCE);
  page.on('pageerror', error => {
    // JupyterLab says so for every kernel without a debugger, with no extension installed.
    if (!/No active debugger session/.test(String(error))) {
      faults.push(`${file}: ${error}`);
    }
  });
  await page.goto(`${base}/lab/workspaces/auto-pictures/tree/${file}?reset`);
  await page.waitForFunction(() => 'jupyterapp' in window);
  await page.evaluate(() => window.jupyterapp.restored);
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
  // A lesson opens the panel by itself where there is room; the lab may not have got there yet.
  await wait(2000);
  if (panels) {
    if (!(await page.locator('.jp-gatescope-inspector').isVisible())) {
      await execute(page, 'gatescope:toggle-inspector');
    }
  } else {
    await execute(page, 'application:toggle-left-area');
  }
  return page;
}

const execute = (page, id, args = {}) =>
  page.evaluate(
    ([command, options]) => {
      void window.jupyterapp.commands.execute(command, options);
    },
    [id, args]
  );

/** Runs a lesson with its solutions once and saves it; every look opens what was saved. */
async function run(lesson) {
  const file = path.basename(lesson);
  copyFileSync(
    path.join(root, 'notebooks', lesson),
    path.join(root, 'build', 'browser', 'notebooks', file)
  );
  const page = await open(file, looks.light);
  await page.waitForFunction(
    () =>
      window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel
        ?.status === 'idle'
  );
  await execute(page, 'notebook:run-all-cells');
  // Asked of the model: the lab may not have drawn the last notebook cell yet.
  await page.waitForFunction(
    () =>
      window.jupyterapp.shell.currentWidget.content.widgets.findLast(
        ({ model }) => model.type === 'code'
      ).model.executionCount !== null,
    null,
    { timeout: MINUTES }
  );
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('docmanager:save')
  );
  await page.close();
}

/** A data set is no view, but ours as well: HTML of this class. */
const DATA_SET = 'jp-gatescope-data';

/** How many views a saved notebook holds. */
async function savedViews(file) {
  const { content } = await (
    await fetch(`${base}/api/contents/${file}`)
  ).json();
  return content.cells
    .flatMap(({ outputs = [] }) => outputs)
    .filter(
      ({ data = {} }) =>
        Object.keys(data).some(mime =>
          mime.startsWith('application/vnd.gatescope')
        ) || [data['text/html']].flat().join('').includes(DATA_SET)
    ).length;
}

async function look(file, name, options) {
  const lesson = path.basename(file, '.ipynb');
  const page = await open(file, options);
  await page.evaluate(
    theme =>
      window.jupyterapp.commands.execute('apputils:change-theme', { theme }),
    options.theme
  );
  await wait(1500);
  // Answers lie under folded headings until their prediction is drawn.
  await execute(page, 'notebook:expand-all-headings');
  const views = page.locator(
    `.jp-OutputArea :is(.jp-gatescope-output, .${DATA_SET})`
  );
  const count = await savedViews(file);
  // The lab draws what comes into view, and the rest when it has time.
  for (const cell of await page.locator('.jp-Notebook .jp-CodeCell').all()) {
    await cell.evaluate(element => element.scrollIntoView());
  }
  await views.nth(count - 1).waitFor({ state: 'attached' });
  for (let index = 0; index < count; index++) {
    const view = views.nth(index);
    const picture = `${lesson}-${name}-${String(index).padStart(2, '0')}`;
    try {
      await view.evaluate(element => element.scrollIntoView());
      await wait(200);
      // The lab takes out what is far away, and may not have put it back yet.
      await view.waitFor();
      // What is higher than the notebook would be cut off by the lab's status bar.
      const { height } = await view.boundingBox();
      await page.setViewportSize({
        width: options.width,
        height: Math.max(HEIGHT, Math.ceil(height) + 300)
      });
      await view.evaluate(element => element.scrollIntoView());
      await wait(100);
      await page.mouse.move(0, 0);
      await view.screenshot({ path: path.join(folder, `${picture}.png`) });
      taken.push(picture);
      const wrong = view.locator('.jp-gatescope-message-wrong:visible');
      if ((await wrong.count()) > 0) {
        faults.push(
          `${picture}: an error box: ${await wrong.first().innerText()}`
        );
      }
    } catch (error) {
      faults.push(`${picture}: ${error}`);
    }
  }
  await page.close();
}

try {
  mkdirSync(folder, { recursive: true });
  await started();
  for (const file of lessons) {
    const names = Object.keys(looks).filter(
      name =>
        only === '' ||
        only === name ||
        file.includes(only) ||
        `${path.basename(file, '.ipynb')}-${name}` === only
    );
    if (names.length === 0) {
      continue;
    }
    await run(file);
    for (const name of names) {
      try {
        await look(path.basename(file), name, looks[name]);
      } catch (error) {
        // A lab that did not open must not cost the pictures of the others.
        faults.push(`${file}, ${name}: ${error}`);
      }
    }
  }
} finally {
  await browser.close();
  server.kill('SIGTERM');
}
writeFileSync(
  path.join(folder, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Lessons in the lab</title>${taken
    .map(name => `<h2>${name}</h2><img src="${name}.png" loading="lazy">`)
    .join('\n')}`
);
console.log(`${taken.length} pictures in ${path.relative(root, folder)}`);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
}
