// Reads the rows of a damaged database that can still be read: from both ends of a table up to the
// first damaged page, and what lies between one by one. Knows keys and columns; not what rows mean.
import type { Sqlite } from './sqlite.ts';

export type Row = Record<string, unknown>;

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  /** Position in the primary key; 0 when it is no part of it. */
  readonly pk: number;
}

export interface ArchiveReader {
  /** All rows that can be read and are wanted; some of them twice. */
  rowsOf(table: string, isWanted?: (row: Row) => boolean): Row[];
  /** Whether everything asked for could be read. */
  isWhole(): boolean;
}

/** Numbers tried beyond the last row that was read, where nothing tells how many there are. */
const BLIND_IDS = 20_000;

/** `columnsOf`: the columns that a whole ledger has; rows that do not fit are left. */
export function createArchiveReader(
  old: Sqlite,
  columnsOf: (table: string) => readonly Column[],
): ArchiveReader {
  let isWhole = true;

  /** Hands over rows up to the first damaged page; returns whether there was none. */
  function walk(sql: string, take: (row: Row) => void, ...values: unknown[]): boolean {
    try {
      for (const row of old.prepare(sql).iterate(...values)) take(row as Row);
      return true;
    } catch {
      isWhole = false;
      return false;
    }
  }

  /** From both ends; returns the last row from each when there is something between them. */
  function walkEnds(
    table: string,
    columns: readonly Column[],
    take: (row: Row) => void,
  ): { first: Row | null; last: Row | null } | null {
    const ends: { first: Row | null; last: Row | null } = { first: null, last: null };
    const sql = (order: string): string =>
      `SELECT * FROM ${table} ORDER BY ${keyOf(columns, order)}`;
    const isRead = walk(sql('ASC'), (row) => {
      ends.first = row;
      take(row);
    });
    if (isRead) return null;
    walk(sql('DESC'), (row) => {
      ends.last = row;
      take(row);
    });
    return ends;
  }

  function walkIds(
    table: string,
    ends: { first: Row | null; last: Row | null },
    take: (row: Row) => void,
  ): void {
    const from = Number(ends.first?.id ?? 0) + 1;
    const to = ends.last === null ? from + BLIND_IDS : Number(ends.last.id);
    for (let id = from; id < to; id++) walk(`SELECT * FROM ${table} WHERE id = ?`, take, id);
  }

  function walkMessages(take: (row: Row) => void): void {
    const messages = new Set<unknown>();
    for (const call of rowsOf('call')) messages.add(call.message_id);
    for (const id of messages) walk('SELECT * FROM line WHERE message_id = ?', take, id);
  }

  function rowsOf(table: string, isWanted: (row: Row) => boolean = () => true): Row[] {
    const rows: Row[] = [];
    const columns = columnsOf(table);
    const take = (row: Row): void => {
      if (isPlausible(row, columns) && isWanted(row)) rows.push(row);
    };
    const ends = walkEnds(table, columns, take);
    if (ends === null) return rows;
    if (ends.first === null && ends.last === null && table !== 'line') return rows;
    if (table === 'line') walkMessages(take);
    else if (columns.some((column) => column.name === 'id')) walkIds(table, ends, take);
    return rows;
  }

  return { rowsOf, isWhole: () => isWhole };
}

/** The primary key in one direction, for ORDER BY. */
function keyOf(columns: readonly Column[], order: string): string {
  const key = columns.filter((column) => column.pk > 0).sort((a, b) => a.pk - b.pk);
  return key.map((column) => `${column.name} ${order}`).join(', ');
}

/** Whether a row holds what its columns say: a damaged page may look like one that is whole. */
function isPlausible(row: Row, columns: readonly Column[]): boolean {
  return columns.every(({ name, type, notnull, pk }) => {
    const value = row[name];
    if (value === undefined) return true;
    if (value === null) return notnull === 0 && pk === 0;
    return typeof value === (type === 'TEXT' ? 'string' : 'number');
  });
}
