import { areaBox } from '../../views/map/areaBox';
import type { MapScene } from '../../views/map/mapScene';

/** Frames the value of a unit at a step; of lines, which have their dots, none. */
export function litCell(
  element: HTMLElement,
  scene: MapScene,
  at: {
    readonly step: number;
    readonly unit: number;
    readonly group: number;
  } | null
): void {
  const { options, lines, placeOf } = scene;
  element.hidden =
    at === null || lines || at.step < options.from || at.step >= options.to;
  if (at !== null && !element.hidden) {
    const { step, unit, group } = at;
    const place = placeOf[unit];
    const { x, y, width, height } = areaBox(scene, {
      group,
      places: [place, place],
      steps: [step, step]
    });
    element.style.transform = `translate(${x - 1}px, ${y - 1.5}px)`;
    element.style.width = `${width + 2}px`;
    element.style.height = `${height + 3}px`;
  }
}
