import type { Layer } from './layer';

/** What stateful layers inside another one carry over, as the layer around them tells it: `0/h`. */
export function innerStates(
  layers: readonly Layer[]
): Required<Pick<Layer, 'resetStates' | 'states' | 'setStates'>> {
  return {
    resetStates() {
      layers.forEach(layer => layer.resetStates?.());
    },
    states() {
      const states = layers.flatMap((layer, at) =>
        Object.entries(layer.states?.() ?? {}).map(
          ([name, state]) => [`${at}/${name}`, state] as const
        )
      );
      return states.length > 0 ? Object.fromEntries(states) : null;
    },
    setStates(states) {
      layers.forEach((layer, at) => {
        const own = Object.entries(states ?? {})
          .filter(([name]) => name.startsWith(`${at}/`))
          .map(
            ([name, state]) => [name.slice(`${at}/`.length), state] as const
          );
        layer.setStates?.(own.length > 0 ? Object.fromEntries(own) : null);
      });
    }
  };
}
