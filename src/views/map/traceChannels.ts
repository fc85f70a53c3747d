import type { Channel, LayerTrace, Trace } from '../../trace';

export {
  colorRange,
  isSequential,
  roundedEnd
} from '../../views/run/colorRange';

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
