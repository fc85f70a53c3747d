/** The commands of this extension. */
export const CommandIDs = {
  /** Shows the panel, or hides it. */
  toggleInspector: 'gatescope:toggle-inspector',
  /** Pins the panel to the notebook cell that it shows, or lets it follow again. */
  togglePin: 'gatescope:toggle-pin',
  /** Checks the exercise of the active notebook cell, or the one named. */
  check: 'gatescope:check',
  /** Shows the next hint of the exercise of the active notebook cell, or of the one named. */
  hint: 'gatescope:hint',
  /** Shows what teachers make exercises with, or hides it. */
  toggleAuthoring: 'gatescope:toggle-authoring',
  /** Opens the documentation in a page of its own. */
  openDocumentation: 'gatescope:open-documentation',
  /** Opens the playground in a page of its own. */
  openPlay: 'gatescope:open-play',
  /** Opens a lesson, by default the first one that is not done. */
  openLesson: 'gatescope:open-lesson',
  /** Puts the present lesson back as it was, after keeping a backup. */
  resetLesson: 'gatescope:reset-lesson'
} as const;
