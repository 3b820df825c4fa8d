// How the session stands: `health 93`, `health 42 ⚠`. Knows words, marks and colours only.
import { formatInteger } from '../../shared/format.ts';
import type { HealthFacts, LineScreen, StatuslineFacts } from './facts.ts';
import { signsOf } from './signs.ts';
import type { Form } from './spans.ts';

const ALARMS: Readonly<Record<HealthFacts['level'], 'warn' | 'critical' | null>> = {
  ok: null,
  unknown: null,
  warn: 'warn',
  handoff: 'warn',
  critical: 'critical',
};

export function healthForms(
  { health }: Pick<StatuslineFacts, 'health'>,
  screen: LineScreen,
): readonly Form[] {
  if (health === null) return [];
  const text = `health ${formatInteger(health.percent)}${screen.plain ? ' percent' : ''}`;
  const alarm = ALARMS[health.level];
  if (alarm === null) return [[{ text, tone: health.level === 'ok' ? 'good' : undefined }]];
  return [[{ text: `${text} ${signsOf(screen)[alarm]}`, tone: alarm }]];
}
