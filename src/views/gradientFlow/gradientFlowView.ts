import type { GradientFlow } from '../../trace';
import { across } from '../../scene/layoutAcross';
import type { ChosenOf } from '../../scene/choices';
import { networkInks } from '../../scene/marks/networkLook';
import { line, map, type Panel, type SceneMark } from '../../scene/scene';
import { defineView, type Now } from '../../scene/view';
import { shortenApart } from '../../scene/words/fitText';
import { lettersWidth } from '../../scene/words/letters';
import {
  DECADES,
  gridPowers,
  isFollowedBack,
  leastNetwork,
  quantityWords,
  type ShownFlow
} from './flow';
import { lossAnswers, flowChoices } from './flowChoices';
import { labelMarks } from './flowLabels';
import {
  betweenRows,
  flowFoot,
  logFactors,
  memoryMarks,
  taskMarks,
  zoneMarks
} from './flowMarks';
import { groupsHeight, RAIL, railMarks, tableHeight } from './flowRail';
import { flowSentence } from './flowSentence';
import { flowNumbers, flowTable } from './flowTable';
import {
  flowMeta,
  flowReading,
  memoryCaption,
  memorySentences,
  flowQuestion,
  spokenFlow
} from './flowWords';
import { namesApart } from './namesApart';
import { wayOf } from './way';

export type FlowNow = Now<
  'gradientFlow',
  ChosenOf<'quantity' | 'threshold' | 'answer'>,
  GradientFlow
>;

/** Of the lines of norms. */
const PLOT = 252;
/** The factor at the ends of the strips' colors: more than this is not told apart. */
const LARGEST_FACTOR = 2.8;
/** Of the names before bars and strips. */
const NAMES = 84;

/** What is drawn: the flow that was opened, or of several answers the one that the reader follows. */
const shownOf = ({ bundle, chosen, data, translate }: FlowNow): ShownFlow => ({
  ...{ flow: data ?? bundle, translate },
  ...{ quantity: chosen.quantity, threshold: chosen.threshold }
});

/** The network that is looked at: the one that was chosen; else the one with the smallest value at a step. */
export function networkAt(now: FlowNow, step: number): number {
  const { flow, quantity } = shownOf(now);
  const { lit = null } = now;
  return lit !== null && lit < flow.networks.length
    ? lit
    : leastNetwork(flow, quantity, step);
}

/**
 * Gradient flow: how far back does the loss reach? The norms of several networks on one log axis that
 * is never stretched for one of them, the memory that they leave, and the factors they are made of.
 *
 * @param placeOf which sequence of its batch is shown, if it is of a batch
 */
