/** Whether JupyterLab can show it: the parts are there that it reads without a look. */
export function isNotebook(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['nbformat'] === 'number' &&
    isRecord(value['metadata']) &&
    Array.isArray(value['cells']) &&
    value['cells'].every(isCell)
  );
}

function isCell(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['cell_type'] === 'string' &&
    isText(value['source']) &&
    isRecord(value['metadata']) &&
    (value['cell_type'] !== 'code' ||
      (Array.isArray(value['outputs']) && value['outputs'].every(isOutput)))
  );
}

/** Whether what JupyterLab reads of an output without a look is there. */
function isOutput(value: unknown): boolean {
  return (
    isRecord(value) &&
    (value['output_type'] !== 'stream' || isText(value['text'])) &&
    (value['output_type'] !== 'error' || Array.isArray(value['traceback']))
  );
}

function isText(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    (Array.isArray(value) && value.every(line => typeof line === 'string'))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
