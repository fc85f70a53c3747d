import type { Placed, Scene, Surface } from './scene';
import type { Table } from './table';

/** Puts a scene into a width: what the page and a file draw is this. */
export function layout(scene: Scene, whole: Table, surface: Surface): Placed {
  const { width } = surface;
  const count = drawnPlaces(scene, whole);
  const table = { ...whole, places: { ...whole.places, count } };
  return {
    ...{ width, panels: [], axis: [], maps: [], badge: 0, hit: () => null },
    ...scene.layout(surface, scene, table)
  };
}

/** How many places are drawn. */
export const drawnPlaces = (
  { most = Infinity }: Scene,
  { places }: Table
): number => Math.min(most, places.count);
