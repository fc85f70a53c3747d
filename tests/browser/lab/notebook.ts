/** A notebook as nbformat 4.5 writes it. */
export interface NotebookJson {
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly CellJson[];
}

export interface CellJson {
  readonly id: string;
  readonly cell_type: 'code' | 'markdown';
  readonly source: string | readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly execution_count?: number | null;
  readonly outputs?: readonly OutputJson[];
}

export interface OutputJson {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly metadata?: object;
  readonly text?: string | readonly string[];
}

/** A notebook for the gatescope kernel. */
export function notebook(
  cells: readonly CellJson[],
  metadata: Readonly<Record<string, unknown>> = {}
): NotebookJson {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: 'gatescope',
        display_name: 'TypeScript (gatescope)',
        language: 'typescript'
      },
      ...metadata
    },
    cells
  };
}

let lastId = 0;

export function code(
  source: string,
  {
    id = `code-${++lastId}`,
    outputs = [],
    metadata = {}
  }: Partial<Pick<CellJson, 'id' | 'outputs' | 'metadata'>> = {}
): CellJson {
  return {
    id,
    cell_type: 'code',
    source,
    metadata,
    execution_count: outputs.length > 0 ? 1 : null,
    outputs
  };
}

export function markdown(source: string): CellJson {
  return {
    id: `text-${++lastId}`,
    cell_type: 'markdown',
    source,
    metadata: {}
  };
}
