import type { Translate } from '../../scene/words/translate';
import { download, pictureToSvg, svgToPng } from './exportPicture';
import { plainText } from './plainText';
import { toCsv, type DataTable } from '../../scene/dataTable';
import type { MenuItem } from './menu';
import type { Tool } from './tools';

export interface ExportOptions {
  readonly element: HTMLElement;
  readonly translate: Translate;
  /** The name of the file, without its ending. */
  readonly name: string;
  readonly table?: () => DataTable;
  readonly csv?: () => DataTable;
  /** The picture as SVG; else what stands on the page is drawn as it stands. */
  readonly svg?: () => string;
  /** What stands around the picture, a paragraph each. */
  readonly words: () => readonly string[];
  /** What is copied rather than saved. */
  readonly copies: () => readonly MenuItem[];
  readonly tableShown: boolean;
  readonly toggleTable: () => void;
  readonly failed: (message: string) => void;
}

/** The two tools that every view has: its data table and its files. */
export function exportTools(options: ExportOptions): Tool[] {
  const { element, translate, name, table, csv } = options;
  const svg = options.svg ?? (() => pictureToSvg(element));
  const tools: Tool[] = [];
  if (table) {
    tools.push({
      id: 'table',
      label: translate('Table'),
      title: translate('Table: the numbers as a data table (T)'),
      look: 'quiet',
      pressed: options.tableShown,
      run: options.toggleTable
    });
  }
  tools.push({
    id: 'export',
    label: translate('Export ▾'),
    title: translate('Export'),
    look: 'quiet',
    menu: () => [
      {
        label: translate('PNG picture'),
        run: () => {
          svgToPng(svg()).then(
            blob => download(`${name}.png`, blob),
            (reason: unknown) =>
              options.failed(
                translate(
                  'The PNG could not be made: %1',
                  reason instanceof Error ? reason.message : String(reason)
                )
              )
          );
        }
      },
      {
        label: translate('SVG picture'),
        run: () =>
          download(`${name}.svg`, new Blob([svg()], { type: 'image/svg+xml' }))
      },
      ...(csv
        ? [
            {
              label: translate('CSV numbers'),
              run: () =>
                download(
                  `${name}.csv`,
                  new Blob([toCsv(csv())], { type: 'text/csv' })
                )
            }
          ]
        : []),
      {
        label: translate('Text in lines of 40, for braille'),
        run: () =>
          download(
            `${name}.txt`,
            new Blob([plainText(options.words(), table?.())], {
              type: 'text/plain'
            })
          )
      },
      ...options.copies()
    ]
  });
  return tools;
}
