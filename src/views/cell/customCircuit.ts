import {
  channelHue,
  expressionText,
  orderOf,
  stepSubscript,
  type ChannelHue,
  type Expression,
  type LayerTrace
} from '../../trace';
import type { Point } from '../../scene/marks/wire';
import { beltOf } from './beltOf';
import { cellGraph, type CellGraph, type GraphNode } from './cellGraph';
import {
  BOX,
  letterOf,
  RADIUS,
  type Caption,
  type Circuit,
  type CircuitOptions,
  type CircuitPart,
  type Wire
} from './circuit';
import { freePlace } from './freePlace';
import { layeredLayout, type LayeredLayout } from './layeredLayout';
import {
  columnPlaces,
  entryOffsets,
  LEAST_GAP,
  routeWires,
  type ColumnPlaces
} from './routeWires';

/** Above this many operations a drawing says less than the equations. */
const MOST_NODES = 60;
const TOP = 24;

/**
 * A circuit laid out from the equations alone, for a cell that no textbook draws: each operation one
 * part, from left to right in the order of computation. What is read through a matrix enters from
 * below, since it comes from all units at once.
 */
export function customCircuit(
  layer: LayerTrace,
  options: CircuitOptions
): Circuit {
  const { width, translate } = options;
  const graph = cellGraph(layer);
  const missing = graph.missing.map(({ text, of }) => translate(text, of));
  if (layer.equations.length === 0) {
    missing.unshift(
      translate(
        'The step of this cell left no equations that could be read, so there is no wiring to draw. Its channels are in the Gates view.'
      )
    );
  }
  const tooLarge = graph.nodes.length > MOST_NODES;
  if (tooLarge) {
    missing.unshift(
      translate(
        'This cell has %1 operations, too many for one picture. Its equations and numbers are beside it.',
        graph.nodes.length
      )
    );
  }
  if (tooLarge || graph.nodes.length === 0) {
    return {
      ...empty(width),
      missing
    };
  }
  if (graph.nodes.some(({ feeds }) => feeds.length > 0)) {
    missing.push(
      layer.units === 1
        ? translate(
            'An arrow from below is a product with weights: x or a state enters there.'
          )
        : translate(
            'An arrow from below is a matrix product: x or all %1 units of a state enter there. Single weights are not drawn.',
            layer.units
          )
    );
  }
  return lay(layer, graph, options, missing);
}

function empty(width: number): Circuit {
  return {
    width,
    height: 0,
    frame: { x: 0, y: 0, width: 0, height: 0 },
    belts: [],
    wires: [],
    parts: [],
    captions: [],
    joints: [],
    input: null,
    missing: []
  };
}

/** Room beside a node for the number of its wire. */
const PILL_ROOM = 50;
const BOTTOM = 16;

function lay(
  layer: LayerTrace,
  graph: CellGraph,
  { width, translate }: CircuitOptions,
  missing: readonly string[]
): Circuit {
  const belt = beltOf(graph);
  const layout = layeredLayout(
    graph.nodes.map(({ id, inputs, kind, defines, feeds }) => {
      const half = kind === 'box' ? BOX.height / 2 : RADIUS;
      return {
        id,
        inputs,
        first: kind === 'start',
        last: kind === 'end',
        belt: belt.has(id),
        above:
          kind === 'start' || kind === 'end' ? 34 : half + (defines ? 28 : 8),
        below: half + (feeds.length > 0 ? 32 : 8)
      };
    })
  );
  const node = (id: number): GraphNode => graph.nodes[id];
  const columns = columnPlaces(layout, graph, width);
  if (columns.gap < LEAST_GAP) {
    return {
      ...empty(width),
      missing: [
        translate(
          'This cell has %1 operations in a row, too many for a picture of this width. Its equations and numbers are beside it.',
          layout.columns
        ),
        ...missing
      ]
    };
  }
  const half = (id: number): number => {
    const { kind } = node(id);
    return kind === 'box'
      ? columns.boxWidth / 2
      : kind === 'start' || kind === 'end'
        ? 0
        : RADIUS;
  };
  const place = (id: number): Point => {
    const { column, y } = layout.placed.get(id)!;
    return { x: columns.middle[column], y: TOP + y };
  };
  const height = TOP + layout.height + BOTTOM;
  const hues = new Map(
    layer.channels.map(channel => [channel.name, channelHue(channel)])
  );
  const hue = (expression: Expression): ChannelHue =>
    expression.kind === 'symbol'
      ? (hues.get(expression.name) ?? 'other')
      : 'other';

  const laid: Laid = {
    graph,
    order: orderOf(layer.direction),
    layout,
    columns,
    belt,
    width,
    node,
    half,
    place,
    hue
  };
  const wires = wayWires(laid);
  const parts = partsOf(laid);
  return {
    width,
    height,
    crowded: columns.gap < PILL_ROOM + 14,
    frame: {
      x: columns.frame[0],
      y: 8,
      width: columns.frame[1] - columns.frame[0],
      height: height - 16
    },
    belts: [...belt].slice(0, 1).map(id => ({
      from: { x: 0, y: place(id).y },
      to: { x: width, y: place(id).y },
      hue: hue(node(id).gives)
    })),
    wires: [...feedWires(laid), ...wires],
    parts,
    captions: captionsOf(laid, parts, wires),
    joints: [],
    input: null,
    missing
  };
}

/** A graph with the places of its parts. */
interface Laid {
  readonly graph: CellGraph;
  /** By how much the step grows from one that is computed to the next. */
  readonly order: 1 | -1;
  readonly layout: LayeredLayout;
  readonly columns: ColumnPlaces;
  readonly belt: ReadonlySet<number>;
  readonly width: number;
  node(id: number): GraphNode;
  half(id: number): number;
  place(id: number): Point;
  hue(expression: Expression): ChannelHue;
}

