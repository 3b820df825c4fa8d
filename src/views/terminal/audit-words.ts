// What the parts of a context and the kinds of waste are called. Knows words only.
import type { AuditFinding, AuditPart } from '../../query/audit/audit-answer.ts';

export function partName({ kind, name }: Pick<AuditPart, 'kind' | 'name'>): string {
  switch (kind) {
    case 'prefix':
      return 'system prompt, tools';
    case 'user-text':
      return 'prompts';
    case 'assistant-text':
      return 'answers';
    case 'thinking':
      return 'thinking';
    case 'tool-input':
      return 'tool inputs';
    case 'tool-result':
      return `${name ?? 'tool'} results`;
    case 'subagent-report':
      return `${name ?? 'subagent'} reports`;
    case 'attachment':
      return `attached ${name ?? 'text'}`;
    case 'image':
      return 'pictures';
    case 'document':
      return 'documents';
    case 'compact-summary':
      return 'compaction summary';
    case 'harness':
      return 'commands, reminders';
    default:
      return kind satisfies never;
  }
}

export function wasteName(kind: AuditFinding['kind']): string {
  switch (kind) {
    case 'repeated-read':
      return 'read again';
    case 'duplicate-blob':
      return 'there already';
    case 'repeated-command':
      return 'same output';
    case 'dead-read':
      return 'never named';
    case 'large-result':
      return 'large result';
    case 'large-paste':
      return 'large paste';
    default:
      return kind satisfies never;
  }
}
