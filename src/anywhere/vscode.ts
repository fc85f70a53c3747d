import { createView } from '../widgets/createView';
import {
  createNotebookRenderer,
  type NotebookRenderer
} from './notebookRenderer';

/** The text of style/vscode.css, which the build puts here: the editor loads one file. */
declare const STYLE: string;

/** What VS Code calls when a notebook first shows an output of ours. */
export function activate(): NotebookRenderer {
  const sheet = document.createElement('style');
  sheet.textContent = STYLE;
  document.head.append(sheet);
  return createNotebookRenderer(createView);
}
