import type { NamedTable } from '../../scene/dataTable';
import { asRead, type LayerTrace, type Trace } from '../../trace';
import { dataTable } from '../../scene/table';
import {
  byUnitTable,
  channelTable,
  unitTable,
  type TableRun
} from '../../views/gates/gatesTables';
import type { ViewContext } from '../context';

/** One row a unit at a step, and all units of the cursor's channel side by side. */
export function unitTables(
  run: () => TableRun,
  { step }: { readonly step: () => number },
  { cursor, translate }: Pick<ViewContext, 'cursor' | 'translate'>
): readonly NamedTable[] {
  return [
    {
      label: translate('By unit'),
      make: () => dataTable(byUnitTable(run(), step(), translate))
    },
    {
      label: translate('All units'),
      make() {
        const { rows } = run();
        const name = cursor.position.channel;
        const { channel } =
          rows.find(each => each.channel.name === name) ?? rows[0];
        return dataTable(channelTable(run(), channel, translate));
      }
    }
  ];
}

/** The tables of a view of one layer and unit, beside that of its picture: by step, and by unit. */
export function layerTables(
  context: Pick<ViewContext, 'cursor' | 'translate'>,
  focus: { readonly layer: LayerTrace; readonly singleUnit: number },
  now: () => { readonly trace: Trace; readonly step: number }
): { readonly tableName: string; readonly moreTables: readonly NamedTable[] } {
  const { translate } = context;
  const run = (): TableRun => {
    const { trace } = now();
    const layer =
      trace.layers.find(({ name }) => name === focus.layer.name) ?? focus.layer;
    return {
      trace: asRead(trace, layer),
      layer,
      rows: layer.channels.map(channel => ({ channel }))
    };
  };
  return {
    tableName: translate('The picture'),
    moreTables: [
      {
        label: translate('By %step'),
        make: () => dataTable(unitTable(run(), focus.singleUnit, translate))
      },
      ...unitTables(run, { step: () => now().step }, context)
    ]
  };
}
