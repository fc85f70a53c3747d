import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import { CommandIDs } from '../commandIds';
import { documentationPage } from '../documentationPage';
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
      execute: async ({ page = 'index.html' }) => {
        const { baseUrl } = app.serviceManager.serverSettings;
        const [file, place = ''] = String(page).split('#');
        const address = await firstThatIsThere([
          staticAddress(baseUrl, 'docs', file),
          URLExt.join(baseUrl, 'docs', file)
        ]);
        if (address === undefined) {
          Notification.info(
            translate(
              'This installation was built without the documentation: make docs writes it.'
            ),
            // Without a time it is only counted, at the foot of the page.
            { autoClose: 10_000 }
          );
          return;
        }
        window.open(place === '' ? address : `${address}#${place}`, '_blank');
      },
      describedBy: {
        args: { type: 'object', properties: { page: { type: 'string' } } }
      }
    });
    // Before JupyterLab hears of the click, which would look for the page beside the notebook.
    document.addEventListener(
      'click',
      event => {
        const link =
          event.target instanceof Element
            ? event.target.closest<HTMLAnchorElement>(
                '.jp-RenderedMarkdown a[href]'
              )
            : null;
        const page = link && documentationPage(link);
        if (page !== null) {
          event.preventDefault();
          event.stopPropagation();
          void app.commands.execute(CommandIDs.openDocumentation, { page });
        }
      },
      true
    );
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
