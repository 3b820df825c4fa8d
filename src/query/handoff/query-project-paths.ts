// The folders of all projects the ledger knows, for what lies in projects.
import { readProjects } from '../../store/readers/sessions.ts';
import type { QueryContext } from '../context.ts';

export function queryProjectPaths({ store }: QueryContext): string[] {
  return readProjects(store.db).map(({ path }) => path);
}
