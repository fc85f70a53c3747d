/** A node of a drawing that runs from left to right. */
export interface LayoutNode {
  readonly id: number;
  /** The nodes that it reads; they stand before it in the list. */
  readonly inputs: readonly number[];
  /** Stands in the first column; all others are to the right of it. */
  readonly first?: boolean;
  /** Stands in the last column. */
  readonly last?: boolean;
  /** One of those that stand on one straight line above all others. */
  readonly belt?: boolean;
  /** Room that it needs above and below its middle. */
  readonly above: number;
  readonly below: number;
}

/** Where something stands: its column from the left and its height. */
export interface NodePlace {
  readonly column: number;
  readonly y: number;
}

/** The way of one input to its node: the places that it passes through in the columns between. */
export interface InputWay {
  readonly from: number;
  readonly to: number;
  /** Which input of the node it is. */
  readonly index: number;
  readonly through: readonly NodePlace[];
}

export interface LayeredLayout {
  readonly columns: number;
  readonly height: number;
  readonly placed: ReadonlyMap<number, NodePlace>;
  readonly ways: readonly InputWay[];
}

/** Room above and below a line that passes through a column. */
const PASSING = 9;
const ORDER_SWEEPS = 8;
const HEIGHT_SWEEPS = 60;

/**
 * Places a graph without cycles in columns, each node one to the right of the last that it reads;
 * orders the columns so that few lines cross (barycenters, Sugiyama et al. 1981) and sets heights so
 * that lines run straight where they can. A line that jumps over columns gets a place of its own in
 * each, so that it runs through no node.
 */
export function layeredLayout(nodes: readonly LayoutNode[]): LayeredLayout {
  const column = columnsOf(nodes);
  const count = 1 + Math.max(0, ...column.values());
  for (const node of nodes) {
    if (node.last) {
      column.set(node.id, count - 1);
    }
  }

  // Nodes by their id, passing lines by negative numbers.
  const places: number[][] = Array.from({ length: count }, () => []);
  const links = new Map<number, { before: number[]; after: number[] }>();
  const linksOf = (id: number): { before: number[]; after: number[] } => {
    let found = links.get(id);
    if (!found) {
      found = { before: [], after: [] };
      links.set(id, found);
    }
    return found;
  };
  for (const node of nodes) {
    places[column.get(node.id)!].push(node.id);
  }
  const passes: { way: Omit<InputWay, 'through'>; ids: number[] }[] = [];
  const belt = new Set(nodes.filter(node => node.belt).map(({ id }) => id));
  const onBelt = new Set(belt);
  let passing = 0;
  for (const node of nodes) {
    node.inputs.forEach((input, index) => {
      const ids: number[] = [];
      const end = column.get(node.id)!;
      for (let at = column.get(input)! + 1; at < end; at++) {
        passing -= 1;
        places[at].push(passing);
        ids.push(passing);
        if (belt.has(input) && belt.has(node.id)) {
          onBelt.add(passing);
        }
      }
      [...ids, node.id].reduce((previous, id) => {
        linksOf(previous).after.push(id);
        linksOf(id).before.push(previous);
        return id;
      }, input);
      passes.push({ way: { from: input, to: node.id, index }, ids });
    });
  }

  orderColumns(places, linksOf);
  for (const list of places) {
    list.sort((a, b) => Number(onBelt.has(b)) - Number(onBelt.has(a)));
  }
  const room = new Map(nodes.map(node => [node.id, node]));
  const heights = setHeights(places, linksOf, (upper, lower) => {
    const above = room.get(lower)?.above ?? PASSING;
    const below = room.get(upper)?.below ?? PASSING;
    return above + below;
  });
  // The first of their columns: to lift them brings none nearer to another.
  const beltY = Math.min(...[...onBelt].map(id => heights.get(id)!));
  onBelt.forEach(id => heights.set(id, beltY));

  let top = Infinity;
  let bottom = -Infinity;
  for (const [id, y] of heights) {
    top = Math.min(top, y - (room.get(id)?.above ?? PASSING));
    bottom = Math.max(bottom, y + (room.get(id)?.below ?? PASSING));
  }
  const at = (id: number, inColumn: number): NodePlace => ({
    column: inColumn,
    y: heights.get(id)! - top
  });
  return {
    columns: count,
    height: nodes.length === 0 ? 0 : bottom - top,
    placed: new Map(nodes.map(({ id }) => [id, at(id, column.get(id)!)])),
    ways: passes.map(({ way, ids }) => ({
      ...way,
      through: ids.map((id, index) => at(id, column.get(way.from)! + 1 + index))
    }))
  };
}

