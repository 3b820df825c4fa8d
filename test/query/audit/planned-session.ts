// Sessions as plans that fast-check makes: calls that read, run and edit files of a small pool, so that
// content repeats; contexts that grow by about what was sent, sometimes by more.
import fc from 'fast-check';
import { SCRIPT_SESSION, writeScript } from '../../transcript/trace/script.ts';

export interface PlannedStep {
  readonly act: 'read' | 'run' | 'edit' | 'say' | 'prompt' | 'compact' | 'rewind';
  readonly file: number;
  readonly size: number;
  /** Tokens that no transcript explains. */
  readonly unseen: number;
  /** The cache is lost: all is written anew. */
  readonly isCold: boolean;
}

export const PLANS: fc.Arbitrary<readonly PlannedStep[]> = fc.array(
  fc.record({
    act: fc.constantFrom(
      ...([
        'read',
        'read',
        'read',
        'run',
        'run',
        'edit',
        'say',
        'prompt',
        'compact',
        'rewind',
      ] as const),
    ),
    file: fc.nat(3),
    size: fc.constantFrom(40, 900, 2_500, 9_000),
    unseen: fc.constantFrom(0, 0, 0, 300, -200),
    isCold: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
);

export function fileText(file: number, size: number): string {
  return `line of file ${file}, ${size} long\n`.repeat(Math.ceil(size / 30)).slice(0, size);
}

/** The transcript; `without` leaves out one tool step. */
export function writePlan(plan: readonly PlannedStep[], model = 'claude-opus-4-8'): string {
  const script = writeScript(SCRIPT_SESSION);
  let context = 300;
  let added = 0;
  let calls = 0;
  const places: { uuid: string; context: number }[] = [];
  const call = (block: Parameters<typeof script.call>[2][number], isCold: boolean): void => {
    const before = context;
    context = Math.max(300, context + added);
    added = 40;
    const isWarm = !isCold && calls > 0;
    const read = isWarm ? Math.min(before, context) : 0;
    calls++;
    const usage = { input: 2, read, write: context - read, out: 40, model };
    places.push({ uuid: script.call(`msg_p${calls}`, usage, [block]), context });
  };
  script.prompt('Please do it');
  call({ text: 'I begin' }, true);
  for (const [at, { act, file, size, unseen, isCold }] of plan.entries()) {
    added += unseen;
    const result = fileText(file, size);
    const use = `toolu_${at}`;
    switch (act) {
      case 'read':
      case 'run':
      case 'edit': {
        const path = `/w/f${file}.ts`;
        const [name, input] =
          act === 'run'
            ? ['Bash', { command: `cat ${file} ${size}` }]
            : [act === 'read' ? 'Read' : 'Edit', { file_path: path }];
        call({ use, name, input }, isCold);
        script.result(use, act === 'edit' ? 'ok' : result);
        added += Math.round((act === 'edit' ? 2 : size) * 0.44);
        break;
      }
      case 'say':
        call({ text: `f${file}.ts is done` }, isCold);
        break;
      case 'prompt':
        script.prompt(result);
        added += Math.round(size * 0.44);
        break;
      case 'compact':
        script.compact('Summary of it all');
        context = 300;
        added = 10;
        break;
      case 'rewind': {
        const place = places[file % places.length];
        if (place === undefined) break;
        script.follow(place.uuid);
        context = place.context;
        added = 60;
        script.prompt('Otherwise');
        break;
      }
      default:
        act satisfies never;
    }
  }
  call({ text: 'The end' }, false);
  return script.text();
}
