import type { BundleHeader } from '../../trace';
import type { LinkStatus, SequenceSwitch, ViewContext } from '../context';
import type { Translate } from '../../scene/words/translate';
import type { Tool } from './tools';

/** Why the other sequences of a batch cannot be had now; null where they can. */
function whyNoSequences(
  hasLive: boolean,
  status: LinkStatus,
  translate: Translate
): string | null {
  if (hasLive && (status.state === 'live' || status.state === 'stale')) {
    return null;
  }
  const reason = !hasLive
    ? translate('This picture was saved without a kernel.')
    : status.state === 'notLive'
      ? status.reason
      : translate('The kernel has not answered yet.');
  return translate(
    'The other sequences of the batch come from the kernel. %1',
    reason
  );
}

/** What a view has of the other sequences of its batch; nothing for a run of one. */
export interface SequenceTools {
  tools(): readonly Tool[];
  /** Another bundle stands in the picture: says so where it is another sequence. */
  shown(): void;
  dispose(): void;
}

export function createSequenceTools(
  bundle: Pick<BundleHeader, 'id' | 'live'>,
  { sequences, link, translate }: ViewContext,
  words: {
    readonly say: (words: string) => void;
    readonly warn: (words: string) => void;
  }
): SequenceTools {
  if (!sequences) {
    return {
      tools: () => [],
      shown: () => undefined,
      dispose: () => undefined
    };
  }
  let { present } = sequences;
  return {
    tools: () => [
      sequenceTool(
        sequences,
        whyNoSequences(
          bundle.live !== undefined,
          link.status(bundle.id),
          translate
        ),
        translate
      )
    ],
    shown() {
      if (present !== sequences.present) {
        ({ present } = sequences);
        words.say(translate('sequence %1 of %2', present + 1, sequences.size));
      }
    },
    dispose: sequences.onFailure(words.warn)
  };
}

/** The tool that leads to the other sequences of a batch; without a kernel it says why it does not. */
function sequenceTool(
  { present, size, show }: SequenceSwitch,
  off: string | null,
  translate: Translate
): Tool {
  return {
    id: 'sequence',
    label: translate('Sequence %1 of %2 ▾', present + 1, size),
    title: translate('Show another sequence of the batch (S)'),
    keep: true,
    ...(off !== null && { off }),
    menu: () =>
      Array.from({ length: size }, (_, index) => ({
        label: translate('Sequence %1 of %2', index + 1, size),
        checked: index === present,
        run: () => show(index)
      }))
  };
}
