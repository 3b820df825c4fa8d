// The browser's screen as components: header, list, details, footer. Knows what stands where; the lines
// themselves are made by the files beside it.
import { Box, Text } from 'ink';
import { memo, type ReactElement } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { paint } from '../paint.ts';
import { type BrowseState, levelOf } from './browse-state.ts';
import { detailLines } from './detail-lines.ts';
import { footerLine } from './footer-line.ts';
import { headerLines } from './header-lines.ts';
import { helpLines } from './help-lines.ts';
import { type DetailPlace, layoutOf } from './layout-of.ts';
import { listLines } from './list-lines.ts';
import { textLines } from './text-lines.ts';

/** Exactly as many rows and columns as the state says; no line is broken. */
export function Browser({ state }: { readonly state: BrowseState }): ReactElement {
  const { columns, rows } = state;
  const { hasAir, hasFooter, bodyRows } = layoutOf(state);
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Lines lines={headerLines(state)} />
      {hasAir ? <Line text="" /> : null}
      <Box flexDirection="column" height={bodyRows} overflow="hidden">
        <Body state={state} />
      </Box>
      {hasAir ? <Line text="" /> : null}
      {hasFooter ? <Line text={footerLine(state)} /> : null}
    </Box>
  );
}

function Body({ state }: { readonly state: BrowseState }): ReactElement {
  const { bodyRows, detail } = layoutOf(state);
  const { screen } = state.look;
  const level = levelOf(state);
  if (state.mode === 'help') return <Lines lines={helpLines(screen, state.columns, bodyRows)} />;
  if (level.name === 'text') {
    const lines = textLines(state)?.slice(level.top, level.top + bodyRows) ?? [];
    return <Lines lines={lines.map((line) => ` ${line}`)} />;
  }
  if (detail === null) return <Lines lines={listLines(state)} />;
  return detail.side === 'right' ? (
    <Beside state={state} detail={detail} />
  ) : (
    <Below state={state} detail={detail} />
  );
}

interface DetailProps {
  readonly state: BrowseState;
  readonly detail: DetailPlace;
}

function Beside({ state, detail }: DetailProps): ReactElement {
  const { listColumns, bodyRows } = layoutOf(state);
  const rule = paint(state.look.screen.unicode ? '│' : '|', 'dim', state.look.screen);
  return (
    <Box flexDirection="row">
      <Box flexDirection="column" width={listColumns}>
        <Lines lines={listLines(state)} />
      </Box>
      <Box flexDirection="column" width={3}>
        <Lines lines={Array.from({ length: bodyRows }, () => ` ${rule}`)} />
      </Box>
      <Box flexDirection="column" width={detail.columns}>
        <Lines lines={shownDetail(state, detail)} />
      </Box>
    </Box>
  );
}

function Below({ state, detail }: DetailProps): ReactElement {
  const { bodyRows } = layoutOf(state);
  const { screen } = state.look;
  const sign = screen.unicode ? '─' : '-';
  return (
    <Box flexDirection="column">
      <Box
        flexDirection="column"
        height={Math.max(0, bodyRows - detail.rows - 1)}
        overflow="hidden"
      >
        <Lines lines={listLines(state)} />
      </Box>
      <Line text={paint(screen.plain ? '' : sign.repeat(state.columns), 'dim', screen)} />
      <Lines lines={shownDetail(state, detail)} />
    </Box>
  );
}

function shownDetail(state: BrowseState, detail: DetailPlace): readonly string[] {
  const lines = detailLines(state);
  const top = Math.min(state.detailTop, Math.max(0, lines.length - detail.rows));
  const shown = lines.slice(top, top + detail.rows);
  const below = lines.length - top - shown.length;
  if (below === 0 || shown.length < 3) return shown;
  const { screen } = state.look;
  const more = `  J ${screen.unicode ? '↓' : 'for'} ${formatCount(below + 1, 'more line')}`;
  return [...shown.slice(0, -1), paint(more, 'dim', screen)];
}

function Lines({ lines }: { readonly lines: readonly string[] }): ReactElement {
  return (
    <>
      {lines.map((line, at) => (
        // Lines have no identity but their place on the screen.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Line key={at} text={line} />
      ))}
    </>
  );
}

/** An empty text would take no row at all. */
const Line = memo(function Line({ text }: { readonly text: string }): ReactElement {
  return <Text wrap="truncate-end">{text === '' ? ' ' : text}</Text>;
});