/** A wire for each input of a node. */
function wayWires({
  layout,
  columns,
  belt,
  node,
  half,
  place,
  hue
}: Laid): Wire[] {
  const entries = entryOffsets(layout, belt);
  const corners = routeWires(layout, columns, entries);
  return layout.ways.map((way, index): Wire => {
    const source = node(way.from);
    const target = node(way.to);
    const start = place(way.from);
    const end = place(way.to);
    const offset = entries[index];
    const reach =
      target.kind === 'multiply' || target.kind === 'add'
        ? Math.sqrt(Math.max(0, RADIUS ** 2 - offset ** 2))
        : half(way.to);
    const isFirst = layout.ways.find(each => each.from === way.from) === way;
    return {
      carries: source.gives,
      hue: hue(source.gives),
      channel: source.channel || target.channel,
      points: simplified([
        { x: start.x + half(way.from), y: start.y },
        ...corners[index].map(({ x, y }) => ({ x, y: TOP + y })),
        { x: end.x - reach, y: end.y + offset }
      ]),
      arrow: true,
      lights: [],
      pill:
        isFirst && columns.gap >= PILL_ROOM
          ? { x: start.x + half(way.from) + 26, y: start.y }
          : undefined
    };
  });
}

/** The lower end of a part. */
function bottomOf({ id, kind }: GraphNode, { place }: Laid): number {
  return place(id).y + (kind === 'box' ? BOX.height / 2 : RADIUS);
}

/** Arrows from below for what is read through a matrix. */
function feedWires(laid: Laid): Wire[] {
  const { graph, place } = laid;
  return graph.nodes
    .filter(each => each.feeds.length > 0)
    .map((each): Wire => ({
      carries: null,
      hue: 'feed',
      channel: each.channel,
      points: [
        { x: place(each.id).x, y: bottomOf(each, laid) + 13 },
        { x: place(each.id).x, y: bottomOf(each, laid) }
      ],
      arrow: true,
      lights: each.feeds.map(expressionText)
    }));
}

function partsOf({ graph, columns, place, hue }: Laid): CircuitPart[] {
  // A state's letter stands where it leaves the cell.
  const leave = new Set(
    graph.nodes.filter(({ kind }) => kind === 'end').map(each => each.channel)
  );
  return graph.nodes
    .filter(({ kind }) => kind !== 'start' && kind !== 'end')
    .map((each): CircuitPart => {
      const center = place(each.id);
      const box = each.kind === 'box';
      return {
        kind:
          each.kind === 'multiply' || each.kind === 'add' ? each.kind : 'box',
        label: each.label,
        center,
        width: box ? columns.boxWidth : RADIUS * 2,
        height: box ? BOX.height : RADIUS * 2,
        hue: each.defines ? hue(letterOf(each.channel)) : 'plain',
        gives: each.gives,
        bar: box && each.defines,
        letter:
          each.defines && !leave.has(each.channel)
            ? {
                name: each.channel,
                at: {
                  x: center.x,
                  y: center.y - (box ? BOX.height / 2 : RADIUS) - 6
                }
              }
            : undefined,
        channel: each.channel
      };
    });
}

/** The letters of the states at both ends, and what enters from below. */
function captionsOf(
  laid: Laid,
  parts: readonly CircuitPart[],
  wires: readonly Wire[]
): Caption[] {
  const { graph, order, width, place, hue } = laid;
  return graph.nodes.flatMap((each): Caption[] => {
    const center = place(each.id);
    if (each.kind === 'start' || each.kind === 'end') {
      const lag = each.gives.kind === 'symbol' ? (each.gives.lag ?? 0) : 0;
      return [
        {
          kind: 'state',
          text: each.label,
          subscript: stepSubscript(lag * order),
          hue: hue(each.gives),
          at: freePlace(
            {
              x:
                each.kind === 'start'
                  ? Math.max(26, halfOf(each.label))
                  : width - Math.max(18, halfOf(each.label)),
              y: center.y - 18
            },
            parts,
            wires
          ),
          anchor: 'middle'
        }
      ];
    }
    return each.feeds.length === 0
      ? []
      : [
          {
            kind: 'note',
            text: feedWords(each.feeds),
            at: { x: center.x, y: bottomOf(each, laid) + 24 },
            anchor: 'middle'
          }
        ];
  });
}

/** About half as wide as a state's name and its subscript are. */
const halfOf = (name: string): number => (name.length * 10 + 22) / 2;

/** `x, h` for W x + U h + b. */
function feedWords(feeds: readonly Expression[]): string {
  const names: string[] = [];
  const visit = (part: Expression): void => {
    if (part.kind === 'symbol') {
      const name = part.name;
      if (part.role !== 'parameter' && !names.includes(name)) {
        names.push(name);
      }
    } else if (part.kind !== 'number') {
      part.args.forEach(visit);
    }
  };
  feeds.forEach(visit);
  return names.length > 0
    ? names.join(', ')
    : feeds.map(expressionText).join(', ');
}

/** Leaves out corners that turn nothing. */
function simplified(points: readonly Point[]): Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    return (
      !before ||
      !after ||
      !(
        (Math.abs(before.y - point.y) < 0.5 &&
          Math.abs(after.y - point.y) < 0.5) ||
        (Math.abs(before.x - point.x) < 0.5 &&
          Math.abs(after.x - point.x) < 0.5)
      )
    );
  });
}
