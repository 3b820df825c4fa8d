// The name of the system's time zone, found where the system keeps it. Knows `TZ` and the link
// /etc/localtime; loads no locale data, which would take longer than a whole report.

export interface ZoneNameSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Target of a symbolic link; throws where there is none (`fs.readlinkSync`). */
  readonly readLink: (path: string) => string;
  /** Whether a file is there (`fs.existsSync`). */
  readonly exists: (path: string) => boolean;
}

/** IANA name, or null when it can only be asked of the runtime (Windows, a copied zone file). */
export function findSystemZoneName({ env, readLink, exists }: ZoneNameSources): string | null {
  if (env.OS === 'Windows_NT') return null;
  const name = env.TZ === undefined || env.TZ === '' ? linkedName(readLink) : env.TZ;
  if (name === null || !/^[A-Za-z][\w+-]*(\/[\w+-]+){0,2}$/.test(name)) return null;
  if (/^(Etc\/)?(UTC|UCT|Universal|Zulu)$/.test(name)) return 'UTC';
  return exists(`/usr/share/zoneinfo/${name}`) ? name : null;
}

function linkedName(readLink: (path: string) => string): string | null {
  try {
    return (
      /\/zoneinfo[^/]*\/(?:posix\/|right\/)?(.+)$/.exec(readLink('/etc/localtime'))?.[1] ?? null
    );
  } catch (error) {
    // A system without a zone file, as many containers are, runs on UTC.
    return (error as { code?: unknown }).code === 'ENOENT' ? 'UTC' : null;
  }
}
