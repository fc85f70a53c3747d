import { lstm } from '../../../src/engine';
import { encode, mimeTypes } from '../../../src/trace';
import type { Trace } from '../../../src/trace';
import { expect, test, themes } from './lab';
import type { OutputJson } from './notebook';
import { code, markdown, notebook } from './notebook';
import { boxOf } from '../../boxOf';

test.use({ sharesLab: true });

const series = Array.from({ length: 30 }, (_, t) => Math.sin(t / 3));
const trace = savedTrace();

/** A run as a kernel that is gone has left it. */
function savedTrace(): Trace {
  const bundle = lstm({ inputSize: 1, units: 4, seed: 7 })
    .run(series)
    .toBundle();
  if (bundle.kind !== 'trace') {
    throw new Error('a run of a cell is a trace');
  }
  return { ...bundle, live: { session: 'gone', revision: 0 } };
}

const still =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="teal"/></svg>';

function output(bundle: object, type = mimeTypes.trace): OutputJson {
  return {
    output_type: 'display_data',
    metadata: {},
    data: {
      [type]: bundle,
      'image/svg+xml': still,
      'text/plain': 'LSTM, 4 units, 30 steps'
    }
  };
}

/** A notebook that names no kernel: the lab asks, and the reader takes none. */
function saved(...outputs: readonly OutputJson[]) {
  return notebook(
    [
      markdown('# Saved'),
      ...outputs.map(each => code('show(run)', { outputs: [each] }))
    ],
    { kernelspec: undefined }
  );
}

/** The value that the engine computed, of channel `name`. */
function valueOf(of: Trace, name: string, step: number, unit: number): number {
  const [layer] = of.layers;
  const channel = layer.channels.find(each => each.name === name);
  return channel?.array.values[step * layer.units + unit] ?? NaN;
}

test('a saved output is drawn without a kernel, and its numbers are read by key and by pointer', async ({
  lab
}) => {
  await lab.put('saved.ipynb', saved(output(encode(trace))));
  await lab.openWithoutKernel('saved.ipynb');
  const view = lab.view(1);
  await expect(view.state).toHaveAttribute('data-state', 'notLive');

  await view.picture.focus();
  await view.picture.press('Home');
  await view.picture.press('ArrowRight');
  await view.picture.press('ArrowDown');
  const forget = valueOf(trace, 'f', 1, 1).toFixed(2);
  await expect(view.spoken).toHaveText(`step 1, unit 1: forget ${forget}`);
  await view.picture.press('End');
  await expect(view.spoken).toContainText('step 29, unit 1');

  const table = await view.table();
  for (const name of ['f', 'i', 'g', 'o', 'c', 'h']) {
    table[name].forEach((value, step) => {
      expect(value).toBeCloseTo(valueOf(trace, name, step, 1), 3);
    });
  }

  const box = await boxOf(view.picture);
  if (box === null) {
    throw new Error('the picture has no place on the page');
  }
  await lab.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(view.tooltip).toBeVisible();
  const words = (await view.tooltip.textContent()) ?? '';
  const [, step, unit] = /(?:step|day) (\d+).*unit (\d+)/.exec(words) ?? [];
  const [, letter, value] =
    /([figoch]) [a-z ]+?([−\d.]+)/.exec(words.replace(/^.*unit \d+/, '')) ?? [];
  expect(Number(value.replace('−', '-'))).toBeCloseTo(
    valueOf(trace, letter, Number(step), Number(unit)),
    2
  );
  expect(lab.foreignErrors()).toEqual([]);
});

test('a saved output has no serious finding of axe in light, dark and high contrast', async ({
  lab
}) => {
  await lab.put('saved.ipynb', saved(output(encode(trace))));
  await lab.openWithoutKernel('saved.ipynb');
  await lab.view(1).picture.waitFor();
  await lab.execute('gatescope:toggle-inspector');
  await lab.cell(1).click();
  for (const theme of themes) {
    await lab.theme(theme);
    await lab.expectAccessible('.jp-gatescope-output');
    await lab.expectAccessible('.jp-gatescope-inspector');
  }
  await lab.theme('JupyterLab Light');
  expect(lab.foreignErrors()).toEqual([]);
});

test('a hostile, a broken and a newer bundle give a message and the static picture', async ({
  lab
}) => {
  const encoded = encode(trace);
  const hostile = {
    ...encoded,
    title: '<img src=x onerror="document.body.dataset.hit=1">'
  };
  await lab.put(
    'hostile.ipynb',
    saved(
      output({ ...encoded, version: 99 }),
      output({ ...encoded, layers: 'all of them' }),
      output(hostile)
    )
  );
  await lab.openWithoutKernel('hostile.ipynb');
  const message = (index: number) =>
    lab.cell(index).locator('.jp-gatescope-error');
  await expect(message(1)).toContainText('version 99');
  await expect(message(1)).toContainText('pip install --upgrade gatescope');
  await expect(message(1).locator('img')).toBeVisible();
  await expect(message(2)).toContainText('trace.layers: expected a list');
  await expect(lab.view(3).root).toContainText('<img src=x');
  expect(await lab.page.locator('body').getAttribute('data-hit')).toBeNull();
  expect(lab.foreignErrors()).toEqual([]);
});
