import { numbersCode, type Trace } from '../../trace';
import {
  samePlace,
  lastOperations,
  type WhatIfOperation
} from '../../views/whatIf/operation';
import { codeNumber } from '../../scene/words/format';
import { pythonOperations } from '../base/pythonCode';
import type { ViewChoice } from '../base/viewCode';

/** The same for a line of code: what `openingOperations` reads. */
export function changesChoice(
  all: readonly WhatIfOperation[]
): Pick<ViewChoice, 'clamps' | 'edits'> {
  const operations = lastOperations(all);
  const edits = operations.flatMap(each =>
    each.kind === 'edit' ? [each.edit] : []
  );
  const clamps = operations.flatMap(each =>
    each.kind === 'clamp' ? [each.clamp] : []
  );
  return {
    ...(clamps.length > 0 && { clamps }),
    ...(edits.length > 0 && { edits })
  };
}

/** Whether an operation changes this run: an input that was edited is one sequence's own. */
export function isOf({ batch }: Trace, operation: WhatIfOperation): boolean {
  return operation.kind === 'clamp' || operation.sequence === batch?.sequence;
}

/**
 * The list with one more operation.
 *
 * @param replace it goes on with the drag that the last one of the list began: of one drag only the
 *   end is kept, so that it is one thing to undo
 */
export function withOperation(
  operations: readonly WhatIfOperation[],
  next: WhatIfOperation,
  replace: boolean
): readonly WhatIfOperation[] {
  const last = operations.at(-1);
  return replace && last && samePlace(last, next)
    ? [...operations.slice(0, -1), next]
    : [...operations, next];
}

/**
 * The same changes as code that runs in a notebook cell as it stands, also after a restart: units
 * and steps are written out, and the run by its name there.
 */
export function operationsCode(
  trace: Trace,
  all: readonly WhatIfOperation[],
  name: string
): string {
  const operations = lastOperations(all);
  if (trace.language === 'python') {
    return pythonOperations(trace, operations, name);
  }
  const sequence = trace.batch?.sequence ?? 0;
  const calls = operations.map(operation => {
    if (operation.kind === 'edit') {
      const { step, feature, value } = operation.edit;
      const which = trace.input.names.length > 1 ? `, feature: ${feature}` : '';
      const whose = sequence > 0 ? `, sequence: ${sequence}` : '';
      return `.edit({ steps: ${step}${which}, value: ${codeNumber(value)}${whose} })`;
    }
    const { layer, channel, units, steps, value } = operation.clamp;
    const what = [
      ...(trace.layers.length > 1 ? [`layer: ${quote(layer)}`] : []),
      `channel: ${quote(channel)}`,
      `value: ${value === 'mean' ? quote(value) : codeNumber(value)}`,
      ...(units ? [`units: ${numbersCode(units)}`] : []),
      ...(steps ? [`steps: ${numbersCode(steps)}`] : [])
    ];
    return `.clamp({ ${what.join(', ')} })`;
  });
  const changed = [name, ...calls].join(calls.length === 1 ? '' : '\n    ');
  const shown = sequence > 0 ? [`{ sequence: ${sequence} }`] : [];
  return `import { show } from 'gatescope';\nshow(${calls.length === 1 ? [changed, ...shown].join(', ') : `\n  ${[changed, ...shown].join(',\n  ')}\n`});`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
