import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, type Page, type TestInfo } from '@playwright/test';
import { layers, lstm, sequential } from '../../../src/engine';
import { encode } from '../../../src/trace';

const widget = path.resolve(__dirname, '../../../gatescope/_widget');
const read = (name: string) => readFileSync(path.join(widget, name), 'utf8');
const run = lstm({ inputSize: 1, units: 3, seed: 7 }).run(
  Array.from({ length: 20 }, (_, step) => Math.sin(step / 3))
);
/** As a kernel that is gone has left it. */
const bundle = JSON.stringify(
  encode({ ...run.toBundle(), live: { session: 'gone', revision: 0 } })
);

/** Opens a page from a file, as a reader opens what somebody sent. */
async function open(
  page: Page,
  test: TestInfo,
  body: string,
  script = 'page.js'
): Promise<readonly string[]> {
  const failures: string[] = [];
  page.on('pageerror', error => failures.push(error.message));
  page.on('request', request => {
    if (/^https?:/.test(request.url())) {
      failures.push(`asks for ${request.url()}`);
    }
  });
  const file = test.outputPath('page.html');
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><style>${read('style.css')}</style>${body}<script>${read(script).replaceAll('</script', '<\\/script')}</script>`
  );
  await page.goto(pathToFileURL(file).href);
  return failures;
}

const element = (inside: string) =>
  `<gatescope-view>${inside}</gatescope-view>`;
const json = (text: string) =>
  `<script type="application/json">${text}</script>`;

test('a saved run lives in a page that is opened from a file', async ({
  page
}, info) => {
  const failures = await open(
    page,
    info,
    element(`<img alt="still" src="data:,">${json(bundle)}`)
  );
  const picture = page.locator('gatescope-view .jp-gatescope-picture');
  await expect(picture).toBeVisible();
  await expect(page.locator('gatescope-view img')).toHaveCount(0);
  await picture.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(
    page.locator('gatescope-view [role="status"]').first()
  ).toContainText('step 1');
  await expect(page.locator('gatescope-view')).toContainText('as saved');
  expect(failures).toEqual([]);
});

test('the attributes of a picture say what it opens on, and are followed when they change', async ({
  page
}, info) => {
  await open(
    page,
    info,
    `<gatescope-view view="cell" step="4" theme="dark">${json(bundle)}</gatescope-view><gatescope-view theme="sepia">${json(bundle)}</gatescope-view>`
  );
  const [first, second] = [0, 1].map(at =>
    page.locator('gatescope-view').nth(at)
  );
  await expect(
    first.locator('.jp-gatescope-cell, [class*="circuit"]').first()
  ).toBeVisible();
  await expect(first).toContainText('step 4');
  await expect(first).toHaveCSS('background-color', 'rgb(17, 17, 17)');
  await expect(second).toContainText('theme should be light or dark');
  await second.evaluate(host => host.removeAttribute('theme'));
  await expect(second.locator('.jp-gatescope-picture')).toBeVisible();
});

test('a file that a page from a file cannot read is explained', async ({
  page
}, info) => {
  await open(page, info, '<gatescope-view src="run.json"></gatescope-view>');
  await expect(page.locator('gatescope-view')).toContainText(
    'a page that is opened from a file cannot read run.json. Put the bundle inside'
  );
});

test('the numbers of a picture that only begins do not stand over its title', async ({
  page
}, info) => {
  await page.setViewportSize({ width: 900, height: 600 });
  await open(page, info, element(json(bundle)).repeat(2));
  const second = page.locator('gatescope-view').nth(1);
  const title = second.locator('.jp-gatescope-header');
  await expect(second.locator('.jp-gatescope-picture')).toBeAttached();
  await page.mouse.move(5, 5);
  await title.evaluate(head =>
    scrollBy(0, head.getBoundingClientRect().top - innerHeight + 60)
  );
  const below = second.locator('.jp-gatescope-changed').first();
  const top = (await below.boundingBox())?.y ?? 0;
  expect(top).toBeGreaterThan(600);
});

test('names of any length widen no view', async ({ page }, info) => {
  const long = 'ANameWithoutASpace'.repeat(6);
  const model = sequential(
    [
      layers.lstm({ units: 6, inputShape: [12, 2], name: long }),
      layers.dense({ units: 1, name: `${long}, again` })
    ],
    { seed: 3 }
  );
  model.compile({ loss: 'meanSquaredError' });
  const named = model.trace(
    Array.from({ length: 12 }, (_, step) => [step / 12, 1]),
    {
      target: [1],
      title: long,
      inputNames: [long, `${long}, too`],
      outputNames: [long],
      labels: Array.from({ length: 12 }, (_, step) => `${long} ${step}`)
    }
  );
  const views = [
    'gates',
    'cell',
    'unrolled',
    'river',
    'whatIf',
    'gradients',
    'influence'
  ];
  await open(
    page,
    info,
    views
      .map(
        view =>
          `<div style="width: 400px"><gatescope-view view="${view}">${json(JSON.stringify(encode(named.toBundle())))}</gatescope-view></div>`
      )
      .join('')
  );
  for (const [at, view] of views.entries()) {
    const host = page.locator('gatescope-view').nth(at);
    await host.scrollIntoViewIfNeeded();
    await expect(host.locator('svg, [class*="message"]').first()).toBeVisible();
    await expect
      .poll(
        () =>
          host.evaluate(element => {
            const end = element.getBoundingClientRect().right + 1;
            return [...element.querySelectorAll('*')]
              .filter(each => {
                const { right, width } = each.getBoundingClientRect();
                return width > 1 && right > end && each.checkVisibility();
              })
              .map(each => `${each.tagName} ${each.getAttribute('class')}`);
          }),
        view
      )
      .toEqual([]);
  }
});

test('on paper no title is parted from its picture', async ({ page }, info) => {
  await page.setViewportSize({ width: 760, height: 900 });
  await open(
    page,
    info,
    ['gates', 'cell', 'gates', 'unrolled', 'gates']
      .map(
        view =>
          `<p>Words that take some room on the page.</p><gatescope-view view="${view}">${json(bundle)}</gatescope-view>`
      )
      .join('')
  );
  await expect(page.locator('.jp-gatescope-picture')).toHaveCount(5);
  await page.emulateMedia({ media: 'print' });
  // Columns are broken as pages are, and a place in them can be asked.
  await page.addStyleTag({
    content:
      'body { columns: 720px; column-gap: 40px; column-fill: auto; height: 1000px; margin: 0; width: 720px }'
  });
  const columns = await page
    .locator('gatescope-view')
    .evaluateAll(views =>
      views.map(view =>
        ['.jp-gatescope-header', '.jp-gatescope-picture'].map(part =>
          Array.from(view.querySelector(part)?.getClientRects() ?? []).map(
            ({ left }) => Math.floor(left / 760)
          )
        )
      )
    );
  expect(new Set(columns.flat(2)).size).toBeGreaterThan(1);
  for (const [title, picture] of columns) {
    expect(title).toHaveLength(1);
    expect(picture).toEqual(title);
  }
});

test('nothing that sticks to the edge in one picture lies over another', async ({
  page
}, info) => {
  await page.setViewportSize({ width: 900, height: 600 });
  await open(page, info, element(json(bundle)).repeat(2));
  await expect(page.locator('.jp-gatescope-picture')).toHaveCount(2);
  for (const at of [0, 1]) {
    // What is said stays on the page for the picture that has the focus.
    await page.locator('.jp-gatescope-picture').nth(at).focus();
    const { places, beyond } = await page
      .locator('gatescope-view')
      .nth(at)
      .evaluate(view => {
        const sticky = Array.from(view.querySelectorAll('*')).filter(
          each => getComputedStyle(each).position === 'sticky'
        );
        const beyond: string[] = [];
        let places = 0;
        for (let top = 0; top < document.body.scrollHeight; top += 20) {
          scrollTo(0, top);
          const own = view.getBoundingClientRect();
          for (const part of sticky) {
            const box = part.getBoundingClientRect();
            places += 1;
            if (box.top < own.top - 1 || box.bottom > own.bottom + 1) {
              beyond.push(`${part.className} at ${top}`);
            }
          }
        }
        return { places, beyond };
      });
    expect(places).toBeGreaterThan(20);
    expect(beyond).toEqual([]);
  }
});

for (const [asked, words] of [
  ['step="20"', 'the attribute step should be less than 20'],
  ['unit="3"', 'the attribute unit should be less than 3'],
  ['layer="second"', 'the attribute layer should be the name of a layer'],
  ['view="attention"', 'expected one of "gates"']
]) {
  test(`a picture with ${asked}, which its run does not have, says so`, async ({
    page
  }, info) => {
    await open(
      page,
      info,
      `<gatescope-view ${asked}>${json(bundle)}</gatescope-view>`
    );
    await expect(page.locator('gatescope-view')).toContainText(words);
  });
}

test('two pictures of one run share their step', async ({ page }, info) => {
  await open(page, info, element(json(bundle)).repeat(2));
  const pictures = page.locator('gatescope-view .jp-gatescope-picture');
  await expect(pictures).toHaveCount(2);
  await pictures.first().focus();
  await page.keyboard.press('End');
  await expect(page.locator('gatescope-view').nth(1)).toContainText('step 19');
});

test('the script of runs alone draws one, and names what it does not draw', async ({
  page
}, info) => {
  const other = json(JSON.stringify({ version: 1, kind: 'summary', id: 'x' }));
  const failures = await open(
    page,
    info,
    element(json(bundle)) + element(other),
    'embed.js'
  );
  const picture = page.locator('gatescope-view .jp-gatescope-picture');
  await expect(picture).toHaveCount(1);
  await picture.focus();
  await page.keyboard.press('End');
  await expect(page.locator('gatescope-view').first()).toContainText('step 19');
  await expect(page.locator('gatescope-view').nth(1)).toContainText(
    'one of trace'
  );
  expect(failures).toEqual([]);
});

const program = (code: string) =>
  `<script type="text/gatescope">${code}</script>`;

test('code inside is computed in the page, and its picture is live', async ({
  page
}, info) => {
  const failures = await open(
    page,
    info,
    element(
      program(
        "const memory = lstm({ inputSize: 1, units: 2, seed: 3 });\nreturn memory.run([1, 0, 0, 0, 0, 0, 0, 0], { gradientsOf: ({ h }) => h.at(-1).sum(), title: 'A first number' });"
      )
    ),
    'live.js'
  );
  const view = page.locator('gatescope-view');
  const picture = view.locator('.jp-gatescope-picture');
  await expect(picture).toBeVisible();
  await expect(view).toContainText('A first number');
  await expect(view).not.toContainText('not live');
  // The page computes it anew with a changed input, as the engine does here.
  await picture.focus();
  await page.keyboard.press('c');
  await expect(view).toContainText('unchanged');
  await page.keyboard.press('Home');
  await page.keyboard.press('i');
  await page.keyboard.type('-1');
  await page.keyboard.press('Enter');
  const memory = lstm({ inputSize: 1, units: 2, seed: 3 });
  const [shown, changed] = [1, -1].map(first =>
    memory.run([first, 0, 0, 0, 0, 0, 0, 0])
  );
  const differences = Array.from(
    changed.h.values,
    (value, at) => value - shown.h.values[at]
  );
  const largest = differences.reduce((a, b) =>
    Math.abs(b) > Math.abs(a) ? b : a
  );
  await expect(view).toContainText(
    `by ${largest.toFixed(2).replace('-', '−')}`
  );
  // An article has no notebook to name the run in.
  await expect(view).toContainText('after the run in its code');
  expect(await view.innerText()).not.toMatch(/notebook|kernel/i);
  expect(failures).toEqual([]);
});

for (const [name, code, words] of [
  ['no run', 'return 3;', 'should return a run, such as'],
  ['a slip', 'return lstm({ inputSize: 1, units: 2 );', 'is no JavaScript'],
  [
    'an option that is none',
    'return lstm({ inputSize: 1, unit: 2 }).run([1]);',
    'the code inside stopped: lstm'
  ]
]) {
  test(`code with ${name} is told`, async ({ page }, info) => {
    const failures = await open(page, info, element(program(code)), 'live.js');
    await expect(page.locator('gatescope-view')).toContainText(words);
    expect(failures).toEqual([]);
  });
}

test('code in a page that cannot compute says which script can', async ({
  page
}, info) => {
  await open(page, info, element(program('return 1;')), 'embed.js');
  await expect(page.locator('gatescope-view')).toContainText(
    'should load live.js'
  );
});

test('the example page of the docs lives when it is opened from its folder', async ({
  page
}) => {
  const failures: string[] = [];
  page.on('pageerror', error => failures.push(error.message));
  await page.goto(
    pathToFileURL(path.resolve(__dirname, '../../../docs/living-picture.html'))
      .href
  );
  await expect(page.locator('.jp-gatescope-picture')).toHaveCount(2);
  await expect(page.locator('body')).not.toContainText('not live');
  expect(failures).toEqual([]);
});

for (const [name, inside, words] of [
  ['nothing', '<p>fallback</p>', 'got neither'],
  ['no JSON', json('{'), 'should be JSON'],
  ['another object', json('{"kind":"trace"}'), 'cannot be drawn']
]) {
  test(`${name} inside is told`, async ({ page }, info) => {
    const failures = await open(page, info, element(inside));
    await expect(page.locator('gatescope-view')).toContainText(words);
    expect(failures).toEqual([]);
  });
}
