// Whether a terminal shows more than ASCII, as far as its environment tells. Knows the conventions;
// reads nothing itself.

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The locale decides where it is set. Without one, everything but the Linux console and the old
 * Windows console is taken to show UTF-8.
 */
export function detectUnicode(env: Environment): boolean {
  if (env.OS === 'Windows_NT') return isModernWindowsTerminal(env);
  if (env.TERM === 'linux') return false;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale === undefined || locale === '' || /utf-?8/i.test(locale);
}

function isModernWindowsTerminal(env: Environment): boolean {
  return (
    env.WT_SESSION !== undefined ||
    env.TERM_PROGRAM !== undefined ||
    env.ConEmuANSI === 'ON' ||
    /^(xterm|alacritty|cygwin|mintty)/.test(env.TERM ?? '')
  );
}
