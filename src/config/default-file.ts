// The commented file that `telltale config init` writes. Derived from the table of settings; every
// line is a comment, so a fresh file changes nothing.
import { describeAccepted } from './check-value.ts';
import { KNOWN_SETTINGS } from './setting-keys.ts';

/** Every setting with its meaning, accepted form and an example, commented out. */
export function defaultConfigText(): string {
  const lines = [
    '# telltale settings. Uncomment a line to change it; check with: telltale config check',
    '# A variable named in brackets, when set in the environment, wins over this file.',
  ];
  let section = '';
  for (const { pattern, definition } of KNOWN_SETTINGS) {
    const isOptional = pattern.includes('<') && pattern.split('.').length > 2;
    const segments = pattern.split('.').map((name) => sampleName(pattern, name));
    const name = segments.pop() ?? '';
    if (segments.join('.') !== section) {
      section = segments.join('.');
      lines.push('', `${isOptional ? '# ' : ''}[${section}]`);
    }
    const variable = definition.env === null ? '' : ` [${definition.env}]`;
    lines.push(`# ${definition.doc}`);
    lines.push(`#   Accepted: ${describeAccepted(definition)}.${variable}`);
    lines.push(`# ${name} = ${definition.example}`);
  }
  return `${lines.join('\n')}\n`;
}

/** What stands for any name. The option is one of the metric that stands for any metric. */
function sampleName(pattern: string, segment: string): string {
  if (!segment.startsWith('<')) return segment;
  if (!pattern.startsWith('metrics.')) return 'my-model';
  return segment === '<id>' ? 'read_edit_ratio' : 'window_calls';
}
