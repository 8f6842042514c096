// The whole test: vitest (units, contract, vectors, golden, security), then the windows end to end where a browser or
// an Electron runtime is at hand. With CI=true a suite that is written and cannot run is a failure, not a skip.
// `--windows`: the windows alone, and all of their journeys; otherwise those that repeat in one shell what the other shows (@all) are left out.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { handedToRightNode, nodeBinary, root, run, tool } from './node.mjs';

if (!(await handedToRightNode())) process.exitCode = await testEverything(process.argv.slice(2));

async function testEverything(given) {
  const windowsOnly = given.includes('--windows');
  const filters = given.filter((word) => word !== '--windows');
  const strict = /^(1|true)$/i.test(process.env.CI ?? '');
  const results = join(root, 'test-results');
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const total = { passed: 0, failed: 0, skipped: 0 };
  const add = (counts) => {
    for (const name of Object.keys(total)) total[name] += counts[name];
  };
  /** `required`: with CI=true this machine could have run it. */
  const skip = (suite, reason, required) => {
    process.stdout.write(`SKIPPED because ${reason}: ${suite}\n`);
    if (strict && required) {
      process.stdout.write(`${suite}: must run here (CI=true)\n`);
      total.failed++;
    } else total.skipped++;
  };

  const { bundle, bundleEverything } = await import('./bundle.mjs');
  await bundle();
  if (!windowsOnly) add(await unitTests(results, filters));
  if (!windowsOnly && !existsSync(process.env.TRACEHOLD_DATA ?? join(root, '..', 'shared', 'data')))
    skip('tests on real data', 'no folder of real data was found (TRACEHOLD_DATA)', process.env.TRACEHOLD_DATA !== undefined);

  if (filters.length === 0 && hasWindowTests()) {
    const { chromium, electron, display } = windowsAtHand();
    const projects = [];
    if (chromium === undefined) skip('tests/e2e in a browser', 'no Chromium was found (TRACEHOLD_CHROMIUM names one)', true);
    else projects.push('browser');
    if (electron === undefined)
      skip(
        'tests/e2e in Electron',
        'no Electron runtime is prepared (ELECTRON_OVERRIDE_DIST_PATH names one)',
        process.env.ELECTRON_OVERRIDE_DIST_PATH !== undefined,
      );
    else if (display === undefined) skip('tests/e2e in Electron', 'there is no display and no xvfb-run', true);
    else projects.push('electron');
    if (projects.length > 0) {
      await bundleEverything();
      add(await windowTests(projects, { chromium, electron, display, all: windowsOnly }, results));
    }
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  return total.failed === 0 ? 0 : 1;
}

async function unitTests(results, filters) {
  const report = join(results, 'vitest.json');
  const exit = await run(
    nodeBinary(),
    [tool('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters],
    { cwd: root },
  );
  return countsOf(report, exit, (json) => ({
    passed: json.numPassedTests,
    failed: json.numFailedTests,
    skipped: json.numPendingTests + json.numTodoTests,
  }));
}

/** A runner that ended badly without counting a failure still failed. */
function countsOf(file, exit, read) {
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    process.stdout.write(`${file} was not written\n`);
    counts.failed = 1;
  }
  if (exit !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

function hasWindowTests() {
  const folder = join(root, 'tests', 'e2e');
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => /\.(spec|e2e|test)\.ts$/.test(String(name)));
}

function windowsAtHand() {
  const chromium = [process.env.TRACEHOLD_CHROMIUM, onPath('chromium'), onPath('chromium-browser'), onPath('google-chrome')].find(
    (path) => path !== undefined && existsSync(path),
  );
  const runtime = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules', 'electron', 'dist');
  const electron = existsSync(join(runtime, process.platform === 'win32' ? 'electron.exe' : 'electron')) ? runtime : undefined;
  const shown = process.platform !== 'linux' || process.env.DISPLAY !== undefined;
  return { chromium, electron, display: shown ? 'own' : onPath('xvfb-run') };
}

function onPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}

async function windowTests(projects, { chromium, electron, display, all }, results) {
  const config = ['tests/e2e/playwright.config.ts', 'build/playwright.config.ts'].find((name) => existsSync(join(root, name)));
  const report = join(results, 'playwright.json');
  const args = [
    tool('@playwright/test', 'cli.js'),
    'test',
    ...(config === undefined ? ['tests/e2e'] : ['--config', config]),
    '--reporter=list,json',
  ];
  if (!all) args.push('--grep-invert', '@all');
  const declared = config === undefined ? '' : readFileSync(join(root, config), 'utf8');
  // Suites are told apart by their file names (browser.….e2e.ts, electron.….e2e.ts) unless the configuration names projects.
  if (projects.every((project) => declared.includes(`'${project}'`))) args.push(...projects.map((project) => `--project=${project}`));
  else if (projects.length === 1) args.push(`${projects[0]}[^/]*$`);
  const env = {
    ...process.env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    ...(chromium === undefined ? {} : { TRACEHOLD_CHROMIUM: chromium }),
    ...(electron === undefined ? {} : { ELECTRON_OVERRIDE_DIST_PATH: electron }),
  };
  const [program, rest] = display === undefined || display === 'own' ? [nodeBinary(), args] : [display, ['-a', nodeBinary(), ...args]];
  const exit = await run(program, rest, { cwd: root, env });
  return countsOf(report, exit, (json) => ({
    passed: json.stats.expected + json.stats.flaky,
    failed: json.stats.unexpected,
    skipped: json.stats.skipped,
  }));
}
