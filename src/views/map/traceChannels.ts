import {
  scaleEnd,
  type Channel,
  type LayerTrace,
  type Trace
} from '../../trace';

/** The channels that the gates view draws, from top to bottom, with the gap above each. */
export interface ChannelRow {
  readonly channel: Channel;
  /** The first of the states stands a little apart, and so does the first of the gradients. */
  readonly apart: boolean;
}

/**
 * Gates and candidates first, in the order of the cell; then the states; then, if asked for, the
 * gradients. Summands of pre-activations belong to the wired cell and are left out.
 */
export function channelRows(
  layer: LayerTrace,
  gradients: boolean
): readonly ChannelRow[] {
  const inGroup = (...roles: Channel['role'][]): Channel[] =>
    layer.channels.filter(channel => roles.includes(channel.role));
  const groups = [
    inGroup('gate', 'candidate', 'value'),
    inGroup('state'),
    gradients ? inGroup('gradient') : []
  ];
  return groups.flatMap((group, groupIndex) =>
    group.map((channel, index) => ({
      channel,
      apart:
        index === 0 &&
        groups.slice(0, groupIndex).some(({ length }) => length > 0)
    }))
  );
}

/** The word beside the letter; a gradient's name already says of what it is. */
export function gutterLabel({ role, label }: Channel): string {
  return role === 'gradient' ? 'gradient' : label;
}

/** Whether a layer of the run has gates: a plain RNN has states alone. */
export function hasGates({ layers }: Trace): boolean {
  return layers.some(({ channels }) =>
    channels.some(({ role }) => role === 'gate')
  );
}

/** Whether the layer has gradients to show. */
export function hasGradients(layer: LayerTrace): boolean {
  return layer.channels.some(channel => channel.role === 'gradient');
}

/** Gates have a sequential scale from 0 to 1; what can be negative has a symmetric one. */
export function isSequential({ range }: Channel): boolean {
  return range[0] >= 0;
}

/**
 * The scale of a channel's colours: 0–1 for gates; symmetric for everything that has a sign. What
 * cannot leave ±1 (g, h) has ±1; the cell state has ± its largest |value|, or what most of its values
 * need, rounded up to the next half.
 */
export function colorRange(channel: Channel): readonly [number, number] {
  if (isSequential(channel)) {
    return channel.range;
  }
  const declared = Math.max(Math.abs(channel.range[0]), channel.range[1]);
  if (declared === 1 || (channel.role !== 'state' && declared < 0.5)) {
    return [-declared, declared];
  }
  const rounded = roundedEnd(scaleEnd(channel.array.values));
  return [-rounded, rounded];
}

/** The end of a scale: the next half. */
export function roundedEnd(end: number): number {
  return Math.max(0.5, Math.ceil(end * 2 - 1e-6) / 2);
}
