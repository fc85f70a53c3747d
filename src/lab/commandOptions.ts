import type { JupyterFrontEnd } from '@jupyterlab/application';

/** What a command is added with. */
export type CommandOptions = Parameters<
  JupyterFrontEnd['commands']['addCommand']
>[1];
