import type { ModelSummary } from '../../trace';
import { TRACE_VERSION } from '../../trace';
import type { Showable } from '../base/showable';
import { freshId } from '../base/showable';

/** The layers of a model with the arithmetic of their parameters. */
export class Summary implements Showable<ModelSummary> {
  readonly id = freshId('summary');

  /** @internal */
  constructor(
    readonly name: string,
    readonly layers: ModelSummary['layers'],
    readonly notes: readonly string[] = []
  ) {}

  /** How many numbers are learned in all. */
  get total(): number {
    return this.layers.reduce(
      (sum, { parameters }) => sum + parameters.count,
      0
    );
  }

  /** What the view of a model reads. */
  toBundle(): ModelSummary {
    return {
      version: TRACE_VERSION,
      kind: 'summary',
      id: this.id,
      title: this.name,
      layers: this.layers,
      total: this.total,
      ...(this.notes.length > 0 && { notes: this.notes })
    };
  }

  toString(): string {
    const rows = this.layers.map(layer => [
      layer.name,
      layer.type,
      `[${['B', ...layer.outputShape.map(extent => extent ?? 'T')].join(', ')}]`,
      layer.parameters.count.toLocaleString('en'),
      layer.parameters.count === 0
        ? ''
        : `${layer.parameters.formula} = ${layer.parameters.arithmetic}`
    ]);
    const table = [['layer', 'type', 'output', 'parameters', ''], ...rows];
    const widths = table[0].map((_, column) =>
      Math.max(...table.map(row => row[column].length))
    );
    const lines = table.map(row =>
      row
        .map((text, column) => text.padEnd(widths[column]))
        .join('  ')
        .trimEnd()
    );
    return [
      ...lines,
      `${this.total.toLocaleString('en')} parameters`,
      ...this.notes
    ].join('\n');
  }
}
