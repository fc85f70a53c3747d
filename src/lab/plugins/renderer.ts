import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IThemeManager } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { mimeTypes } from '../../trace';
import { BundleRenderer } from '../renderer/bundleRenderer';
import { IGatescope } from '../tokens';

/**
 * Before what the same output carries for other viewers: the static picture (80), HTML (50), and a widget
 * (−10), which has nothing to draw once its kernel is gone.
 */
const RANK = -20;

/** Draws every bundle that the kernel's `show` prints. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope:renderer',
  description: 'Draws gatescope bundles in notebook outputs.',
  autoStart: true,
  requires: [IRenderMimeRegistry, IGatescope],
  optional: [IThemeManager],
  activate: (
    _app: JupyterFrontEnd,
    registry: IRenderMimeRegistry,
    { sessions, translate, settingsChanged }: IGatescope,
    themes: IThemeManager | null
  ): void => {
    registry.addFactory(
      {
        safe: true,
        mimeTypes: Object.values(mimeTypes),
        defaultRank: RANK,
        createRenderer: ({ mimeType }) =>
          new BundleRenderer({
            mimeType,
            loadDrawing: () => import('../renderer/drawing'),
            contextOf: (widget, id) => sessions.contextOf(widget, id),
            translate,
            themeChanged: themes?.themeChanged,
            settingsChanged
          })
      },
      RANK
    );
  }
};

export default plugin;
