import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import { CommandIDs } from '../commandIds';
import { staticAddress } from '../lessons/fetchLesson';
import { IGatescope } from '../tokens';

/** The pages of documentation, in a tab of the browser: those of the install, or the site's. */
const plugin: JupyterFrontEndPlugin<void> = {
  id: 'gatescope:help',
  description: 'Opens the documentation of gatescope.',
  autoStart: true,
  requires: [IGatescope],
  optional: [ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    { translate }: IGatescope,
    palette: ICommandPalette | null
  ): void => {
    app.commands.addCommand(CommandIDs.openDocumentation, {
      label: translate('gatescope documentation'),
      caption: translate('Open the documentation in a new tab'),
      execute: async () => {
        const { baseUrl } = app.serviceManager.serverSettings;
        const address = await firstThatIsThere([
          staticAddress(baseUrl, 'docs', 'index.html'),
          URLExt.join(baseUrl, 'docs', 'index.html')
        ]);
        if (address === undefined) {
          Notification.info(
            translate(
              'This installation was built without the documentation: make docs writes it.'
            )
          );
          return;
        }
        window.open(address, '_blank');
      },
      describedBy: { args: { type: 'object', properties: {} } }
    });
    palette?.addItem({
      command: CommandIDs.openDocumentation,
      category: translate('gatescope')
    });
  }
};

async function firstThatIsThere(
  addresses: readonly string[]
): Promise<string | undefined> {
  for (const address of addresses) {
    const found = await fetch(address, { method: 'HEAD' }).catch(() => null);
    if (found?.ok) {
      return address;
    }
  }
  return undefined;
}

export default plugin;
