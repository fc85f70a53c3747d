import { LabIcon } from '@jupyterlab/ui-components';
import { gatescopeIcon } from '../icon';
import type { LessonEntry } from './lessonIndex';

const icons = new Map<string, LabIcon>();

/** The picture on a lesson's card, above a bar of the exercises that are passed. */
export function lessonIcon(
  { id, picture }: LessonEntry,
  { passed, exercises }: { readonly passed: number; readonly exercises: number }
): LabIcon {
  if (picture === undefined) {
    return gatescopeIcon;
  }
  const share = exercises === 0 ? 0 : Math.min(1, passed / exercises);
  const name = `gatescope:lesson-${id}-${passed}-${exercises}`;
  let icon = icons.get(name);
  if (icon === undefined) {
    const bar =
      exercises === 0
        ? ''
        : `<g class="jp-gatescope-card-bar"><rect class="jp-icon3" fill="#616161" opacity="0.3" x="2" y="43" width="44" height="3" rx="1.5"/><rect class="jp-icon-brand1" fill="#1976d2" x="2" y="43" width="${(44 * share).toFixed(1)}" height="3" rx="1.5"/></g>`;
    icon = new LabIcon({
      name,
      svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 48 48">${picture}${bar}</svg>`
    });
    icons.set(name, icon);
  }
  return icon;
}
