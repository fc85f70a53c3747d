import { parser as javascript } from '@lezer/javascript';
import type { NotebookCell } from '../../../../src/exercises/metadata';
import type { CodeParser } from '../../../../src/lab/authoring/codeTree';

/** The parser that JupyterLab's editor has. */
export const parser: CodeParser = javascript.configure({ dialect: 'ts' });

export function cell(
  id: string,
  source: string,
  metadata: NotebookCell['metadata'] = {},
  type: NotebookCell['type'] = 'code'
): NotebookCell {
  return { id, type, source, metadata };
}
