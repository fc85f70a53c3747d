import type { LayerTrace, Trace } from '../../trace';
import type { ViewContext } from '../context';
import type { Lit } from '../equations/equationBlock';
import { createEquations, type Equations } from '../equations/equations';
import { findPart } from '../../views/equations/terms';
import type { RunView } from '../run/createRunView';
import { attributeAt } from '../run/followTerms';
import { codeBelow, type SourcePanel } from './sourcePanel';

/** What the wired cell shows of one layer besides its circuit. */
export interface CellParts {
  readonly layer: LayerTrace;
  readonly equations: Equations;
  readonly source: SourcePanel | null;
  /** The exercise that keeps the code closed. */
  readonly closedBy: string | null;
  /** What stands below the picture. */
  readonly code: readonly Node[];
  /** What is lit by an element of the circuit or a line of the code. */
  litAt(target: Element): Lit | null;
  dispose(): void;
}

/** Makes the equations and the code of a layer. */
export function createCellParts(
  trace: Trace,
  layer: LayerTrace,
  {
    context,
    run
  }: {
    readonly context: ViewContext;
    readonly run: Pick<RunView<never, never>, 'mover' | 'base'>;
  }
): CellParts {
  const equations = createEquations({
    trace,
    layer,
    context,
    source: run.mover,
    leave: () => run.base.frame.picture.focus({ preventScroll: true }),
    onKey: run.base.key
  });
  const { shown, source, closedBy } = codeBelow(trace, layer, context);
  return {
    layer,
    equations,
    source,
    closedBy,
    code: shown,
    litAt(target) {
      const channel = attributeAt(target, 'data-channel');
      if (!channel) {
        return null;
      }
      const text = attributeAt(target, 'data-text');
      const isTerm =
        text !== null &&
        text !== channel &&
        findPart(layer.equations, text) !== null;
      return { channel, term: isTerm ? text : null };
    },
    dispose() {
      equations.dispose();
      equations.element.remove();
    }
  };
}
