// How a session stands now: its shape, shared by every answer that shows it. Nothing here computes.
import type { SessionHealth } from '../health/session-health.ts';
import type { SessionActivity } from './session-activity.ts';

export interface SessionCondition {
  readonly health: SessionHealth;
  readonly activity: SessionActivity;
}
