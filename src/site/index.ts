import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { interruptPlugin } from './interruptPlugin';
import { kernelPlugin } from './kernelPlugin';

/** What the site adds to JupyterLite. */
const plugins: JupyterFrontEndPlugin<void>[] = [kernelPlugin, interruptPlugin];

export default plugins;
