import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { interruptPlugin } from './interruptPlugin';
import { kernelPlugin } from './kernelPlugin';
import { storagePlugin } from './storagePlugin';

/** What the site adds to JupyterLite. */
const plugins: JupyterFrontEndPlugin<void>[] = [
  kernelPlugin,
  interruptPlugin,
  storagePlugin
];

export default plugins;
