// Entry of the verifier's command line, bundled as verify.cjs. Nothing else belongs here.
import { runVerifier } from './verify.ts';

runVerifier(
  process.argv.slice(2),
  (text) => process.stdout.write(text),
  (text) => process.stderr.write(text),
).then((code) => {
  process.exitCode = code;
});
