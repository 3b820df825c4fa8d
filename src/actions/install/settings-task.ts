// A settings file of Claude Code as something that init edits and uninstall puts right.
import type { SettingsScope } from '../../live/settings-places.ts';
import { checkSettings } from './check-settings.ts';
import { dropHooks, dropStatusline, putHooks, putStatusline } from './edit-settings.ts';
import type { FileTask } from './file-task.ts';
import type { PlannedGroup, PlannedStatusline } from './hook-plan.ts';

export interface SettingsEdit {
  /** Null: hooks stay as they are. */
  readonly hooks: readonly PlannedGroup[] | null;
  /** Null: the status line stays as it is. */
  readonly statusline: PlannedStatusline | null;
}

export const NO_EDIT: SettingsEdit = { hooks: null, statusline: null };

export function settingsTask(scope: SettingsScope, path: string, edit: SettingsEdit): FileTask {
  const read = (bytes: Uint8Array) => checkSettings(bytes, path, adviceFor(edit));
  return {
    kind: 'settings',
    scope,
    path,
    isPrivate: scope === 'user',
    put: (before) => {
      if (before === null && edit.hooks === null && edit.statusline === null) return null;
      return Buffer.from(putAll(before === null ? '{}\n' : read(before), edit));
    },
    drop: (before, original) => {
      const text = read(before);
      const earlier = original?.toString('utf8') ?? null;
      const edited = dropStatusline(dropHooks(text, earlier), earlier);
      return edited === text ? before : Buffer.from(edited);
    },
    isBlank: (bytes) => Object.keys(JSON.parse(bytes.toString('utf8')) as object).length === 0,
  };
}

/** As much of a settings file as holds ours, one line an event: to paste where we may not edit. */
export function formatSnippet({ hooks, statusline }: SettingsEdit): string {
  const events = (hooks ?? []).map(
    ({ event, group }) => `    ${JSON.stringify(event)}: ${JSON.stringify([group])}`,
  );
  const parts = [
    ...(hooks === null ? [] : [`  "hooks": {\n${events.join(',\n')}\n  }`]),
    ...(statusline === null ? [] : [`  "statusLine": ${JSON.stringify(objectOf(statusline))}`]),
  ];
  return `{\n${parts.join(',\n')}\n}`;
}

function putAll(text: string, { hooks, statusline }: SettingsEdit): string {
  const hooked = hooks === null ? text : putHooks(text, hooks);
  return statusline === null ? hooked : putStatusline(hooked, statusline);
}

function objectOf({ command, refreshSeconds }: PlannedStatusline): object {
  const refresh = refreshSeconds === null ? {} : { refreshInterval: refreshSeconds };
  return { type: 'command', command, ...refresh };
}

function adviceFor(edit: SettingsEdit): string {
  if (edit.hooks === null && edit.statusline === null) {
    return 'Mend it and run this again, or take out every entry with "--source telltale" yourself';
  }
  return `Mend it and run this again, or put this into it yourself:\n${formatSnippet(edit)}`;
}
