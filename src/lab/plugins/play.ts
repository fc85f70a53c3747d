import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { CommandIDs } from '../commandIds';
import { gatescopeIcon } from '../icon';
import { staticAddress } from '../lessons/fetchLesson';
import { IGatescope } from '../tokens';

/** A card, first on the launcher, that opens the playground: a page beside the lab, without a kernel. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope:play',
  description: 'Opens the playground for memory.',
  autoStart: true,
  requires: [IGatescope],
  optional: [ILauncher, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    { translate }: IGatescope,
    launcher: ILauncher | null,
    palette: ICommandPalette | null
  ): void => {
    app.commands.addCommand(CommandIDs.openPlay, {
      label: translate('Play: how long can a network remember?'),
      caption: translate('Open the playground for memory in a new tab'),
      icon: gatescopeIcon,
      execute: () => {
        const { baseUrl } = app.serviceManager.serverSettings;
        window.open(staticAddress(baseUrl, 'play', 'index.html'), '_blank');
      },
      describedBy: { args: { type: 'object', properties: {} } }
    });
    launcher?.add({
      command: CommandIDs.openPlay,
      category: translate('Play'),
      categoryRank: -1,
      rank: 0
    });
    palette?.addItem({
      command: CommandIDs.openPlay,
      category: translate('gatescope')
    });
  }
};

export default plugin;
