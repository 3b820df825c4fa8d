// Calls at one moment are followed in the order of their transcript, and small losses are those of the
// period that was asked for.
import { expect, it } from 'vitest';
import { queryCache } from '../../../src/query/cache/query-cache.ts';
import { SCRIPT_SESSION, writeScript } from '../../transcript/trace/script.ts';
import { openTraceLab } from '../trace/trace-lab.ts';

it('calls at one moment stand in the order of their transcript', async () => {
  const script = writeScript();
  script.prompt('Fix it');
  script.call('msg_z', { write: 20_000 }, [{ text: 'First' }]);
  script.call('msg_m', { read: 20_000, write: 5_000 }, [{ text: 'Second' }]);
  script.call('msg_a', { read: 25_000, write: 5_000 }, [{ text: 'Third' }]);
  const text = script
    .text()
    .replace(/"timestamp":"[^"]*"/g, '"timestamp":"2026-11-20T09:00:00.000Z"');
  const world = openTraceLab();
  try {
    await world.take(text);
    const { events, partial } = queryCache(world.context, { wanted: SCRIPT_SESSION });
    expect(events.map(({ callId }) => callId)).toEqual(['msg_z']);
    expect(partial).toEqual({ calls: 0, tokens: 0 });
  } finally {
    world.close();
  }
});

it('small losses before the period are not summed up', async () => {
  const script = writeScript();
  script.prompt('Fix it');
  script.call('msg_1', { write: 60_000 }, [{ text: 'One' }]);
  script.call('msg_2', { read: 59_000, write: 1_000 }, [{ text: 'Two' }]);
  script.call('msg_3', { read: 60_000, write: 10 }, [{ text: 'Three' }]);
  const world = openTraceLab();
  try {
    await world.take(script.text());
    const partial = (sinceMs?: number) =>
      queryCache(world.context, { wanted: SCRIPT_SESSION, sinceMs }).partial;
    expect(partial()).toEqual({ calls: 1, tokens: 1_000 });
    const atMs = Date.parse('2026-11-20T09:00:04.000Z');
    expect(partial(atMs)).toEqual({ calls: 0, tokens: 0 });
  } finally {
    world.close();
  }
});
