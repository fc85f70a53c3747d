/** @jest-environment jsdom */
import '../browserParts';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { BundleRenderer } from '../../../../src/lab/renderer/bundleRenderer';
import type { Bundle } from '../../../../src/trace';
import { createCursor } from '../../../../src/widgets/base/cursor';
import { createDeadLink } from '../../../../src/widgets/base/link';
import {
  createPageMemory,
  createStore
} from '../../../../src/widgets/base/store';
import { untranslated } from '../../../../src/scene/words/translate';
import type { View } from '../../../../src/widgets/context';

const mimeType = 'application/vnd.gatescope.trace+json';

function model(data: object): IRenderMime.IMimeModel {
  return { data } as unknown as IRenderMime.IMimeModel;
}

function bundle(id: string, kind = 'trace'): Bundle {
  return { version: 1, id, kind } as Bundle;
}

function setup(
  decodeBundle: (json: unknown) => Bundle = json => json as Bundle
) {
  const log: string[] = [];
  const themeChanged = new Signal<object, void>({});
  const settingsChanged = new Signal<object, void>({});
  const store = createStore();
  const renderer = new BundleRenderer({
    mimeType,
    translate: untranslated,
    themeChanged,
    settingsChanged,
    contextOf: () => ({
      cursor: createCursor(),
      link: createDeadLink('test'),
      store,
      memory: createPageMemory(),
      translate: untranslated,
      settings: { linesUpTo: 8, minimumColumnWidth: 2, reducedMotion: true }
    }),
    loadDrawing: () =>
      Promise.resolve({
        decodeBundle,
        encode: history => history,
        networkLink: () => Promise.reject(new Error('no network')),
        createView: () =>
          Promise.resolve((element, { id }): View => {
            log.push(`made ${id}`);
            element.textContent = id;
            return {
              update: next => log.push(`updated ${next.id}`),
              resize: () => undefined,
              themeChanged: () => log.push('theme'),
              dispose: () => log.push(`disposed ${id}`)
            };
          })
      })
  });
  return { renderer, log, themeChanged, settingsChanged };
}

test('nothing is drawn before the widget is attached, then the last model is', async () => {
  const { renderer, log } = setup();
  await renderer.renderModel(model({ [mimeType]: bundle('a') }));
  expect(log).toEqual([]);
  Widget.attach(renderer, document.body);
  expect(log).toEqual(['made a']);
  expect(renderer.node.textContent).toBe('a');
  renderer.dispose();
  expect(log).toEqual(['made a', 'disposed a']);
});

test('the same bundle again is an update, another one gets a view of its own', async () => {
  const { renderer, log } = setup();
  Widget.attach(renderer, document.body);
  await renderer.renderModel(model({ [mimeType]: bundle('a') }));
  await renderer.renderModel(model({ [mimeType]: bundle('a') }));
  await renderer.renderModel(model({ [mimeType]: bundle('b') }));
  expect(log).toEqual(['made a', 'updated a', 'disposed a', 'made b']);
  renderer.dispose();
});

test('of two models that come together only the later one is drawn', async () => {
  const { renderer, log } = setup();
  Widget.attach(renderer, document.body);
  await Promise.all([
    renderer.renderModel(model({ [mimeType]: bundle('a') })),
    renderer.renderModel(model({ [mimeType]: bundle('b') }))
  ]);
  expect(log).toEqual(['made b']);
  renderer.dispose();
});

test('a theme reaches the view, and other settings make it anew', async () => {
  const { renderer, log, themeChanged, settingsChanged } = setup();
  Widget.attach(renderer, document.body);
  await renderer.renderModel(model({ [mimeType]: bundle('a') }));
  themeChanged.emit();
  settingsChanged.emit();
  expect(log).toEqual(['made a', 'theme', 'disposed a', 'made a']);
  renderer.dispose();
  themeChanged.emit();
  expect(log).toHaveLength(5);
});

test('what cannot be read is said, with the static picture as an image that runs no script', async () => {
  const { renderer } = setup(() => {
    throw new Error('trace.layers: expected a list, got <b>3</b>');
  });
  Widget.attach(renderer, document.body);
  await renderer.renderModel(
    model({
      [mimeType]: {},
      'image/svg+xml': '<svg onload="alert(1)"><script>alert(2)</script></svg>',
      'text/plain': 'LSTM, 4 units'
    })
  );
  const image = renderer.node.querySelector('img');
  expect(renderer.node.textContent).toContain('got <b>3</b>');
  expect(renderer.node.querySelector('b, svg, script')).toBeNull();
  expect(image?.src).toMatch(/^data:image\/svg\+xml;/);
  expect(image?.alt).toBe('LSTM, 4 units');
  renderer.dispose();
});

test('without a picture the text is shown, as text', async () => {
  const { renderer } = setup(() => {
    throw new Error('no');
  });
  Widget.attach(renderer, document.body);
  await renderer.renderModel(
    model({ [mimeType]: {}, 'text/plain': '<img src=x onerror=alert(1)>' })
  );
  expect(renderer.node.querySelector('img')).toBeNull();
  expect(renderer.node.querySelector('pre')?.textContent).toBe(
    '<img src=x onerror=alert(1)>'
  );
  renderer.dispose();
});

test('a good model after a broken one is drawn', async () => {
  let broken = true;
  const { renderer, log } = setup(json => {
    if (broken) {
      throw new Error('no');
    }
    return json as Bundle;
  });
  Widget.attach(renderer, document.body);
  await renderer.renderModel(model({ [mimeType]: bundle('a') }));
  broken = false;
  await renderer.renderModel(model({ [mimeType]: bundle('a') }));
  expect(log).toEqual(['made a']);
  expect(renderer.node.querySelector('[role=alert]')).toBeNull();
  renderer.dispose();
});
