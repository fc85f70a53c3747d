import { across } from './layoutAcross';
import { down } from './layoutDown';
import type { Placed, Scene, Surface } from './scene';
import type { Table } from './table';

/** Puts a scene into a width: what the page and a file draw is this. */
export function layout(
  scene: Scene,
  whole: Table,
  surface: Surface,
  row: number | null = null
): Placed {
  if (scene.place) {
    return scene.place(surface, row);
  }
  const count = placesOf(scene, whole);
  const table = { ...whole, places: { ...whole.places, count } };
  return scene.places === 'across'
    ? across(scene, table, surface)
    : down(scene, table, surface);
}

/** How many places are drawn. */
export const placesOf = (
  { most = Infinity }: Scene,
  { places }: Table
): number => Math.min(most, places.count);
