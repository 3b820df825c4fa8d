// Which files hold credentials, which often do, and which make something run later. Knows names and folders
// by convention; opens nothing.

/** 'credentials': holds keys or passwords by its purpose; 'likely': often does. */
export type PathRisk = 'credentials' | 'likely';

/** `.env.example` and the like are templates. */
const TEMPLATE =
  /(?:^|[._-])(?:example|sample|template|tmpl|dist|default|defaults|schema|spec|test-?data|fixture)s?(?:$|[._-])/;
/** Source and prose about secrets hold none by their purpose. */
const SOURCE =
  /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|cs|php|exs?|erl|swift|c|cc|cpp|h|hpp|md|mdx|rst|html?|css|scss|vue|svelte|sql|proto|lock|snap|d\.ts|sh|bash|ps1|tf)$/;

const CREDENTIAL_NAMES = [
  /^\.env(?:\.[\w.-]+)?$/,
  /^[\w-]+\.env$/,
  /^\.envrc$/,
  /\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc\.key|p8)$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_\w+)?$/,
  /^\.?credentials(?:\.(?:json|ya?ml|xml|csv|txt|ini|toml|properties|db|enc))?$/,
  /^\.(?:netrc|npmrc|pypirc|pgpass|git-credentials|vault-token|htpasswd|my\.cnf|s3cfg|boto)$/,
  /^_netrc$/,
];
const CREDENTIAL_PATHS = [
  /(?:^|\/)\.aws\/(?:credentials|config|sso\/|cli\/cache\/)/,
  /(?:^|\/)\.ssh\/(?!known_hosts|config$|authorized_keys|[^/]*\.pub$)[^/]+$/,
  /(?:^|\/)\.gnupg\/(?:private-keys|secring)/,
  /(?:^|\/)\.docker\/config\.json$/,
  /(?:^|\/)\.config\/(?:gcloud\/(?:credentials|access_tokens|application_default)|gh\/hosts\.yml)/,
  /^\/etc\/(?:shadow|gshadow|sudoers)(?:$|[-/.])/,
  /^\/proc\/(?:self|\d+|\$\$)\/environ$/,
];
const LIKELY_NAMES = [
  /^kubeconfig(?:\.\w+)?$/,
  /^(?:service[-_]?account|gcp[-_]?key|firebase-adminsdk)[\w.-]*\.json$/,
  /^\.?secrets?(?:\.[\w-]+)?\.(?:ya?ml|json|toml|env|ini|properties|txt|enc)$/,
  /^\.?secrets$/,
  /^(?:terraform|[\w-]+)\.tfvars(?:\.json)?$/,
  /^terraform\.tfstate(?:\.backup)?$/,
  /^(?:auth|token)s?\.json$/,
];
const LIKELY_PATHS = [
  /(?:^|\/)\.kube\/config$/,
  /(?:^|\/)\.ssh\/config$/,
  /(?:^|\/)\.aws$|(?:^|\/)\.ssh$/,
];
/** Certificates are public; so are the public halves of keys. */
const PUBLIC =
  /(?:\.pub|\.crt|\.cer|\.csr)$|(?:^|[._-])(?:cacerts?|ca-?bundle|ca-?cert\w*|root-?ca|fullchain|chain|public|pub)(?:[._-]\w*)?\.(?:pem|key)$|^certs?\.pem$/;

/** Of a path on Linux; longer texts are none. */
const MAX_PATH = 4_096;

/** Null: neither. Works on paths, and on globs that name such a file. */
export function judgePath(path: string): PathRisk | null {
  if (path.length > MAX_PATH) return null;
  const clean = path.replaceAll('\\', '/').toLowerCase();
  const name = clean.slice(clean.lastIndexOf('/') + 1);
  if (name === '' || name === '.env*') return name === '' ? judgeFolder(clean) : 'credentials';
  const plain = name.replace(/[*?.]+$/, '');
  if (TEMPLATE.test(name) || PUBLIC.test(name) || SOURCE.test(name)) return null;
  if (CREDENTIAL_PATHS.some((pattern) => pattern.test(clean))) return 'credentials';
  if (CREDENTIAL_NAMES.some((pattern) => pattern.test(name) || pattern.test(plain)))
    return 'credentials';
  if (LIKELY_PATHS.some((pattern) => pattern.test(clean))) return 'likely';
  return LIKELY_NAMES.some((pattern) => pattern.test(name)) ? 'likely' : null;
}

function judgeFolder(clean: string): PathRisk | null {
  return /(?:^|\/)\.(?:aws|ssh|gnupg)\/$/.test(clean) ? 'likely' : null;
}

export interface WriteRisk {
  readonly rule: 'startup-file' | 'agent-settings';
  readonly severity: 'high' | 'medium';
}

const KEYS_TO_THE_HOUSE =
  /(?:^|\/)\.ssh\/authorized_keys$|^\/etc\/(?:sudoers|passwd|shadow|pam\.d)(?:$|\/)/;
const STARTUP = [
  /(?:^|\/)\.(?:bashrc|bash_profile|bash_login|bash_logout|profile|zshrc|zprofile|zshenv|zlogin|kshrc|cshrc|tcshrc|xinitrc|xprofile)$/,
  /(?:^|\/)\.config\/(?:fish\/config\.fish|fish\/conf\.d\/|autostart\/|systemd\/user\/)/,
  /^\/etc\/(?:profile|bash\.bashrc|zsh\/|environment|rc\.local|init\.d\/|systemd\/|cron|profile\.d\/|ld\.so\.preload|hosts$)/,
  /^\/var\/spool\/cron\//,
  /\/Library\/Launch(?:Agents|Daemons)\//i,
  /(?:^|\/)\.git\/hooks\/(?!.*\.sample$)[^/]+$/,
];
const AGENT =
  /(?:^|\/)\.claude\/(?:settings(?:\.local)?\.json|hooks\/)|(?:^|\/)\.claude\.json$|(?:^|\/)\.mcp\.json$|managed-settings\.json$/;

/** What writing this file changes beyond its text; null: nothing. */
export function judgeWrite(path: string): WriteRisk | null {
  if (path.length > MAX_PATH) return null;
  const clean = path.replaceAll('\\', '/').replace(/^\$\{?HOME\}?(?=\/)/, '~');
  if (KEYS_TO_THE_HOUSE.test(clean)) return { rule: 'startup-file', severity: 'high' };
  if (STARTUP.some((pattern) => pattern.test(clean)))
    return { rule: 'startup-file', severity: 'medium' };
  return AGENT.test(clean) ? { rule: 'agent-settings', severity: 'medium' } : null;
}
