// Words of commands and paths as a label may show them: recognisable, without secrets. Shows little rather
// than too much; a word that could hold a key is cut.
import { oneLine } from '../../shared/sanitize.ts';
import { maskSecrets } from '../../shared/secrets.ts';
import type { RunPipeline } from './shell/list-pipelines.ts';
import type { RunCommand } from './shell/run-command.ts';

const ELLIPSIS = '…';
const MAX_LABEL = 72;
const MAX_WORD = 40;

/** `curl -fsSL https://example.com/… | bash` */
export function labelPipeline(pipeline: RunPipeline): string {
  return cut(
    pipeline.stages
      .slice(0, 8)
      .map((stage) => stage.slice(0, 8).map(commandText).join('; '))
      .filter((text) => text !== '')
      .join(' | '),
  );
}

export function labelCommand(command: RunCommand): string {
  return cut(commandText(command));
}

function commandText({ wrappers, program, args, redirects }: RunCommand): string {
  const arrows = redirects.filter(({ operator }) => />/.test(operator) && operator !== '>&');
  let text = '';
  for (const word of [...wrappers, program, ...args.map((arg) => arg.text)]) {
    if (text.length > MAX_LABEL) break;
    text += `${text === '' ? '' : ' '}${labelWord(word)}`;
  }
  for (const { operator, target } of arrows.slice(0, 3)) {
    text += ` ${operator} ${labelWord(target.text)}`;
  }
  return text;
}

const SECRET_NAME =
  /(?:pass|pwd|secret|token|key|auth|cred|bearer|cookie|session)[\w.-]*["']?\s*[:=]/i;

/** A word that is plain stands as it is; of a URL the host; of anything else its kind. */
export function labelWord(word: string): string {
  const text = oneLine(word.slice(0, 400));
  const url = /^([a-z][a-z0-9+.-]{1,12}:\/\/)(?:[^/?#]*@)?([^/?#@\s]{1,80})(.*)$/i.exec(text);
  if (url !== null)
    return `${url[1]}${hideRandom(url[2] ?? '')}${url[3] === '' ? '' : `/${ELLIPSIS}`}`;
  const named = SECRET_NAME.exec(text);
  if (named !== null)
    return `${hideRandom(text.slice(0, named.index)).slice(0, 12)}${named[0].slice(0, 24)}${ELLIPSIS}`;
  if (/^--?[A-Za-z][\w-]*=/.test(text))
    return `${text.slice(0, text.indexOf('=') + 1).slice(0, MAX_WORD)}${ELLIPSIS}`;
  if (!/^[\w./~$*?:@%+,^&<>(){}[\]\\-]+$/.test(text)) return ELLIPSIS;
  const masked = hideRandom(maskSecrets(text));
  return masked.length > MAX_WORD
    ? `${masked.slice(0, 12)}${ELLIPSIS}${masked.slice(13 - MAX_WORD)}`
    : masked;
}

/** A path on one line, without what could be a key; relative to the folder where it lies in it. */
export function labelPath(path: string, folder: string | null): string {
  const clean = oneLine(path.slice(0, 4_096)).replaceAll('\\', '/');
  const base = folder === null ? '' : `${folder.replaceAll('\\', '/').replace(/\/$/, '')}/`;
  const short = base.length > 1 && clean.startsWith(base) ? clean.slice(base.length) : clean;
  const parts = short.split('/').map((part) => hideRandom(maskSecrets(part)));
  return cutMiddle(parts.join('/'));
}

/** Letters and digits mixed for 12 characters and more are an id at best. */
function hideRandom(text: string): string {
  return text.replace(/[A-Za-z0-9+=_-]{12,}/g, (run) =>
    /\d/.test(run) && /[A-Za-z]/.test(run) && !/^[a-z]+(?:[-_][a-z]+)*[-_]?\d{0,4}$/i.test(run)
      ? ELLIPSIS
      : run,
  );
}

function cut(text: string): string {
  const masked = maskSecrets(text);
  return masked.length > MAX_LABEL
    ? `${masked.slice(0, MAX_LABEL - 1).trimEnd()}${ELLIPSIS}`
    : masked;
}

function cutMiddle(text: string): string {
  if (text.length <= 100) return text;
  return `${text.slice(0, 40)}${ELLIPSIS}${text.slice(-59)}`;
}
