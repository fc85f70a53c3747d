import type { History } from '../../../trace';
import { lightColors } from './colours';
import { plot, type PlotLine } from './plot';
import { ink, label, picture } from './svg';

const WIDTH = 620;
const HEIGHT = 180;

/** A saved picture of a training run: each metric over the epochs, with validation. */
export function historyPicture(history: History): string {
  const { metrics, epochs, status, reason } = history;
  const title = history.title ?? 'Training';
  const words = `${epochs.done} of ${epochs.planned} epochs, ${status}${reason ? `: ${reason}` : ''}`;
  const plots = metrics.map(({ name, training, validation }, index) => {
    const lines: PlotLine[] = [
      { name: 'training', values: training.values, stroke: lightColors.hidden }
    ];
    if (validation) {
      lines.push({
        name: 'validation',
        values: validation.values,
        stroke: lightColors.brand,
        dash: '7 3'
      });
    }
    return plot(lines, {
      x: 70,
      y: 60 + index * (HEIGHT + 60),
      width: WIDTH - 70 - 120,
      height: HEIGHT,
      across: 'epoch',
      up: name
    });
  });
  return picture(
    {
      width: WIDTH,
      height: 60 + Math.max(1, plots.length) * (HEIGHT + 60) - 20,
      title: `${title}: ${words}`
    },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    label(WIDTH - 16, 22, words, { 'text-anchor': 'end', fill: ink.second }),
    ...plots
  );
}
