// Runs the browser in a terminal until the person leaves it: keys and loads change the state, the state is
// drawn. Ink lays each frame out; the terminal itself is held and painted by the files beside it.
import { EventEmitter } from 'node:events';
import { type Instance, render } from 'ink';
import type { BrowseStart, BrowseState } from './browse-state.ts';
import { Browser } from './browser.tsx';
import { type HeldTerminal, holdTerminal, type TerminalStreams } from './hold-terminal.ts';
import { loadWant } from './load-want.ts';
import type { BrowseLoaders } from './loaders.ts';
import { createFramePainter } from './paint-frame.ts';
import { type Action, reduce, startBrowsing } from './reduce.ts';
import { wantsOf } from './wants-of.ts';

export interface Browsing extends Omit<BrowseStart, 'columns' | 'rows'> {
  readonly loaders: BrowseLoaders;
  readonly streams: TerminalStreams;
}

/** How the browser was left: by the person, by a signal, or because the terminal went away. */
export interface BrowseEnd {
  readonly signal: NodeJS.Signals | null;
}

/** Rejects only for a bug, with the terminal given back. */
export function openBrowser({ loaders, streams, ...start }: Browsing): Promise<BrowseEnd> {
  const { stdout } = streams;
  return new Promise((resolve, reject) => {
    let state = startBrowsing({ ...start, ...sizeOf(stdout) });
    let drawing: NodeJS.Immediate | undefined;
    let isLoading = false;
    let isOver = false;
    const screen = openScreen(
      () => state.rows,
      (text) => terminal.write(text),
    );

    const finish = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      clearImmediate(drawing);
      screen.close();
      terminal.release();
      settle();
    };
    /** A failure of ours must not leave the terminal as it is now. */
    const guard = (work: () => void): void => {
      try {
        if (!isOver) work();
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const act = (action: Action): void => {
      state = reduce(state, action);
      if (state.isQuitting) finish(() => resolve({ signal: null }));
      // Keys that wait together are drawn once.
      else drawing ??= setImmediate(() => guard(draw));
    };
    const draw = (): void => {
      drawing = undefined;
      screen.draw(state);
      if (!isLoading) loadNext();
    };
    const loadNext = (): void => {
      const [want] = wantsOf(state);
      if (want === undefined) return;
      isLoading = true;
      // What is on the screen gets out first: a load may take the thread for a while.
      setTimeout(() => {
        loadWant(want, state, loaders).then((action) => {
          isLoading = false;
          // Reading again may have told its progress on the screen.
          if (want.what === 'reload') screen.forget();
          guard(() => (action === null ? draw() : act(action)));
        });
      }, 0);
    };
    const terminal: HeldTerminal = holdTerminal(streams, {
      onKey: (key) =>
        guard(() => {
          if (key === 'ctrl-l') screen.forget();
          act({ type: 'key', key });
        }),
      onResize: () =>
        guard(() => {
          screen.forget();
          act({ type: 'resize', ...sizeOf(stdout) });
        }),
      onContinue: () =>
        guard(() => {
          screen.forget();
          act({ type: 'resize', ...sizeOf(stdout) });
        }),
      onEnd: (signal) => finish(() => resolve({ signal })),
    });
    guard(draw);
  });
}

interface DrawnScreen {
  readonly draw: (state: BrowseState) => void;
  readonly forget: () => void;
  readonly close: () => void;
}

/**
 * Ink writes whole frames to a stream of our own, as it does for its own tests: to a terminal it would
 * clear screen and scrollback whenever a frame is as high as the window.
 */
function openScreen(rowsOf: () => number, write: (text: string) => void): DrawnScreen {
  const painter = createFramePainter();
  let instance: Instance | undefined;
  const frames = Object.assign(new EventEmitter(), {
    columns: 0,
    write(frame: string): boolean {
      const bytes = painter.paint(frame, rowsOf());
      if (bytes !== '') write(bytes);
      return true;
    },
  });
  return {
    draw(state) {
      frames.columns = state.columns;
      const tree = <Browser state={state} />;
      if (instance === undefined) instance = render(tree, inkOptions(frames));
      else instance.rerender(tree);
    },
    forget: () => painter.forget(),
    close() {
      // Its last frame would be drawn once more, on a screen that is no longer ours.
      write = () => {};
      instance?.unmount();
    },
  };
}

function inkOptions(frames: EventEmitter): Parameters<typeof render>[1] & object {
  return {
    // Ink asks streams for no more than these few things.
    stdout: frames as unknown as NodeJS.WriteStream,
    stdin: new EventEmitter() as unknown as NodeJS.ReadStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: false,
  };
}

function sizeOf({ columns, rows }: NodeJS.WriteStream): { columns: number; rows: number } {
  return { columns: Math.max(20, columns || 80), rows: Math.max(1, rows || 24) };
}
