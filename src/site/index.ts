import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { cutOffPlugin } from './cutOffPlugin';
import { interruptPlugin } from './interruptPlugin';
import { kernelPlugin } from './kernelPlugin';
import { narrowPlugin } from './narrowPlugin';
import { savingPlugin } from './savingPlugin';
import { storagePlugin } from './storagePlugin';

/** What the site adds to JupyterLite. */
const plugins: JupyterFrontEndPlugin<void>[] = [
  kernelPlugin,
  interruptPlugin,
  storagePlugin,
  savingPlugin,
  cutOffPlugin,
  narrowPlugin
];

export default plugins;
