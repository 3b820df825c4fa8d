// A profile in the format of pprof: a gzipped protocol buffer with two values per sample. Knows the encoder;
// the same answer gives the same bytes.
import { gzipSync } from 'node:zlib';
import {
  Function as Fun,
  Label,
  Line,
  Location,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import type { ProfileAnswer } from '../../query/profile/profile-answer.ts';
import type { ProfileRenderOptions } from './profile-format.ts';
import { unpricedNote } from './unpriced-note.ts';
import { walkStacks } from './walk-stacks.ts';

/** Sample types: tokens in `count`, cost in `nanodollars`. */
export function renderPprof(answer: ProfileAnswer, { weight }: ProfileRenderOptions): Uint8Array {
  const strings = new StringTable();
  const text = (one: string): number => strings.dedup(one);
  const places = createPlaces(text);
  const sampleType = [
    new ValueType({ type: text('tokens'), unit: text('count') }),
    new ValueType({ type: text('cost'), unit: text('nanodollars') }),
  ];
  const unknown = new Label({ key: text('price'), str: text('unknown') });
  const sample: Sample[] = [];
  for (const { stack, part } of walkStacks(answer)) {
    sample.push(
      new Sample({
        // Leaf first.
        locationId: stack.map(places.locationOf).reverse(),
        value: [part.tokens, part.costNanoUsd ?? 0],
        label: part.costNanoUsd === null ? [unknown] : [],
      }),
    );
  }
  const { firstAtMs, lastAtMs, sessionId } = answer.session;
  const notes = ['telltale', `session ${sessionId}`, unpricedNote(answer)];
  const profile = new Profile({
    sampleType,
    sample,
    location: places.locations,
    function: places.functions,
    stringTable: strings,
    timeNanos: toNanos(firstAtMs ?? 0),
    durationNanos: toNanos(Math.max(0, (lastAtMs ?? 0) - (firstAtMs ?? 0))),
    comment: notes.flatMap((note) => (note === null ? [] : [text(note)])),
    defaultSampleType: text(weight),
  });
  return gzip(profile.encode());
}

function toNanos(ms: number): bigint {
  return BigInt(Math.round(ms)) * 1_000_000n;
}

interface Places {
  readonly locations: Location[];
  readonly functions: Fun[];
  locationOf(name: string): number;
}

/** One function and one location per name; ids begin at 1. */
function createPlaces(text: (one: string) => number): Places {
  const ids = new Map<string, number>();
  const places: Places = {
    locations: [],
    functions: [],
    locationOf(name) {
      const known = ids.get(name);
      if (known !== undefined) return known;
      const id = ids.size + 1;
      ids.set(name, id);
      places.functions.push(new Fun({ id, name: text(name), systemName: text(name) }));
      places.locations.push(new Location({ id, line: [new Line({ functionId: id })] }));
      return id;
    },
  };
  return places;
}

/** Position in the header of the number of the system it was packed on. */
const SYSTEM_BYTE = 9;
const UNKNOWN_SYSTEM = 255;

/** Without the time and the system it was packed on. */
function gzip(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes, { level: 6 });
  packed[SYSTEM_BYTE] = UNKNOWN_SYSTEM;
  return packed;
}
