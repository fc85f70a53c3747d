import type { Race } from '../../trace';
import { linearScale } from '../../scene/marks/valueScale';
import { mark } from '../../scene/marks/mark';
import { stepScale } from '../../scene/marks/plane';
import type { Overlay, Placed, Surface } from '../../scene/scene';
import type { SceneTheme } from '../../scene/theme';
import type { Translate } from '../../scene/words/translate';
import { shorten } from '../../scene/words/fitText';
import {
  horizonAt,
  horizonFrame,
  horizonMatrix,
  horizonScene,
  SWATCH,
  type HorizonLook
} from './horizonMarks';
import { raceRows } from './raceShares';
import { raceEnds } from './raceWords';

const PLOT = 150;

const lookOf = (theme: SceneTheme): HorizonLook => {
  const swatch = { fill: 'none', stroke: theme.color('edge') };
  return {
    name: { fill: theme.color('ink'), 'font-size': 13, 'font-weight': 600 },
    second: { fill: theme.color('second'), 'font-size': 12 },
    frame: { fill: 'none', stroke: theme.color('grid') },
    ends: [swatch, swatch]
  };
};

/** A map a network, side by side where there is room: groups across, epochs upward. */
export function racePlaced(
  race: Race,
  { width, measure, theme }: Surface,
  translate: Translate
): Placed {
  const { networks, groups, groupName, epochs } = race;
  const { done, planned } = epochs;
  const laid = horizonScene(
    {
      names: networks.map(({ name }) => name),
      groups,
      planned,
      across: groupName,
      ends: raceEnds(race, translate),
      epochWord: translate('epoch')
    },
    width,
    { measure, shorten: (words, room) => shorten(words, room, measure) },
    PLOT
  );
  const rows = raceRows(race);
  const colors = { ramp: 'horizon', range: [0, 1] } as const;
  const panels = laid.panels.map(({ box }, at) => ({
    id: `network${at}`,
    box,
    across: true,
    places: stepScale(groups.length, box),
    value: linearScale([0, planned], box),
    picks: (_: number, epoch: number) => ({ epoch }),
    follows: 'drag' as const
  }));
  return {
    width,
    height: laid.height,
    badge: 0,
    axis: [],
    panels,
    maps: [
      ...(done === 0 ? [] : panels).map(({ box }, at) => ({
        ...{ ...box, ...colors },
        y: box.y + box.height * (1 - done / planned),
        height: (box.height * done) / planned,
        values: horizonMatrix(rows[at], groups.length, done)
      })),
      ...laid.legend.flatMap(({ x, y, end }) =>
        end === undefined
          ? []
          : [
              {
                ...{ x, y: y - SWATCH, width: SWATCH, height: SWATCH },
                ...colors,
                values: horizonMatrix([[end]], 1, 1)
              }
            ]
      )
    ],
    marks: [
      // What is not learned yet has no color of the ramp.
      ...panels.map(({ box }) =>
        mark('rect', {
          ...box,
          height: box.height * (1 - done / planned),
          fill: theme.color('unlearned')
        })
      ),
      ...horizonFrame(laid, lookOf(theme))
    ],
    hit(x, y) {
      const panel = panels.find(
        ({ box }) =>
          x >= box.x &&
          x < box.x + box.width &&
          y >= box.y &&
          y < box.y + box.height
      );
      if (!panel || done === 0) {
        return null;
      }
      const { epoch, group } = horizonAt(laid.horizons, panel.box, x, y);
      return { row: group, panel, column: Math.min(epoch, done - 1) };
    }
  };
}

/** The group and the epoch that are looked at, in each map. */
export const placedMarks =
  ({ epochs: { done, planned } }: Race, epoch: number): Overlay['marks'] =>
  (group, { panels }, { theme }) =>
    done === 0
      ? []
      : panels.flatMap(({ box, places }) => {
          const line = {
            fill: 'none',
            stroke: theme.color('keep'),
            'stroke-width': 1.5
          };
          const up = Math.min(epoch + 1, done) / planned;
          const y = box.y + box.height * (1 - up);
          return [
            mark('rect', {
              ...box,
              x: places.left(group),
              width: places.column,
              ...line
            }),
            mark('path', { d: `M${box.x} ${y}h${box.width}`, ...line })
          ];
        });
