/** @jest-environment jsdom */
import '../browserParts';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import plugin from '../../../../src/lab/plugins/renderer';
import type { IGatescope } from '../../../../src/lab/tokens';

// Of the lab no more than its tokens.
jest.mock('@jupyterlab/apputils', () => ({}));
jest.mock('@jupyterlab/rendermime', () => ({}));

/** The rank that the manager of widgets gives them; the lower is drawn. */
const WIDGETS = -10;

test('a bundle is drawn before the widget beside it, which has nothing to draw without its kernel', () => {
  const addFactory = jest.fn();
  const registry = { addFactory } as unknown as IRenderMimeRegistry;
  void plugin.activate({} as JupyterFrontEnd, registry, {} as IGatescope, null);
  const [[, rank]] = addFactory.mock.calls as [[unknown, number]];
  expect(rank).toBeLessThan(WIDGETS);
});