function columnsOf(nodes: readonly LayoutNode[]): Map<number, number> {
  const column = new Map<number, number>();
  const anyFirst = nodes.some(node => node.first);
  for (const node of nodes) {
    const after = node.inputs.map(input => column.get(input) ?? 0);
    column.set(
      node.id,
      node.first ? 0 : Math.max(anyFirst ? 0 : -1, ...after) + 1
    );
  }
  return column;
}

type LinksOf = (id: number) => {
  readonly before: readonly number[];
  readonly after: readonly number[];
};

function orderColumns(places: number[][], linksOf: LinksOf): void {
  const rank = new Map<number, number>();
  const number = (list: readonly number[]): void =>
    list.forEach((id, index) => rank.set(id, (index + 0.5) / list.length));
  places.forEach(number);
  for (let sweep = 0; sweep < ORDER_SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const list of forward ? places : [...places].reverse()) {
      const wish = new Map(
        list.map(id => {
          const near = forward ? linksOf(id).before : linksOf(id).after;
          return [
            id,
            near.length === 0
              ? rank.get(id)!
              : near.reduce((sum, each) => sum + rank.get(each)!, 0) /
                near.length
          ];
        })
      );
      list.sort((a, b) => wish.get(a)! - wish.get(b)!);
      number(list);
    }
  }
}

function setHeights(
  places: readonly (readonly number[])[],
  linksOf: LinksOf,
  apart: (upper: number, lower: number) => number
): Map<number, number> {
  const heights = new Map<number, number>();
  for (const list of places) {
    let y = 0;
    list.forEach((id, index) => {
      y += index === 0 ? 0 : apart(list[index - 1], id);
      heights.set(id, y);
    });
    const middle = y / 2;
    list.forEach(id => heights.set(id, heights.get(id)! - middle));
  }
  for (let sweep = 0; sweep < HEIGHT_SWEEPS; sweep++) {
    const order = sweep % 2 === 0 ? places : [...places].reverse();
    for (const list of order) {
      const wishes = list.map(id => {
        const { before, after } = linksOf(id);
        let sum = 0;
        let weight = 0;
        for (const near of [...before, ...after]) {
          // A line that jumps far should be straight before anything else is.
          const pull = id < 0 && near < 0 ? 8 : id < 0 || near < 0 ? 3 : 1;
          sum += pull * heights.get(near)!;
          weight += pull;
        }
        return weight === 0 ? heights.get(id)! : sum / weight;
      });
      spread(list, wishes, apart).forEach((y, index) =>
        heights.set(list[index], y)
      );
    }
  }
  straighten(places, linksOf, heights, apart);
  return heights;
}

/** Takes out the small steps of passing lines and of ends where nothing is in the way. */
function straighten(
  places: readonly (readonly number[])[],
  linksOf: LinksOf,
  heights: Map<number, number>,
  apart: (upper: number, lower: number) => number
): void {
  for (const list of places) {
    list.forEach((id, index) => {
      const { before, after } = linksOf(id);
      if (before.length !== 1 || (id >= 0 && after.length > 0)) {
        return;
      }
      const y = heights.get(before[0])!;
      const upper = list[index - 1];
      const lower = list[index + 1];
      const free =
        (upper === undefined || y - heights.get(upper)! >= apart(upper, id)) &&
        (lower === undefined || heights.get(lower)! - y >= apart(id, lower));
      if (free) {
        heights.set(id, y);
      }
    });
  }
}

/** The heights nearest to the wishes that keep the order and the distances: half from each side. */
function spread(
  list: readonly number[],
  wishes: readonly number[],
  apart: (upper: number, lower: number) => number
): number[] {
  const down = [...wishes];
  const up = [...wishes];
  for (let index = 1; index < list.length; index++) {
    down[index] = Math.max(
      down[index],
      down[index - 1] + apart(list[index - 1], list[index])
    );
  }
  for (let index = list.length - 2; index >= 0; index--) {
    up[index] = Math.min(
      up[index],
      up[index + 1] - apart(list[index], list[index + 1])
    );
  }
  // Both keep the distances, and so does what lies halfway between them.
  return down.map((y, index) => (y + up[index]) / 2);
}
