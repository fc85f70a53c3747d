import { gradientNormWords, type GradientFlow } from '../../../trace';
import { networkStrokes } from './colours';
import { plot } from './plot';
import { ink, label, picture } from './svg';

/** Letters of a network's name that fit beside the plot. */
const ROOM = 15;

/** A saved picture of how far back the loss reaches: gradient norms of every network, decade by decade. */
export function gradientFlowPicture(flow: GradientFlow): string {
  const title = flow.title ?? 'Gradient flow';
  const { name: step } = flow.time;
  const answers = flow.networks.find(network => network.answers)?.answers;
  /** Each direction is followed from a step of its own. */
  const starts = [
    ...new Set(flow.networks.map(each => each.lossStep ?? flow.lossStep))
  ];
  const followed = [
    ...new Set(
      flow.networks.map(each => each.answer ?? each.lossStep ?? flow.lossStep)
    )
  ];
  const of =
    answers && followed.length === 1
      ? `what the answer at ${step} ${followed[0]} alone sends back, one of ${answers.length} that the loss reads`
      : answers
        ? `what one answer alone sends back along each line, of several that its loss reads: that at ${step} ${followed.join(' or ')}`
        : starts.length === 1
          ? `the loss is at ${step} ${starts[0]}`
          : `the way back begins at ${step} ${starts.join(' or ')}, each line from its own loss`;
  const strokes = networkStrokes(flow.networks);
  const norm = gradientNormWords(flow.networks);
  const longest = Math.max(...flow.networks.map(({ name }) => name.length));
  return picture(
    {
      width: 660 + Math.max(0, longest - ROOM) * 6.2,
      height: 366,
      title: `${title}: ${norm} at each ${step}; ${of}`
    },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    plot(
      flow.networks.map(({ name, hidden }, at) => ({
        name,
        values: hidden.values,
        ...strokes[at]
      })),
      {
        x: 80,
        y: 60,
        width: 440,
        height: 220,
        across: flow.time.name,
        up: norm,
        logarithmic: true
      }
    ),
    label(16, 336, `How to read: ${of}.`, { fill: ink.second }),
    label(
      16,
      354,
      'A line that falls away from there is a memory that fades.',
      {
        fill: ink.second
      }
    )
  );
}
