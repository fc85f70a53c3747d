import { LabIcon } from '@jupyterlab/ui-components';

/** The product's mark in one color: a sigmoid in a round scope, with three channels on it. */
export const gatescopeIcon = new LabIcon({
  name: 'gatescope:icon',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3" stroke="#616161" stroke-width="2" stroke-linecap="round">
    <circle cx="12" cy="12" r="10" fill="none"/>
    <path d="M4.5 17c5.5 0 6-2 7.500-5S14.500 7 19.500 7" fill="none"/>
  </g>
  <g class="jp-icon3" fill="#616161">
    <circle cx="7.500" cy="8.500" r="2"/>
    <circle cx="12" cy="12" r="2.500"/>
    <circle cx="16.500" cy="15.500" r="2"/>
  </g>
</svg>`
});
