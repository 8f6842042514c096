// The environment of the engine process: emptied except for what it needs to find the person's folders, speak their
// language and keep time. Anything else (NODE_OPTIONS, proxies, preloads) could change what the engine runs.

const ALLOWED = [
  ...['HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'],
  ...['USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'SystemRoot', 'TEMP', 'TMP'],
  // Where the examiner's keys are, when not in the usual place (main/hosts/nodeHost.ts).
  'TRACEHOLD_PROFILE',
  // Set to anything: no connection to a chain node, whatever a case allows.
  'TRACEHOLD_AIR_GAPPED',
  // Folder of Sleuth Kit's programs, when not where packages put them (main/hosts/fileSystemTools.ts).
  'TRACEHOLD_SLEUTHKIT',
] as const;

export function engineEnvironment(from: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ALLOWED) {
    const value = from[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
