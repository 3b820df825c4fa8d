// How much of the assistant's thinking can be read, and how long is it? Counts blocks and lengths; what is
// thought is not looked at.
import type { SessionEvent } from '../model/session-event/session-event.ts';
import {
  addToMedian,
  emptyMedian,
  type MedianState,
  mergeMedians,
  readMedian,
} from './kit/median.ts';
import { defineMetric } from './kit/metric.ts';
import { readRate } from './kit/read-rate.ts';

type State = {
  visible: number;
  redacted: number;
  visibleChars: MedianState;
  signatureChars: MedianState;
};

export default defineMetric<State>({
  id: 'thinking',
  options: {},
  create: () => ({
    id: 'thinking',
    version: 1,
    needs: ['thinking'],
    title: 'visible thinking',
    summary:
      'Share of thinking blocks whose text can be read, and how long text and signatures are. Redaction is set by the service and the model; a low share says nothing of how much was thought.',
    unit: 'share of blocks',
    decimals: 2,
    worse: 'none',
    thresholds: null,
    source:
      'As in codevigil 0.4, corrected: an empty text with a signature is redacted, not visible (its defect D11). Signature lengths went with thinking lengths for one user (r about 0.97, anthropics/claude-code#42796).',
    warmUp: '',
    numeratorOf: 'thinking blocks with text',
    denominatorOf: 'thinking blocks',
    columns: [
      {
        detail: 'visibleCharsMedian',
        title: 'thinking, median length',
        unit: 'characters',
        decimals: 0,
      },
      {
        detail: 'signatureCharsMedian',
        title: 'signature, median length',
        unit: 'characters',
        decimals: 0,
      },
    ],
    init: empty,
    step,
    carry: empty,
    merge: (earlier, later) => ({
      visible: earlier.visible + later.visible,
      redacted: earlier.redacted + later.redacted,
      visibleChars: mergeMedians(earlier.visibleChars, later.visibleChars),
      signatureChars: mergeMedians(earlier.signatureChars, later.signatureChars),
    }),
    read: ({ visible, redacted, visibleChars, signatureChars }) =>
      readRate({
        numerator: visible,
        denominator: visible + redacted,
        isWarm: true,
        otherwise: 'no thinking',
        details: {
          blocks: visible + redacted,
          visible,
          redacted,
          visibleCharsMedian: readMedian(visibleChars),
          signatureCharsMedian: readMedian(signatureChars),
        },
      }),
  }),
});

function empty(): State {
  return {
    visible: 0,
    redacted: 0,
    visibleChars: emptyMedian(),
    signatureChars: emptyMedian(),
  };
}

function step(state: State, event: SessionEvent): State {
  if (event.kind !== 'thinking') return state;
  if (event.isRedacted) state.redacted += 1;
  else state.visible += 1;
  if (!event.isRedacted && event.chars > 0) addToMedian(state.visibleChars, event.chars);
  if (event.signatureChars > 0) addToMedian(state.signatureChars, event.signatureChars);
  return state;
}