export const gradientFlowViewOf = (
  placeOf: () => { readonly sequence?: number } = () => ({})
) =>
  defineView<'gradientFlow', GradientFlow>()({
    name: 'flow',
    kind: 'gradientFlow',
    title: translate => translate('Gradient flow'),
    choices: flowChoices,
    steps: ({ time, lossStep, view }) => ({
      steps: time.steps,
      kept: time.kept,
      opens: view?.step ?? Math.floor(lossStep / 2)
    }),
    data: {
      by: ['answer'],
      given(flow, { answer }) {
        const followed = lossAnswers(flow);
        return followed.length === 0 || followed.includes(answer);
      },
      async ask(ask, { id, live, view, title }, { answer: lossStep }) {
        const { flow } = await ask('gradientFlow', {
          ...{ id, lossStep },
          ...placeOf()
        });
        return { ...flow, id, live, view, title };
      },
      missing: () => ''
    },
    table: now => flowTable(shownOf(now)),
    csv: now => flowNumbers(shownOf(now).flow, now.translate),
    looked: (now, step) => `norm${networkAt(now, step)}`,
    scene(now) {
      const shown = shownOf(now);
      const { networks } = shown.flow;
      return {
        layout: across,
        panels: [
          normPanel(shown),
          ...(isFollowedBack(shown.quantity) ? measurePanels(shown) : [])
        ],
        foot: (places, measure) => flowFoot(shown, places, measure),
        aside: { ...RAIL, height: tableHeight(networks.length) },
        overlay: {
          line: ['norms'],
          told: true,
          marks: (step, placed, surface) =>
            railMarks(shown, step, placed, surface)
        }
      };
    },
    words: {
      meta: now => flowMeta(shownOf(now).flow, now.translate),
      reading(now) {
        const { flow, quantity, translate } = shownOf(now);
        const every = gridPowers(flow, quantity);
        return flowReading(flow, quantity, every, translate);
      },
      question: now => flowQuestion(shownOf(now)),
      answer(now, looked) {
        const shown = shownOf(now);
        const { flow, quantity, translate } = shown;
        const row = looked ?? opening(now);
        const network = flow.networks[networkAt(now, row)];
        // A file has no cursor that could be moved away from where the way back begins.
        const isStart =
          looked === undefined &&
          isFollowedBack(quantity) &&
          wayOf(flow, network).start === row;
        return {
          row,
          sentence:
            (isStart && memorySentences(shown)) ||
            flowSentence(flow, network, quantity, row, translate)
        };
      },
      spoken(now, step) {
        const shown = shownOf(now);
        const { flow, quantity, translate } = shown;
        const network = flow.networks[networkAt(now, step)];
        return [
          ...spokenFlow(shown, network, step),
          flowSentence(flow, network, quantity, step, translate)
        ].join('; ');
      }
    }
  });

export const gradientFlowView = gradientFlowViewOf();

/** The step that stands for all where nobody looks at one. */
const opening = ({ bundle: { view, time, lossStep } }: FlowNow): number =>
  Math.min(view?.step ?? Math.floor(lossStep / 2), time.steps - 1);

/** The norms of all networks by powers of ten, with the zone of no learning. */
function normPanel(shown: ShownFlow): Panel {
  const { flow, quantity } = shown;
  const { networks } = flow;
  const free = (
    draw: Extract<SceneMark, { kind: 'free' }>['draw']
  ): SceneMark => ({ kind: 'free', draw });
  return {
    id: 'norms',
    caption: quantityWords(quantity, networks),
    height: ({ isBeside }) =>
      isBeside
        ? // The numbers beside it end above those beside the bars of memory.
          Math.max(PLOT, groupsHeight(networks.length) - 50)
        : 200,
    unnamed: true,
    axis: true,
    value: { log: { ...DECADES, every: gridPowers(flow, quantity) } },
    marks: [
      free((panel, theme) => [
        ...zoneMarks(shown, panel, theme),
        ...taskMarks(shown, panel, theme)
      ]),
      ...networkInks(networks).map(({ dash }, at) =>
        line(`norm${at}`, { dash, width: 2.25, series: at })
      ),
      free((panel, theme, measure) => labelMarks(shown, panel, theme, measure))
    ]
  };
}

/** How far each network remembers, and the factors that it multiplies by. */
function measurePanels(shown: ShownFlow): readonly Panel[] {
  const { flow, translate } = shown;
  const { networks } = flow;
  const names = shortenApart(
    namesApart(networks.map(({ name }) => name)),
    NAMES,
    words => lettersWidth(words, 12)
  );
  const most = Math.log(LARGEST_FACTOR);
  return [
    {
      id: 'memory',
      caption: memoryCaption(shown),
      height: networks.length * 19,
      value: { names },
      marks: [
        {
          kind: 'free',
          draw: (panel, theme) => memoryMarks(shown, panel, theme)
        }
      ]
    },
    {
      id: 'factors',
      caption: [
        translate('factor per %step'),
        translate('orange shrinks, purple grows')
      ].join(': '),
      height: networks.length * (networks.length > 3 ? 20 : 24),
      value: { names },
      marks: [
        {
          ...map(logFactors(shown), 'states', [-most, most]),
          write: power => `×${Number(Math.exp(power).toFixed(2))}`
        },
        {
          kind: 'free',
          draw: (panel, theme) => betweenRows(shown, panel, theme)
        }
      ]
    }
  ];
}
