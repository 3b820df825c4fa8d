// Terminal output with colour codes → HTML. Knows the SGR codes that tmux writes; ignores the rest.

interface Look {
  foreground: string | null;
  background: string | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  inverse: boolean;
}

const PLAIN: Look = {
  foreground: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
};

/** The sixteen colours of the picture, on a dark background. */
const PALETTE = [
  ['#3b4048', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#c8ccd4'],
  ['#7f848e', '#ff7a85', '#a9d88c', '#f2cf8b', '#74bdff', '#d58ceb', '#6cc9d5', '#ffffff'],
].flat();

export const FOREGROUND = '#c8ccd4';
export const BACKGROUND = '#16181d';

/** One `<span>` per run of the same look; newlines stay newlines. */
export function ansiToHtml(text: string): string {
  const look: Look = { ...PLAIN };
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is the point
      .split(/(\u001b\[[0-9;:]*[A-Za-z])/)
      .map((piece) => {
        if (!piece.startsWith('\u001b[')) return piece === '' ? '' : span(piece, look);
        if (piece.endsWith('m')) applyCodes(look, piece.slice(2, -1));
        return '';
      })
      .join('')
  );
}

function applyCodes(look: Look, text: string): void {
  const codes = text.split(/[;:]/).map((code) => Number(code || '0'));
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code === 38 || code === 48) {
      const { color, used } = extendedColor(codes.slice(i + 1));
      if (code === 38) look.foreground = color;
      else look.background = color;
      i += used;
    } else applyCode(look, code);
  }
}

function applyCode(look: Look, code: number): void {
  if (code === 0) Object.assign(look, PLAIN);
  else if (code === 1) look.bold = true;
  else if (code === 2) look.dim = true;
  else if (code === 3) look.italic = true;
  else if (code === 4) look.underline = true;
  else if (code === 7) look.inverse = true;
  else if (code === 22) Object.assign(look, { bold: false, dim: false });
  else if (code === 23) look.italic = false;
  else if (code === 24) look.underline = false;
  else if (code === 27) look.inverse = false;
  else if (code === 39) look.foreground = null;
  else if (code === 49) look.background = null;
  else if (code >= 30 && code <= 37) look.foreground = indexedColor(code - 30);
  else if (code >= 90 && code <= 97) look.foreground = indexedColor(code - 82);
  else if (code >= 40 && code <= 47) look.background = indexedColor(code - 40);
  else if (code >= 100 && code <= 107) look.background = indexedColor(code - 92);
}

/** The numbers after 38 or 48: `5;n` or `2;r;g;b`. */
function extendedColor(codes: readonly number[]): { color: string | null; used: number } {
  const [kind, ...values] = codes;
  if (kind === 5) return { color: indexedColor(values[0] ?? 0), used: 2 };
  if (kind === 2) return { color: `rgb(${values.slice(0, 3).join(',')})`, used: 4 };
  return { color: null, used: 0 };
}

/** 0–15 the palette, 16–231 a cube of six steps, 232–255 greys. */
function indexedColor(index: number): string {
  if (index < 16) return PALETTE[index] ?? FOREGROUND;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey},${grey},${grey})`;
  }
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  const steps = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6];
  return `rgb(${steps.map(level).join(',')})`;
}

function span(text: string, look: Look): string {
  const [front, back] = look.inverse
    ? [look.background ?? BACKGROUND, look.foreground ?? FOREGROUND]
    : [look.foreground, look.background];
  const styles = [
    front === null ? '' : `color:${front}`,
    back === null ? '' : `background:${back}`,
    look.bold ? 'font-weight:700' : '',
    look.dim ? 'opacity:.6' : '',
    look.italic ? 'font-style:italic' : '',
    look.underline ? 'text-decoration:underline' : '',
  ].filter((style) => style !== '');
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return styles.length === 0 ? escaped : `<span style="${styles.join(';')}">${escaped}</span>`;
}
