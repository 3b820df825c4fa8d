// Where Claude Code puts a session's files below its config folder. Knows the encoding of a working
// directory, not what is in the files.

/** Every UTF-16 unit that is no ASCII letter or digit becomes a dash; long names get a hash. */
export function projectFolder(cwd: string): string {
  const folder = cwd.replace(/[^A-Za-z0-9]/g, '-');
  if (folder.length <= 200) return folder;
  let hash = 0;
  for (let i = 0; i < cwd.length; i++) hash = (Math.imul(31, hash) + cwd.charCodeAt(i)) | 0;
  return `${folder.slice(0, 200)}-${Math.abs(hash).toString(36)}`;
}

export function sessionPath(cwd: string, sessionId: string): string {
  return `projects/${projectFolder(cwd)}/${sessionId}.jsonl`;
}

export function agentPath(cwd: string, sessionId: string, agentId: string): string {
  return `projects/${projectFolder(cwd)}/${sessionId}/subagents/agent-${agentId}.jsonl`;
}

/** Up to about 2.0: beside the session's file. */
export function oldAgentPath(cwd: string, agentId: string): string {
  return `projects/${projectFolder(cwd)}/agent-${agentId}.jsonl`;
}
