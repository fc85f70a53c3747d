import type { Translate } from '../context';
import { download, pictureToSvg, svgToPng } from './exportPicture';
import { plainText } from './plainText';
import { toCsv, type DataTable } from './table';
import type { MenuItem } from './menu';
import type { Tool } from './tools';

export interface ExportOptions {
  readonly element: HTMLElement;
  readonly translate: Translate;
  /** The name of the file, without its ending. */
  readonly name: string;
  readonly table?: () => DataTable;
  readonly csv?: () => DataTable;
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
          svgToPng(pictureToSvg(element)).then(
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
          download(
            `${name}.svg`,
            new Blob([pictureToSvg(element)], { type: 'image/svg+xml' })
          )
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
