import type { Bundle, LayerTrace, Trace } from '../../trace';
import { fill, html } from '../../widgets/base/dom';
import type { View, ViewContext } from '../../widgets/context';

/** The numbers of the chosen unit at the cursor's step, as a list. */
export function createPlainReadout(
  element: HTMLElement,
  bundle: Bundle,
  context: ViewContext
): View {
  let trace = bundle.kind === 'trace' ? bundle : null;
  const draw = (): void => {
    const layer = trace === null ? null : layerOf(trace, context);
    if (trace === null || layer === null) {
      fill(element);
      return;
    }
    const { step, unit } = context.cursor.position;
    const at = step ?? trace.time.steps - 1;
    const chosen = unit ?? trace.view?.unit ?? 0;
    fill(
      element,
      html('h3', {}, context.translate('Step %1, unit %2', at, chosen)),
      html(
        'dl',
        {},
        layer.channels
          .filter(({ role }) => role !== 'gradient' && role !== 'term')
          .flatMap(({ name, label, array }) => [
            html('dt', {}, `${name} ${label}`),
            html(
              'dd',
              {},
              array.values[at * layer.units + chosen]?.toFixed(2) ?? ''
            )
          ])
      )
    );
  };
  const stop = context.cursor.subscribe(draw);
  draw();
  return {
    update(next) {
      trace = next.kind === 'trace' ? next : null;
      draw();
    },
    resize: () => undefined,
    themeChanged: () => undefined,
    dispose() {
      stop();
      fill(element);
    }
  };
}

function layerOf(trace: Trace, { cursor }: ViewContext): LayerTrace | null {
  return (
    trace.layers.find(({ name }) => name === cursor.position.layer) ??
    trace.layers.at(0) ??
    null
  );
}
